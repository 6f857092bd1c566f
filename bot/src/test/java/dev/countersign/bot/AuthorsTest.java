package dev.countersign.bot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.agent.model.ModelFailure;
import dev.countersign.agent.model.Prompt;
import dev.countersign.agent.model.Turn;
import dev.countersign.agent.run.Message;
import dev.countersign.agent.tool.kubernetes.api.ToolFailed;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The model of an agent writes what its tool asks for, without tools and without a past. */
class AuthorsTest {
    @Test
    void a_model_is_asked_for_one_resource_and_its_fence_is_taken_off() {
        List<Prompt> asked = new ArrayList<>();
        var author = Authors.of(() -> Optional.of(prompt -> {
            asked.add(prompt);
            var text = "Here it is:\n```yaml\nkind: Rollout\n```\nEnjoy.";
            return new Turn(new Message.Assistant(text, List.of(), ""), 1, 1);
        }));

        assertThat(author.write("argo_rollout", "a canary")).isEqualTo("kind: Rollout\n");
        assertThat(asked.getFirst().system()).contains("one resource of type argo_rollout");
        assertThat(asked.getFirst().messages())
                .containsExactly(new Message.User("a canary", "tool"));
        assertThat(asked.getFirst().tools()).isEmpty();
    }

    @Test
    void a_model_that_is_away_or_fails_is_told_with_what_to_do() {
        assertThatThrownBy(() -> Authors.of(Optional::empty).write("argo_rollout", "x"))
                .isInstanceOf(ToolFailed.class)
                .hasMessageContaining("not loaded")
                .hasMessageContaining("k8s_apply_manifest");
        assertThatThrownBy(() -> Authors.of(() -> Optional.of(prompt -> {
                            throw new ModelFailure(
                                    "It is down.", ModelFailure.Kind.DOWN, Optional.empty(), null);
                        }))
                        .write("argo_rollout", "x"))
                .hasMessageContaining("It is down. Try again later");
    }
}
