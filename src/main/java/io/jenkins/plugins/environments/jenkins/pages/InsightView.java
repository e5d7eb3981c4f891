package io.jenkins.plugins.environments.jenkins.pages;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.EnvironmentException;
import io.jenkins.plugins.environments.target.Insight;
import java.util.Date;
import java.util.List;
import java.util.function.Supplier;

/** The log and the events of a service, asked for by somebody who may. Made only by {@link EnvironmentPage}. */
public final class InsightView {

    private final String service;
    private final Insight insight;
    private final String failure;

    private InsightView(String service, Insight insight, @CheckForNull String failure) {
        this.service = service;
        this.insight = insight;
        this.failure = failure;
    }

    /** What is found, or why nothing is. */
    static InsightView of(String service, Supplier<Insight> look) {
        try {
            return new InsightView(service, look.get(), null);
        } catch (EnvironmentException e) {
            return new InsightView(service, Insight.nothing(), e.getMessage());
        }
    }

    public String getService() {
        return service;
    }

    /** Why there is nothing to see; null: nothing went wrong. */
    @CheckForNull
    public String getFailure() {
        return failure;
    }

    public List<Log> getLogs() {
        return insight.logs().stream().map(Log::new).toList();
    }

    /** Newest first. */
    public List<Event> getEvents() {
        List<Event> events = new java.util.ArrayList<>(
                insight.events().stream().map(Event::new).toList());
        java.util.Collections.reverse(events);
        return events;
    }

    /** One run of one instance. */
    public static final class Log {
        private final Insight.Log log;

        Log(Insight.Log log) {
            this.log = log;
        }

        public String getInstance() {
            return log.instance();
        }

        public boolean isBefore() {
            return log.before();
        }

        /** It has written nothing. */
        public boolean isSilent() {
            return log.lines().isEmpty();
        }

        public String getText() {
            return String.join("\n", log.lines());
        }
    }

    /** Something that happened. */
    public static final class Event {
        private final Insight.Event event;

        Event(Insight.Event event) {
            this.event = event;
        }

        /** Null when nobody knows. */
        @CheckForNull
        public Date getAt() {
            var at = event.at();
            return at == null ? null : Date.from(at);
        }

        public String getSubject() {
            return event.subject();
        }

        public String getReason() {
            return event.reason();
        }

        public String getMessage() {
            return event.message();
        }

        public boolean isWarning() {
            return event.warning();
        }
    }
}
