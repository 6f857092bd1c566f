package dev.countersign.agent.model.commands;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/** What people type becomes calls, questions or a truthful word, and nothing else. */
class CommandModelTest {
    static Stream<String> sentences() {
        try (var file = CommandModelTest.class.getResourceAsStream("sentences.txt")) {
            var text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().filter(line -> !line.startsWith("#"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("sentences")
    void a_sentence_comes_to_these_calls(String line) {
        int arrow = line.indexOf(" => ");
        var turn = Talk.withAllTools()
                .says(line.substring(0, arrow).replace("\\n", "\n"))
                .turn();

        assertThat(Talk.calls(turn)).as(turn.text()).isEqualTo(line.substring(arrow + 4));
        assertThat(turn.text()).startsWith("I will ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "delete configmap test-config but not now",
                "delete configmap test-config later",
                "change the configmap test-config",
                "set message to bye",
                "delete pod web-1 and service web in shop",
                "show the logs and events of web in shop",
                "create a configmap x with message set to hi then list the configmaps",
                "create a configmap x with message set to hi if there is none",
                "list pods in shop and make coffee",
                "delete pod web in shop and restart web -n shop",
                "no",
                "approve",
                "delete everything in shop",
                "delete all pods in shop",
                "don't delete the configmap test-config",
                "delete pod web --dry-run=client",
                "delete pods -l app=web -n shop",
                "get pods -n shop && make me a sandwich",
                "delete pods older than 5 days",
                "delete the configmap test-config if it is not used",
                "get coffe machines for everybody in the building",
                "scale web in shop to many replicas",
                "create a secret called x with password=y",
                "get pods -n",
                "apply -f https://example.com/x.yaml",
                "What is the meaning of life?"
            })
    void a_sentence_that_is_not_wholly_understood_is_left_alone(String sentence) {
        var turn = Talk.withAllTools().says(sentence).turn();

        assertThat(Talk.calls(turn)).isEmpty();
        assertThat(turn.text()).contains("so I have done nothing");
    }
}
