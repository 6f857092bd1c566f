package dev.countersign.bot.config;

import java.net.URI;

/** What a setting must look like; a message begins with the key that it is about. */
final class Checks {

    private static final int LAST_PORT = 65_535;

    private Checks() {}

    static void filled(String key, String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException(key + ": missing");
        }
    }

    static void port(String key, int value, int first) {
        if (value < first || value > LAST_PORT) {
            throw new IllegalArgumentException(
                    key + ": " + value + " is no port between " + first + " and " + LAST_PORT);
        }
    }

    static void web(String key, URI value) {
        boolean known = "http".equals(value.getScheme()) || "https".equals(value.getScheme());
        if (!known || value.getHost() == null) {
            throw new IllegalArgumentException(
                    key + ": \"" + value + "\" is no address such as https://example.com");
        }
    }
}
