package dev.countersign.bot.install;

import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The files that install the server, as they stand in the tree. */
final class Installation {

    private static final Path MANIFESTS = Path.of("..", "manifests");

    /** What people apply who want one file. */
    static final Path ONE_FILE = MANIFESTS.resolve("install.yaml");

    private Installation() {}

    /** All of the base in one text, in the order of its list. */
    static String joined() {
        var head = "# Made from base/ by InstallTest. Which file to apply says README.md.\n";
        return baseFiles().stream()
                .map(file -> text(MANIFESTS.resolve("base").resolve(file)))
                .collect(Collectors.joining("---\n", head, ""));
    }

    private static List<String> baseFiles() {
        return strings(document("base/kustomization.yaml").get("resources"));
    }

    /** Every document of the base and of the overlays. */
    static List<Map<String, Object>> everything() {
        try (var files = Files.walk(MANIFESTS)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .filter(file -> !file.startsWith(MANIFESTS.resolve("examples")))
                    .flatMap(file -> documents(text(file)).stream())
                    .filter(Map.class::isInstance)
                    .map(Installation::mapping)
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static Stream<Map<String, Object>> ofKind(String... kinds) {
        return everything().stream()
                .filter(document -> List.of(kinds).contains(document.get("kind")));
    }

    /** The only document of this file. */
    static Map<String, Object> document(String file) {
        return mapping(documents(text(MANIFESTS.resolve(file))).getFirst());
    }

    /** The files that this config map carries. */
    static Map<String, Object> carried(String file) {
        return mapping(document(file).get("data"));
    }

    /** What stands at this path, or nothing. */
    static Optional<Object> at(Object document, String path) {
        Object here = document;
        for (var step : path.split("/")) {
            here = here instanceof List<?> list
                    ? list.get(Integer.parseInt(step))
                    : here instanceof Map<?, ?> map ? map.get(step) : null;
        }
        return Optional.ofNullable(here);
    }

    static List<String> strings(Object list) {
        return ((List<?>) list).stream().map(String::valueOf).toList();
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> mapping(Object document) {
        return (Map<String, Object>) document;
    }

    private static List<Object> documents(String yaml) {
        var all = new ArrayList<>();
        new Load(LoadSettings.builder().build()).loadAllFromString(yaml).forEach(all::add);
        return all;
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
