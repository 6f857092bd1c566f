package dev.countersign.agent.model.wire;

import java.util.Optional;
import java.util.regex.Pattern;

/** A provider said no, with how long it asks us to wait; the message is its body. */
public final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    /** Google says in the body how long to wait. */
    private static final Pattern WAIT =
            Pattern.compile("\"retryDelay\"\\s*:\\s*\"(\\d{1,6})(?:\\.\\d+)?s\"");
    /** Google says with a 400 that it does not know a key. */
    private static final String NO_SUCH_KEY = "API_KEY_INVALID";

    private final int status;
    private final transient Optional<String> retryAfter;

    public Refused(int status, String body, Optional<String> retryAfter) {
        super(body);
        this.status = status;
        this.retryAfter = retryAfter;
    }

    int status() {
        return status;
    }

    /** Whether it is the key that was refused. */
    boolean ofKey() {
        return status == 401 || status == 403 || getMessage().contains(NO_SUCH_KEY);
    }

    Optional<String> retryAfter() {
        return retryAfter.or(() -> Optional.of(WAIT.matcher(getMessage()))
                .filter(java.util.regex.Matcher::find)
                .map(found -> found.group(1)));
    }
}
