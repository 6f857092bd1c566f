package dev.countersign.channels;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A channel that is called by HTTP: it names its paths, and is handed raw bytes and headers. */
public interface HttpDoor {
    /** The paths at which this door answers, each with its method: {@code POST /slack/events}. */
    List<String> routes();

    /** Answers one request; called by many threads at once. */
    Answer knock(Knock knock);

    /** A request as it came in: header names in lower case, the body untouched. */
    record Knock(
            String method,
            String path,
            String query,
            Map<String, String> headers,
            byte[] body,
            String remote) {
        public Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name));
        }
    }

    /** What goes back. */
    record Answer(int status, Map<String, String> headers, byte[] body) {}
}
