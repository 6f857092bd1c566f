package dev.countersign.agent.catalog.manifest.tools;

import dev.countersign.agent.catalog.ModelSpec.SecretRef;
import dev.countersign.agent.catalog.ToolDefinition.Authentication;
import dev.countersign.agent.catalog.ToolDefinition.Body;
import dev.countersign.agent.catalog.manifest.yaml.Section;
import dev.countersign.agent.words.Nearest;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the {@code api} block of a tool. */
final class ApiReader {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int MOST_RETRIES = 5;
    private static final List<String> METHODS =
            List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");
    private static final List<String> WAYS = List.of("bearer", "basic", "apiKey");
    private static final Pattern ADDRESS =
            Pattern.compile("https?://[^\\s/@?#{}]+(/[^\\s?#]*)?(\\?[^\\s#]*)?");

    private ApiReader() {}

    static Body.Api read(Section api) {
        var body = new Body.Api(
                method(api),
                endpoint(api),
                Settings.named(api, "headers"),
                api.section("authentication").flatMap(ApiReader::authentication),
                api.duration("timeout").orElse(TIMEOUT),
                api.number("retries", 0, MOST_RETRIES).orElse(0),
                api.texts("allowedHosts"));
        api.done();
        return body;
    }

    private static String method(Section api) {
        var method = api.text("method").orElse("GET").toUpperCase(Locale.ROOT);
        if (!METHODS.contains(method)) {
            api.error(
                    "method",
                    "\"" + method + "\" is not one of " + String.join(", ", METHODS) + "."
                            + Nearest.hint(method, METHODS));
        }
        return method;
    }

    /** The host is written out: an argument never chooses where a request goes. */
    private static String endpoint(Section api) {
        var endpoint = api.needText("endpoint");
        if (!endpoint.isEmpty() && !ADDRESS.matcher(endpoint).matches()) {
            api.error(
                    "endpoint",
                    "This is no http or https address with a fixed host and without a password.");
        }
        return endpoint;
    }

    private static Optional<Authentication> authentication(Section auth) {
        var type = auth.needText("type");
        var secret = auth.section("secretRef")
                .map(Settings::inCluster)
                .or(() -> auth.section("valueFrom").flatMap(Settings::secret));
        var user = auth.text("user").orElse("");
        var header = auth.text("header").orElse("X-API-Key");
        auth.done();
        if (secret.isEmpty()) {
            auth.findings().error(auth.line(), auth.path(), "Name one of secretRef and valueFrom.");
        }
        return secret.flatMap(ref -> way(auth, type, user, header, ref));
    }

    private static Optional<Authentication> way(
            Section auth, String type, String user, String header, SecretRef ref) {
        return switch (type) {
            case "bearer" -> Optional.of(new Authentication.Bearer(ref));
            case "basic" -> Optional.of(new Authentication.Basic(user, ref));
            case "apiKey" -> Optional.of(new Authentication.ApiKey(header, ref));
            default -> {
                auth.error(
                        "type",
                        "\"" + type + "\" is not one of bearer, basic, apiKey."
                                + Nearest.hint(type, WAYS));
                yield Optional.empty();
            }
        };
    }
}
