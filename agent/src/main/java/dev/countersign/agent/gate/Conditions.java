package dev.countersign.agent.gate;

/** Makes a condition of its text, checked when it is loaded rather than when it is met. */
@FunctionalInterface
public interface Conditions {
    Rule.Condition compile(String text) throws Unusable;

    /** The text is no condition; the message says why, in words for who wrote it. */
    final class Unusable extends Exception {
        private static final long serialVersionUID = 1L;

        public Unusable(String message) {
            super(message);
        }
    }

    /**
     * A condition could not be told for a call, for another reason than that a key is absent. The
     * strictest rule of the policy holds then.
     */
    final class Untold extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public Untold(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
