package dev.countersign.channels;

import dev.countersign.channels.Questions.Verdict;

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

    /** The status of an answer that says what became of a choice. */
    static int status(Verdict verdict) {
        return switch (verdict) {
            case RECORDED -> 200;
            case COUNTED -> 202;
            case NOT_ALLOWED -> 403;
            case ALREADY_DECIDED, SUPERSEDED -> 409;
            case TOO_LATE -> 410;
            case UNCLEAR -> 422;
            case UNKNOWN -> 404;
        };
    }

    /** What goes back. */
    record Answer(int status, Map<String, String> headers, byte[] body) {}
}
