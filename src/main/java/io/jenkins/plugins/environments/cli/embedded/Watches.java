package io.jenkins.plugins.environments.cli.embedded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.fabric8.mockwebserver.crud.AttributeSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;

/**
 * All that ever happened, and who watches it. As on a real API server, a watch from a version gets what happened since,
 * deletions among it, so that nothing is lost between a list and the watch that follows it.
 */
final class Watches {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<Event> past = new ArrayList<>();
    private final Set<Watch> open = new LinkedHashSet<>();

    /**
     * A change of an object.
     *
     * @param version the version that the change made
     * @param was what the object could be selected by before; null: it was not there
     * @param is what it can be selected by now; null: it is gone
     * @param json the object as it is now, or as it was last
     */
    record Event(long version, @CheckForNull AttributeSet was, @CheckForNull AttributeSet is, String json) {

        /** What a watch of that selection sees of it; null: nothing. */
        @CheckForNull
        String seenBy(AttributeSet selection) {
            boolean before = was != null && was.matches(selection);
            boolean now = is != null && is.matches(selection);
            if (now) {
                return message(before ? "MODIFIED" : "ADDED", json);
            }
            return before ? message("DELETED", atVersion()) : null;
        }

        private String atVersion() {
            try {
                ObjectNode object = (ObjectNode) JSON.readTree(json);
                object.withObject("/metadata").put("resourceVersion", String.valueOf(version));
                return object.toString();
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("the mock server keeps something that is no JSON", e);
            }
        }

        private static String message(String type, String object) {
            return "{\"type\":\"" + type + "\",\"object\":" + object + "}";
        }
    }

    /** Something happened. */
    synchronized void happened(Event event) {
        past.add(event);
        open.forEach(watch -> watch.see(event));
    }

    /**
     * A watch that begins when its connection is open.
     *
     * @param since the version after which it begins; 0: with all that is there
     */
    WebSocketListener watch(AttributeSet selection, long since) {
        return new Watch(selection, since);
    }

    private synchronized void begin(Watch watch) {
        if (watch.since == 0) {
            current().forEach(watch::see);
        } else {
            past.stream().filter(event -> event.version() > watch.since).forEach(watch::see);
        }
        open.add(watch);
    }

    private synchronized void end(Watch watch) {
        open.remove(watch);
    }

    /** What is there, each as if it had just been added. */
    private List<Event> current() {
        Map<AttributeSet, Event> objects = new LinkedHashMap<>();
        for (Event event : past) {
            if (event.was() != null) {
                objects.remove(event.was());
            }
            if (event.is() != null) {
                objects.put(event.is(), new Event(event.version(), null, event.is(), event.json()));
            }
        }
        return List.copyOf(objects.values());
    }

    private final class Watch extends WebSocketListener {

        private final AttributeSet selection;
        private final long since;

        @CheckForNull
        private volatile WebSocket socket;

        private Watch(AttributeSet selection, long since) {
            this.selection = selection;
            this.since = since;
        }

        private void see(Event event) {
            String message = event.seenBy(selection);
            WebSocket connection = socket;
            if (message != null && connection != null) {
                connection.send(message);
            }
        }

        @Override
        public void onOpen(WebSocket webSocket, Response response) {
            socket = webSocket;
            begin(this);
        }

        @Override
        public void onClosing(WebSocket webSocket, int code, String reason) {
            end(this);
            webSocket.close(code, reason);
        }

        @Override
        public void onFailure(WebSocket webSocket, Throwable problem, @CheckForNull Response response) {
            end(this);
        }
    }
}
