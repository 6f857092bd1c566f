package dev.countersign.agent.model.commands;

import dev.countersign.agent.model.Prompt;
import dev.countersign.agent.run.Message;
import dev.countersign.agent.tool.Repeat;
import dev.countersign.agent.tool.ToolClass;
import dev.countersign.agent.tool.ToolSpec;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A conversation with the command model, one line of people, tools or the model at a time. */
final class Talk {
    private static final List<String> TOOLS = List.of(
            "ask_user",
            "k8s_get_resources",
            "k8s_get_pod_logs",
            "k8s_get_events",
            "k8s_get_available_api_resources",
            "k8s_get_cluster_configuration",
            "k8s_get_resource_yaml",
            "k8s_describe_resource",
            "k8s_scale",
            "k8s_patch_resource",
            "k8s_apply_manifest",
            "k8s_delete_resource",
            "k8s_execute_command",
            "k8s_rollout",
            "k8s_label_resource",
            "k8s_annotate_resource",
            "k8s_remove_label",
            "k8s_remove_annotation",
            "k8s_create_resource");

    private final List<ToolSpec> tools;
    private final List<Message> messages = new ArrayList<>();
    private final StringBuilder heard = new StringBuilder();

    private Talk(Stream<String> tools) {
        this.tools = tools.map(
                        name -> new ToolSpec(name, "", "{}", ToolClass.READ, Repeat.NEVER, "test"))
                .toList();
    }

    static Talk withAllTools() {
        return new Talk(TOOLS.stream());
    }

    static Talk without(String... missing) {
        return new Talk(TOOLS.stream().filter(tool -> !List.of(missing).contains(tool)));
    }

    Talk says(String text) {
        messages.add(new Message.User(text, "ana"));
        return this;
    }

    /** The model's next turn, which then stands in the transcript. */
    Message.Assistant turn() {
        var turn = new CommandModel()
                .think(new Prompt("", messages, tools, heard::append))
                .message();
        messages.add(turn);
        return turn;
    }

    Talk gets(String text) {
        return gets(text, false);
    }

    Talk fails(String text) {
        return gets(text, true);
    }

    private Talk gets(String text, boolean error) {
        messages.add(new Message.Result("c", "call_1", "tool", text, error));
        return this;
    }

    Talk answers(String answer) {
        return gets("[{\"question\":\"?\",\"answer\":[" + Json.text(answer) + "]}]");
    }

    String heard() {
        return heard.toString();
    }

    static String calls(Message.Assistant turn) {
        return turn.proposals().stream()
                .map(proposal -> proposal.tool() + " " + proposal.arguments())
                .collect(Collectors.joining(" + "));
    }
}
