package dev.countersign.bot.story;

import dev.countersign.bot.story.Oracle.Said;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The guide to KubeChain: its documents, and what its model and its tool server say in it. */
final class KubeChainGuide {
    private static final Path FOUNDING = Path.of("..", "manifests", "examples", "founding");
    static final String PEOPLE = "https://swapi.dev/api/people/";
    static final String NO_CAPITAL = "The Moon does not have a capital.";
    static final String LUKE = """
            The URL [https://swapi.dev/api/people/1](https://swapi.dev/api/people/1) contains the \
            following data about a Star Wars character:

            - **Name**: Luke Skywalker
            - **Height**: 172 cm""";
    static final String HAIKU = """
            Golden C-3PO,
            Speaks in many languages,
            Droid with gentle heart.""";

    /** An agent with the other model and the tool server, and a task. */
    static final String EXERCISE = """
                apiVersion: kubechain.humanlayer.dev/v1alpha1
                kind: Agent
                metadata: { name: claudes }
                spec:
                  llmRef: { name: claude-3-5-sonnet }
                  system: You are a helpful assistant.
                  mcpServers: [ { name: fetch } ]
                ---
                apiVersion: kubechain.humanlayer.dev/v1alpha1
                kind: Task
                metadata: { name: claude-task }
                spec: { agentRef: { name: claudes }, userMessage: Who is at people/2? }
                """;

    private KubeChainGuide() {}

    static Said think(Oracle.Heard heard) {
        if (heard.lastIs("tool") && heard.last().contains("swapi.dev")) {
            return Said.words(heard.last().contains("Luke") ? LUKE : HAIKU);
        }
        if (heard.lastIs("tool")) {
            return Said.words("Found: " + heard.last());
        }
        if (heard.tools().contains("approval-channel__human_contact_email")) {
            return Said.call(
                    "approval-channel__human_contact_email", "{\"message\":\"What now?\"}");
        }
        if (heard.tools().contains("delegate_to_agent__web-search")) {
            return Said.call("delegate_to_agent__web-search", "{\"message\":\"the capital?\"}");
        }
        return heard.tools().contains("fetch__fetch")
                ? Said.call("fetch__fetch", "{\"url\":\"" + url(heard.last()) + "\"}")
                : Said.words(NO_CAPITAL);
    }

    /** What the fetch server of the guide says of such a page. */
    static String page(String number, String json) {
        return "Content type application/json cannot be simplified to markdown, but here is the"
                + " raw content:\nContents of " + PEOPLE + number + ":\n" + json;
    }

    private static String url(String words) {
        return words.contains("/2") ? PEOPLE + "2" : PEOPLE + "1";
    }

    /** A document of the guide; the model service and the tool server are those of the story. */
    static String document(String name, String model, String fetch) throws IOException {
        return Files.readString(FOUNDING.resolve("kubechain-" + name + ".yaml"))
                .replace(
                        "  provider: openai\n",
                        "  provider: openai\n  parameters: { baseUrl: \"" + model + "\" }\n")
                .replace("transport: \"stdio\"", "transport: http\n  url: \"" + fetch + "\"")
                .replaceAll("(?m)^  (command|args): .*\n", "");
    }
}
