package dev.countersign.store;

import dev.countersign.agent.run.RunStore.StoreUnavailable;

import java.sql.SQLException;

/** Says in the words of whoever starts us why a database could not be opened. */
final class OpenFailure {
    private OpenFailure() {}

    /** How people know a database; what follows its name may hold a password. */
    static String name(String url) {
        return H2File.isMeantBy(url) ? H2File.name(url) : url.replaceFirst("\\?.*", "");
    }

    static RuntimeException explain(String url, RuntimeException failure) {
        if (failure instanceof StoreUnavailable told) {
            return told;
        }
        return SqlFault.cause(failure)
                .<RuntimeException>map(sql -> new StoreUnavailable(message(url, sql), failure))
                .orElse(failure);
    }

    static StoreUnavailable readOnly(String url) {
        return new StoreUnavailable(
                name(url) + " can only be read. Make it writable,"
                        + " or set store.url to another database. Nothing was changed.",
                null);
    }

    private static String message(String url, SQLException sql) {
        var name = name(url);
        return switch (String.valueOf(sql.getSQLState())) {
            case "90020" ->
                name + " is open in another process."
                        + " Stop that one, or set store.url to another file.";
            case "90013", "90146", "3D000" ->
                name + " does not exist."
                        + " Create it, or set store.url to one that does. Nothing was changed.";
            case "28000", "28P01" ->
                name + " does not accept this user and password."
                        + " Set store.user and store.password. Nothing was changed.";
            case "90097", "25006", "42501" ->
                name + " does not let this user write."
                        + " Make it writable, or set store.url to another database."
                        + " Nothing was changed.";
            default ->
                name + " cannot be opened: " + sql.getMessage()
                        + ". Set store.url, or make the database reachable. Nothing was changed.";
        };
    }
}
