package dev.countersign.agent.tool.kubernetes.write;

import static dev.countersign.agent.tool.kubernetes.frame.Argument.OPEN_NAMESPACE;
import static dev.countersign.agent.tool.kubernetes.frame.Argument.RESOURCE_NAME;
import static dev.countersign.agent.tool.kubernetes.frame.Argument.RESOURCE_TYPE;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.tool.Repeat;
import dev.countersign.agent.tool.Tool;
import dev.countersign.agent.tool.kubernetes.api.Api;
import dev.countersign.agent.tool.kubernetes.api.Bounded;
import dev.countersign.agent.tool.kubernetes.api.Cluster;
import dev.countersign.agent.tool.kubernetes.api.Json;
import dev.countersign.agent.tool.kubernetes.api.ToolFailed;
import dev.countersign.agent.tool.kubernetes.change.Plan;
import dev.countersign.agent.tool.kubernetes.change.Verb;
import dev.countersign.agent.tool.kubernetes.change.Write;
import dev.countersign.agent.tool.kubernetes.change.WriteTool;
import dev.countersign.agent.tool.kubernetes.frame.Args;
import dev.countersign.agent.tool.kubernetes.frame.Argument;
import dev.countersign.agent.tool.kubernetes.frame.Spec;
import dev.countersign.agent.tool.kubernetes.frame.Words;

import java.util.List;

/** The four tools for labels and annotations. */
final class Labels {
    private static final String FORM =
            "As \"key=value other=value\"; a value with blanks in quotes.";
    private static final Spec LABEL = spec(
            "k8s_label_resource",
            "Sets labels of one resource.",
            Argument.required("labels", FORM));
    private static final Spec ANNOTATE = spec(
            "k8s_annotate_resource",
            "Sets annotations of one resource.",
            Argument.required("annotations", FORM));
    private static final Spec REMOVE_LABEL = spec(
            "k8s_remove_label",
            "Removes one label of one resource.",
            Argument.required("label_key", "Key of the label."));
    private static final Spec REMOVE_ANNOTATION = spec(
            "k8s_remove_annotation",
            "Removes one annotation of one resource.",
            Argument.required("annotation_key", "Key of the annotation."));

    private Labels() {}

    private static Spec spec(String name, String description, Argument what) {
        return Spec.writes(
                name, Repeat.SAFE, description, RESOURCE_TYPE, RESOURCE_NAME, what, OPEN_NAMESPACE);
    }

    static List<Tool> all(Cluster cluster) {
        return List.of(
                new WriteTool(
                        LABEL,
                        cluster,
                        (args, api) ->
                                plan("Label", "labels", pairs(args.text("labels")), args, api)),
                new WriteTool(
                        ANNOTATE,
                        cluster,
                        (args, api) -> plan(
                                "Annotate",
                                "annotations",
                                pairs(args.text("annotations")),
                                args,
                                api)),
                new WriteTool(
                        REMOVE_LABEL,
                        cluster,
                        (args, api) -> plan(
                                "Remove label of", "labels", gone(args, "label_key"), args, api)),
                new WriteTool(
                        REMOVE_ANNOTATION,
                        cluster,
                        (args, api) -> plan(
                                "Remove annotation of",
                                "annotations",
                                gone(args, "annotation_key"),
                                args,
                                api)));
    }

    private static Plan plan(String verb, String field, ObjectNode values, Args args, Api api) {
        ObjectNode body = Json.newObject();
        body.putObject("metadata").set(field, values);
        String done = field.equals("labels") ? "labeled" : "annotated";
        String toWhat = ": "
                + String.join(
                        ", ", values.properties().stream().map(e -> e.getKey()).toList());
        return Plan.of(
                verb, toWhat, Write.of(Patches.named(args, api), Verb.MERGE, body, done), "");
    }

    /** A merge patch removes what it sets to null. */
    private static ObjectNode gone(Args args, String argument) {
        return Json.newObject().putNull(args.text(argument).strip());
    }

    private static ObjectNode pairs(String text) {
        ObjectNode pairs = Json.newObject();
        for (String word : Words.of(text)) {
            int equals = word.indexOf('=');
            if (equals <= 0) {
                throw new ToolFailed("\"" + Bounded.line(word) + "\" is not key=value. " + FORM);
            }
            pairs.put(word.substring(0, equals), word.substring(equals + 1));
        }
        return pairs;
    }
}
