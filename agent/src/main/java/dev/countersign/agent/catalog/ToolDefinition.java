package dev.countersign.agent.catalog;

import dev.countersign.agent.catalog.ModelSpec.SecretRef;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A tool that stands in a manifest: what it is for, what it takes, and what it does. */
public record ToolDefinition(
        String name, String title, String description, List<Parameter> parameters, Body body) {
    public ToolDefinition {
        parameters = List.copyOf(parameters);
    }

    /** One argument, and what it may hold. */
    public record Parameter(
            String name,
            Type type,
            String description,
            boolean required,
            List<String> choices,
            Optional<String> pattern,
            OptionalInt minLength,
            OptionalInt maxLength,
            Optional<String> otherwise) {
        public Parameter {
            choices = List.copyOf(choices);
        }
    }

    public enum Type {
        STRING,
        INTEGER,
        NUMBER,
        BOOLEAN,
        ARRAY,
        OBJECT
    }

    /** What a call of the tool does. */
    public sealed interface Body {
        /** An HTTP request; {@code allowedHosts} may be in our own network. */
        record Api(
                String method,
                String endpoint,
                Map<String, Setting> headers,
                Optional<Authentication> authentication,
                Duration timeout,
                int retries,
                List<String> allowedHosts)
                implements Body {
            public Api {
                headers = Map.copyOf(headers);
                allowedHosts = List.copyOf(allowedHosts);
            }
        }

        /** A person answers. */
        record Human() implements Body {}

        /**
         * Passages of the documents in a folder, at most {@code topK} and none that is less near
         * than {@code threshold}.
         */
        record Retrieval(String folder, int topK, double threshold, Likeness embedding)
                implements Body {}

        /** Known, and not run here. */
        record Unavailable() implements Body {}
    }

    /** What makes two texts alike. */
    public enum Likeness {
        /** The same words, and parts of them; needs nothing. */
        HASHED,
        /** What they mean, to a model in this process; only where one is on the class path. */
        MODEL
    }

    /** How the tool says who it is. */
    public sealed interface Authentication {
        record Bearer(SecretRef token) implements Authentication {}

        record Basic(String user, SecretRef password) implements Authentication {}

        record ApiKey(String header, SecretRef key) implements Authentication {}
    }
}
