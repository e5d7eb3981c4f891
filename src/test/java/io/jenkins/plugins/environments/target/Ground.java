package io.jenkins.plugins.environments.target;

import io.jenkins.plugins.environments.model.stack.StackFixtures.ServiceFixture;
import java.util.List;

/** What the contract's tests need of a kind of target: one to try, a look behind it, and somebody who meddles. */
public interface Ground extends AutoCloseable {

    Target target();

    /** The target by a line of its own that {@link #cut} cuts. */
    Target byLine();

    void cut();

    void mend();

    /** A name that no other test has. */
    String project();

    /** A service that listens on this port and becomes ready at once. */
    ServiceFixture listening(String name, int port);

    /** A service that goes on starting for longer than any test waits, or that is not believed to have failed. */
    ServiceFixture starting(String name);

    /** A reference of an image that can't be had. */
    String unknownImage();

    /** Each container or pod of the environment that runs or ran: its service first, then what tells it from others. */
    List<String> instances(Desired desired);

    /** The names of the environment's volumes. */
    List<String> volumes(Desired desired);

    /** Whatever is on the target of the environment, whoever made it. */
    List<String> everything(Desired desired);

    /** Somebody stops the service by hand. */
    void stop(Desired desired, String service);

    /** Somebody removes the service by hand. */
    void remove(Desired desired, String service);

    /** Somebody makes something of their own under a name that the environment is going to need. */
    void occupy(Desired desired);

    /**
     * Something of the environment can't go any more.
     *
     * @return lets it loose
     */
    Runnable hold(Desired desired);

    /** A word of what a removal says of {@link #hold}. */
    String holder();

    @Override
    void close();
}
