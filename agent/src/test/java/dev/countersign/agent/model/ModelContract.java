package dev.countersign.agent.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.countersign.agent.run.Message;
import dev.countersign.agent.run.Message.Proposal;
import dev.countersign.agent.tool.Repeat;
import dev.countersign.agent.tool.ToolClass;
import dev.countersign.agent.tool.ToolSpec;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What every model behind a wire must do. Extend this class with a stand-in that answers as the
 * real service does, make it green, and you have a provider.
 */
@Timeout(30)
public abstract class ModelContract {
    protected static final String KEY = "sk-test-123456";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration LITTLE_PATIENCE = Duration.ofMillis(500);

    private static final String SCHEMA = "{\"type\":\"object\",\"required\":[\"name\"],"
            + "\"properties\":{\"name\":{\"type\":\"string\","
            + "\"pattern\":\"^[a-z]+$\"},\"size\":{\"oneOf\":[{\"type\":\"integer\"},"
            + "{\"type\":\"null\"}]}}}";
    private static final ToolSpec TOOL =
            new ToolSpec("grow", "makes it larger", SCHEMA, ToolClass.WRITE, Repeat.SAFE, "test");

    private StandIn provider;
    private final StringBuilder heard = new StringBuilder();

    /** The model waits as long as this, and no longer. */
    protected abstract StandIn open(Duration patience);

    /** False where the provider has no way to say that it refuses. */
    protected boolean refusesInWords() {
        return true;
    }

    /** False where arguments are an object on the wire, and the provider itself gives up. */
    protected boolean argumentsAreText() {
        return true;
    }

    @BeforeEach
    void start() {
        provider = open(PATIENCE);
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    @Test
    void words_are_the_answer() throws ModelFailure {
        var turn = turn(Scene.TEXT);

        assertThat(turn.message().text()).isEqualTo("Hello there.");
        assertThat(turn.message().proposals()).isEmpty();
        assertThat(turn.tokensIn()).isEqualTo(11);
        assertThat(turn.tokensOut()).isEqualTo(7);
        assertThat(heard).hasToString("Hello there.");
    }

    @Test
    void words_beside_calls_survive() throws ModelFailure {
        var turn = turn(Scene.CALL).message();

        assertThat(turn.text()).isEqualTo("I will grow it.");
        assertThat(turn.proposals()).containsExactly(grow("id-1", "{\"name\":\"a\"}"));
    }

    @Test
    void several_calls_keep_their_order() throws ModelFailure {
        assertThat(turn(Scene.PARALLEL).message().proposals())
                .containsExactly(
                        grow("id-1", "{\"name\":\"a\"}"), grow("id-2", "{\"name\":\"b\"}"));
    }

    @Test
    void two_identical_calls_stay_two() throws ModelFailure {
        assertThat(turn(Scene.IDENTICAL).message().proposals()).hasSize(2);
    }

    @Test
    void calls_without_ids_are_calls() throws ModelFailure {
        assertThat(turn(Scene.NO_IDS).message().proposals())
                .extracting(Proposal::arguments)
                .containsExactly("{\"name\":\"a\"}", "{\"name\":\"a\"}");
    }

    @Test
    void arguments_that_are_no_json_are_passed_on_for_the_gate_to_refuse() throws ModelFailure {
        if (argumentsAreText()) {
            assertThat(turn(Scene.BAD_ARGUMENTS).message().proposals())
                    .containsExactly(grow("id-1", "{\"name\":"));
        } else {
            assertThat(failure(Scene.BAD_ARGUMENTS).retryable()).isTrue();
        }
    }

    @Test
    void a_refusal_in_words_is_read_by_people() throws ModelFailure {
        if (refusesInWords()) {
            assertThat(turn(Scene.REFUSAL).message().text()).contains("I must not.");
        } else {
            assertThat(failure(Scene.REFUSAL)).isNotNull();
        }
    }

    @Test
    void an_answer_cut_at_the_limit_says_so() throws ModelFailure {
        assertThat(turn(Scene.LENGTH).message().text()).startsWith("Once upon").contains("cut");
    }

    @Test
    void a_call_cut_at_the_limit_is_not_proposed() {
        var failure = failure(Scene.LENGTH_IN_CALL);

        assertThat(failure.retryable()).isFalse();
        assertThat(failure).hasMessageContaining("maxTokens");
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "EMPTY",
                "MALFORMED",
                "CUT",
                "ENDED_EARLY",
                "FAILED_MIDWAY",
                "STATUS_(500|503|429)"
            },
            mode = EnumSource.Mode.MATCH_ANY)
    void what_may_pass_is_asked_again_by_the_engine_and_only_by_it(Scene scene) {
        assertThat(failure(scene).retryable()).isTrue();
        assertThat(provider.requests()).hasSize(1);
    }

    @Test
    void who_is_too_slow_is_not_waited_for() {
        provider.close();
        provider = open(LITTLE_PATIENCE);

        assertThat(failure(Scene.SLOW).retryable()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "STATUS_400, refused the request (400)",
        "STATUS_401, Set a key that may use this model",
        "STATUS_403, Set a key that may use this model",
        "STATUS_404, Check model and baseUrl"
    })
    void what_will_not_pass_says_what_to_do(Scene scene, String remedy) {
        var failure = failure(scene);

        assertThat(failure.retryable()).isFalse();
        assertThat(failure).hasMessageContaining(remedy);
        assertThat(provider.requests()).hasSize(1);
    }

    @Test
    void a_provider_that_asks_for_patience_gets_it() {
        var busy = failure(Scene.STATUS_429);

        assertThat(busy.after()).contains(Duration.ofSeconds(7));
        assertThat(busy.kind()).isEqualTo(ModelFailure.Kind.BUSY);
    }

    @ParameterizedTest
    @CsvSource({"STATUS_400", "STATUS_401", "STATUS_500"})
    void the_key_is_in_no_failure_and_in_no_name(Scene scene) {
        var failure = failure(scene);
        var causes = new StringBuilder(failure.toString());
        for (var cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            causes.append(cause);
        }

        assertThat(causes.toString()).doesNotContain(KEY);
        assertThat(provider.model().toString()).doesNotContain(KEY);
    }

    @Test
    void a_turn_is_given_back_with_its_results_in_order() throws ModelFailure {
        var first = turn(Scene.PARALLEL).message();
        provider.next(Scene.TEXT);
        think(List.of(
                said(),
                first,
                new Message.User("one more thing", "ana"),
                new Message.Result("c1", "id-1", "grow", "grown-a", false),
                new Message.Result("c2", "id-2", "grow", "grown-b", true)));

        assertThat(provider.requests().getLast())
                .containsSubsequence("grow it", "grown-a", "grown-b", "one more thing");
    }

    @Test
    void arguments_that_were_no_json_do_not_stop_the_next_turn() throws ModelFailure {
        var unreadable = new Message.Assistant("", List.of(grow("id-1", "{\"name\":")), "");
        provider.next(Scene.TEXT);
        var told = new Message.Result("c1", "id-1", "grow", "no JSON", true);

        assertThat(think(List.of(said(), unreadable, told)).message().text())
                .isEqualTo("Hello there.");
        assertThat(provider.requests().getLast()).contains("name").contains("no JSON");
    }

    @Test
    void what_another_provider_said_is_given_back_in_words() throws ModelFailure {
        var foreign = new Message.Assistant(
                "from elsewhere", List.of(grow("toolu_01A-b.c", "{}")), "{\"another\":[1]}");
        provider.next(Scene.TEXT);
        think(List.of(
                said(), foreign, new Message.Result("c1", "toolu_01A-b.c", "grow", "done", false)));

        assertThat(provider.requests().getLast())
                .containsSubsequence("from elsewhere", "grow", "done");
    }

    @Test
    void ids_that_are_missing_or_repeat_do_not_stop_the_next_turn() throws ModelFailure {
        var first = turn(Scene.NO_IDS).message();
        provider.next(Scene.IDENTICAL);
        var second = think(talk(first)).message();
        provider.next(Scene.TEXT);
        var all = new ArrayList<>(talk(first));
        all.addAll(talk(second).subList(1, 4));

        assertThat(think(all).message().text()).isEqualTo("Hello there.");
    }

    @Test
    void a_tool_is_offered_with_its_whole_schema() throws ModelFailure {
        turn(Scene.TEXT);

        assertThat(provider.requests().getLast())
                .contains("makes it larger", "^[a-z]+$", "oneOf", "be careful");
    }

    @Test
    void a_check_is_a_status_in_words() {
        provider.next(Scene.TEXT);
        assertThat(provider.check().check().ready()).isTrue();
        provider.next(Scene.STATUS_401);
        var refused = provider.check().check();
        assertThat(refused.ready()).isFalse();
        assertThat(refused.detail()).contains("was refused (401)").doesNotContain(KEY);
        provider.close();
        assertThat(provider.check().check().ready()).isFalse();
        assertThat(provider.check().check().detail()).contains("cannot be reached");
    }

    private Turn turn(Scene scene) throws ModelFailure {
        provider.next(scene);
        return think(List.of(said()));
    }

    private Turn think(List<Message> messages) throws ModelFailure {
        return provider.model()
                .think(new Prompt("be careful", messages, List.of(TOOL), heard::append));
    }

    private ModelFailure failure(Scene scene) {
        return Optional.ofNullable(catchThrowableOfType(ModelFailure.class, () -> turn(scene)))
                .orElseThrow(() -> new AssertionError(scene + " did not fail"));
    }

    private static List<Message> talk(Message.Assistant turn) {
        return List.of(
                said(),
                turn,
                new Message.Result("c1", "", "grow", "grown", false),
                new Message.Result("c2", "", "grow", "grown", false));
    }

    private static Message said() {
        return new Message.User("please grow it", "ana");
    }

    private static Proposal grow(String id, String arguments) {
        return new Proposal(id, "grow", arguments);
    }
}
