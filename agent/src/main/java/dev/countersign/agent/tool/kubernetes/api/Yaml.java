package dev.countersign.agent.tool.kubernetes.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.CoreSchema;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** YAML as people and models write manifests, read and written without surprises. */
public final class Yaml {
    /** Longest manifest that is read. */
    public static final int MAX_CHARACTERS = 3_000_000;

    /** Most documents in one manifest. */
    public static final int MAX_DOCUMENTS = 500;

    private static final int MAX_ALIASES = 20;
    private static final String LIST = "List";

    private Yaml() {}

    /** A manifest that cannot be read; the message says where and what is wrong. */
    public static final class Broken extends Exception {
        private static final long serialVersionUID = 1L;

        Broken(String message) {
            super(message);
        }
    }

    /** All documents that are not empty. A {@code List}, of whatever, is opened into its items. */
    public static List<ObjectNode> documents(String text) throws Broken {
        if (text.length() > MAX_CHARACTERS) {
            throw new Broken("The manifest has " + text.length() + " characters; the limit is "
                    + MAX_CHARACTERS + ". Apply it in parts.");
        }
        List<ObjectNode> found = new ArrayList<>();
        for (JsonNode tree : load(text)) {
            if (tree.isNull()) {
                continue;
            }
            if (!(tree instanceof ObjectNode object)) {
                throw new Broken("Document " + (found.size() + 1)
                        + " is not a mapping. A manifest starts with apiVersion, kind, metadata.");
            }
            addTo(found, object);
        }
        return found;
    }

    private static void addTo(List<ObjectNode> found, ObjectNode object) throws Broken {
        if (isList(object)) {
            for (JsonNode item : object.path("items")) {
                if (item instanceof ObjectNode one) {
                    addTo(found, typed(one, object));
                }
            }
            return;
        }
        found.add(object);
        if (found.size() > MAX_DOCUMENTS) {
            throw new Broken("The manifest has more than " + MAX_DOCUMENTS
                    + " documents. Apply it in parts.");
        }
    }

    /** Also a {@code ConfigMapList}; an object of such a kind has a name. */
    private static boolean isList(ObjectNode object) {
        String kind = object.path("kind").asText();
        return object.path("items").isArray()
                && (kind.equals(LIST)
                        || kind.endsWith(LIST) && !object.path("metadata").has("name"));
    }

    /** The items of a {@code ConfigMapList} need not say that each is a ConfigMap. */
    private static ObjectNode typed(ObjectNode item, ObjectNode list) {
        String kind = list.path("kind").asText();
        if (!kind.equals(LIST) && !item.has("kind")) {
            item.put("kind", kind.substring(0, kind.length() - LIST.length()));
            item.put("apiVersion", list.path("apiVersion").asText());
        }
        return item;
    }

    private static List<JsonNode> load(String text) throws Broken {
        LoadSettings settings = LoadSettings.builder()
                .setSchema(new CoreSchema())
                .setAllowDuplicateKeys(false)
                .setMaxAliasesForCollections(MAX_ALIASES)
                .setCodePointLimit(MAX_CHARACTERS)
                .setLabel("manifest")
                .build();
        try {
            List<JsonNode> documents = new ArrayList<>();
            new Load(settings)
                    .loadAllFromString(text)
                    .forEach(document -> documents.add(Json.tree(document)));
            return documents;
        } catch (MarkedYamlEngineException e) {
            String where = e.getProblemMark()
                    .map(m -> " in line " + (m.getLine() + 1) + ", column " + (m.getColumn() + 1))
                    .orElse("");
            throw new Broken("The YAML cannot be read" + where + ": " + e.getProblem() + ".");
        } catch (YamlEngineException | IllegalArgumentException | StackOverflowError e) {
            throw new Broken("The YAML cannot be read: " + Bounded.line("" + e.getMessage()) + ".");
        }
    }

    /** As kubectl writes it: block style, keys in order, long strings as they are. */
    public static String write(JsonNode node) {
        DumpSettings settings = DumpSettings.builder()
                .setDefaultFlowStyle(FlowStyle.BLOCK)
                .setSchema(new CoreSchema())
                .setWidth(Integer.MAX_VALUE)
                .setMultiLineFlow(false)
                .setSplitLines(false)
                .setUseUnicodeEncoding(true)
                .setIndicatorIndent(0)
                .build();
        return new Dump(settings).dumpToString(sorted(Json.plain(node)));
    }

    private static Object sorted(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> sorted = new TreeMap<>();
            map.forEach((key, inner) -> sorted.put(String.valueOf(key), sorted(inner)));
            return sorted;
        }
        if (value instanceof List<?> list) {
            return list.stream().map(Yaml::sorted).toList();
        }
        return value;
    }
}
