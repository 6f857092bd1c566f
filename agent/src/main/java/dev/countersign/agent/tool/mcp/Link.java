package dev.countersign.agent.tool.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.time.Duration;
import java.util.List;

/** An open way to one server. Used by many threads at once. */
interface Link extends AutoCloseable {
    /** Asks, and waits for the result, not longer than this. */
    JsonNode ask(String method, ObjectNode params, Duration patience) throws LinkFailure;

    /** Says something that has no answer. */
    void tell(String method) throws LinkFailure;

    /** The last lines of its error stream, if it has one. */
    List<String> lastLines();

    @Override
    void close();

    /** What the other side does of its own accord. */
    interface Ears {
        void toolsChanged();

        void gone(String why);

        /** It wants to know something of people; it was told that nobody will be asked. */
        void asked(String what);
    }
}
