package dev.countersign.bot.config;

/** The configuration cannot be used; the message says where, why and what to do. */
public final class ConfigFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ConfigFailure(String message) {
        super(message);
    }

    public ConfigFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
