package dev.countersign.agent.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.agent.run.CallState;
import dev.countersign.agent.run.Phase;
import dev.countersign.agent.run.Run;
import dev.countersign.agent.run.RunEvent;
import dev.countersign.agent.run.Step;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Walks every state with every event, and holds the picture of the machine to what it does. */
class RunMachineTest {
    private static final Path README = Path.of("README.md");
    private static final String BEGIN = "<!-- written by RunMachineTest: begin -->";
    private static final String END = "<!-- written by RunMachineTest: end -->";

    private final RunMachine machine = new RunMachine(Limits.DEFAULT);

    @Test
    void every_state_meets_every_event_and_none_is_surprised() {
        Samples.runs().forEach((state, run) -> Samples.events()
                .forEach((event, happens) -> assertThat(machine.next(run, happens))
                        .as(state + " with " + event)
                        .isNotNull()));
    }

    @Test
    void every_kind_of_event_and_every_state_is_walked() {
        var events = Samples.events().values().stream().map(Object::getClass).distinct();
        assertThat(events).hasSize(RunEvent.class.getPermittedSubclasses().length);
        var states = Samples.runs().values().stream()
                .flatMap(r -> r.calls().stream())
                .map(c -> c.state().getClass())
                .collect(Collectors.toSet());
        assertThat(states).hasSize((int) Arrays.stream(CallState.class.getPermittedSubclasses())
                .filter(Record.class::isAssignableFrom)
                // A call that is over ends its turn, so no run of one call rests there.
                .filter(c -> c != CallState.Done.class && c != CallState.Refused.class)
                .count());
    }

    @Test
    void an_event_that_means_nothing_leaves_the_run_as_it_is() {
        var closed = Samples.runs().get("Closed");
        Samples.events().forEach((event, happens) -> assertThat(
                        machine.next(closed, happens).run())
                .as(event)
                .isEqualTo(closed));
    }

    @Test
    void a_message_numbers_the_transcript_and_nothing_else_does() {
        Samples.runs().forEach((state, run) -> Samples.events().forEach((event, happens) -> {
            var step = machine.next(run, happens);
            assertThat(step.run().counts().messages())
                    .as(state + " with " + event)
                    .isEqualTo(run.counts().messages() + step.said().size());
        }));
    }

    @Test
    void zero_rows_is_not_all_done() {
        var acting = new Phase.Acting("I will.", List.of(), List.of());
        var empty = Samples.runs().get("Acting/Gated").in(acting);
        Samples.events().forEach((event, happens) -> assertThat(
                        machine.next(empty, happens).effects())
                .as(event)
                .isEmpty());
    }

    @Test
    void the_picture_in_the_readme_is_what_the_machine_does() throws IOException {
        var picture = BEGIN + "\n" + picture() + END;
        var readme = Files.readString(README);
        var before = readme.indexOf(BEGIN);
        var after = readme.indexOf(END);
        var drawn = readme.substring(before, after + END.length());
        if (!drawn.equals(picture) && Boolean.getBoolean("countersign.draw")) {
            Files.writeString(README, readme.replace(drawn, picture));
            return;
        }
        assertThat(drawn)
                .as("draw it again with: mvn test -pl agent -am -Dtest=RunMachineTest"
                        + " -Dcountersign.draw=true -Dsurefire.failIfNoSpecifiedTests=false")
                .isEqualTo(picture);
    }

    private String picture() {
        Map<String, Map<String, List<String>>> moves = new TreeMap<>();
        Samples.runs().forEach((state, run) -> Samples.events().forEach((event, happens) -> {
            var step = machine.next(run, happens);
            if (moved(run, step)) {
                moves.computeIfAbsent(state, s -> new TreeMap<>())
                        .computeIfAbsent(state(step), s -> new ArrayList<>())
                        .add(event);
            }
        }));
        var out = new StringBuilder("| from | to | when |\n|---|---|---|\n");
        moves.forEach((from, tos) -> tos.forEach((to, events) -> out.append("| ")
                .append(from)
                .append(" | ")
                .append(to)
                .append(" | ")
                .append(String.join(" · ", events))
                .append(" |\n")));
        return out.toString();
    }

    private static boolean moved(Run run, Step step) {
        return !step.run().equals(run) || !step.effects().isEmpty();
    }

    private static String state(Step step) {
        var run = step.run();
        var effects = step.effects().stream()
                .map(e -> e.getClass().getSimpleName().toLowerCase())
                .collect(Collectors.joining(", "));
        return name(run) + (effects.isEmpty() ? "" : ", then " + effects);
    }

    private static String name(Run run) {
        var phase = run.phase().getClass().getSimpleName();
        return run.phase() instanceof Phase.Acting || !run.calls().isEmpty()
                ? phase + "/" + run.calls().getFirst().state().getClass().getSimpleName()
                : phase;
    }
}
