package dev.countersign.agent.tool.kubernetes.api;

import com.fasterxml.jackson.databind.JsonNode;

import dev.countersign.agent.words.Nearest;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The types a cluster serves, by every name that people use for them; read once, and again when a
 * name is not among them. Used by many threads at once.
 */
public final class ResourceTypes {
    private static final int NEAREST = 3;
    private static final int MAX_GROUPS = 300;

    private final Function<String, JsonNode> read;
    private volatile List<ResourceType> known = List.of();

    /** {@code read} gives the JSON behind a path. */
    public ResourceTypes(Function<String, JsonNode> read) {
        this.read = read;
    }

    /** A name that no type has; the message names the nearest ones. */
    public static final class NoSuchType extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoSuchType(String message) {
            super(message);
        }
    }

    /** By what people write: {@code deploy}, {@code Deployment}, {@code deployments.apps}. */
    public ResourceType find(String written) {
        String name = written.strip().toLowerCase(Locale.ROOT);
        return inKnown(name).or(() -> inFresh(name)).orElseThrow(() -> missing(written));
    }

    /** By what a manifest says. */
    public ResourceType find(String apiVersion, String kind) {
        return exactly(apiVersion, kind)
                .or(() -> {
                    refresh();
                    return exactly(apiVersion, kind);
                })
                .orElseThrow(() -> missing(kind + " of " + apiVersion));
    }

    public List<ResourceType> all() {
        if (known.isEmpty()) {
            refresh();
        }
        return known;
    }

    private Optional<ResourceType> inFresh(String name) {
        refresh();
        return inKnown(name);
    }

    private Optional<ResourceType> exactly(String apiVersion, String kind) {
        return all().stream()
                .filter(t -> t.apiVersion().equals(apiVersion) && t.kind().equals(kind))
                .findFirst();
    }

    private Optional<ResourceType> inKnown(String name) {
        int dot = name.indexOf('.');
        if (dot < 0) {
            return all().stream().filter(t -> t.names().anyMatch(name::equals)).findFirst();
        }
        String first = name.substring(0, dot);
        String rest = name.substring(dot + 1);
        return all().stream()
                .filter(t -> t.names().anyMatch(first::equals) && qualifies(t, rest))
                .findFirst();
    }

    private static boolean qualifies(ResourceType type, String rest) {
        return rest.equals(type.group()) || rest.equals(type.version() + "." + type.group());
    }

    private NoSuchType missing(String written) {
        String name = written.strip().toLowerCase(Locale.ROOT).replaceAll("[. ].*", "");
        var nearest = Nearest.byDistance(name);
        String offer = known.stream()
                .sorted(Comparator.comparing(
                        t -> t.names().min(nearest).orElse(t.plural()), nearest))
                .limit(NEAREST)
                .map(ResourceType::plural)
                .distinct()
                .collect(Collectors.joining(", "));
        return new NoSuchType("The cluster has no resource type \"" + Bounded.line(written)
                + "\". The nearest are: " + offer
                + ". See all with k8s_get_available_api_resources.");
    }

    private void refresh() {
        List<ResourceType> found = new ArrayList<>(resources("", "v1", "/api/v1"));
        int groups = 0;
        for (JsonNode group : read.apply("/apis").path("groups")) {
            if (groups++ < MAX_GROUPS) {
                found.addAll(inGroup(group));
            }
        }
        known = List.copyOf(found);
    }

    private List<ResourceType> inGroup(JsonNode group) {
        String name = group.path("name").asText();
        String preferred = group.path("preferredVersion").path("version").asText();
        Stream<String> others =
                group.path("versions").valueStream().map(v -> v.path("version").asText());
        return Stream.concat(Stream.of(preferred), others)
                .filter(version -> !version.isEmpty())
                .distinct()
                .flatMap(version -> served(name, version).stream())
                .toList();
    }

    /** A group whose own server is down must not hide all the others. */
    private List<ResourceType> served(String group, String version) {
        try {
            return resources(group, version, "/apis/" + group + "/" + version);
        } catch (ApiFailure failure) {
            if (failure.kind() == ApiFailure.Kind.REFUSED) {
                return List.of();
            }
            throw failure;
        }
    }

    private List<ResourceType> resources(String group, String version, String path) {
        return read.apply(path)
                .path("resources")
                .valueStream()
                .filter(r -> !r.path("name").asText().contains("/"))
                .map(r -> new ResourceType(
                        group,
                        version,
                        r.path("kind").asText(),
                        r.path("name").asText(),
                        r.path("singularName").asText(),
                        texts(r.path("shortNames")),
                        r.path("namespaced").asBoolean(),
                        texts(r.path("verbs"))))
                .toList();
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asText).toList();
    }
}
