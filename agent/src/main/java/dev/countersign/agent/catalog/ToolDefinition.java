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

        /** Known, and not run here. */
        record Unavailable(String type) implements Body {}
    }

    /** How the tool says who it is. */
    public sealed interface Authentication {
        record Bearer(SecretRef token) implements Authentication {}

        record Basic(String user, SecretRef password) implements Authentication {}

        record ApiKey(String header, SecretRef key) implements Authentication {}
    }
}
