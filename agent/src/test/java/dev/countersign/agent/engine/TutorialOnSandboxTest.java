package dev.countersign.agent.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.countersign.agent.asking.Workshop;
import dev.countersign.agent.catalog.AgentSpec;
import dev.countersign.agent.catalog.AgentSpec.ToolRef;
import dev.countersign.agent.catalog.Snapshot;
import dev.countersign.agent.catalog.manifest.FileCatalog;
import dev.countersign.agent.catalog.manifest.Sources;
import dev.countersign.agent.engine.FrontDesk.Answer;
import dev.countersign.agent.engine.FrontDesk.Words;
import dev.countersign.agent.gate.Directory;
import dev.countersign.agent.gate.Groups;
import dev.countersign.agent.gate.cel.CelConditions;
import dev.countersign.agent.model.Model;
import dev.countersign.agent.model.commands.CommandModel;
import dev.countersign.agent.run.MapStore;
import dev.countersign.agent.run.Message;
import dev.countersign.agent.run.Phase;
import dev.countersign.agent.run.Question;
import dev.countersign.agent.run.Run;
import dev.countersign.agent.tool.Tool;
import dev.countersign.agent.tool.Toolbox;
import dev.countersign.agent.tool.kubernetes.ClusterAccess;
import dev.countersign.agent.tool.kubernetes.KubernetesTools;
import dev.countersign.agent.tool.kubernetes.sandbox.Sandbox;
import dev.countersign.agent.tool.kubernetes.sandbox.SandboxSettings;
import dev.countersign.agent.tool.people.AskUser;
import dev.countersign.channels.Choice;
import dev.countersign.channels.Conversation;
import dev.countersign.channels.DeliveryId;
import dev.countersign.channels.Inbound;
import dev.countersign.channels.Inbound.Speaker;
import dev.countersign.channels.Person;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The agent of the founding tutorial, from its own file, does its four tests on the sandbox. */
class TutorialOnSandboxTest {
    private static final Path AGENT = Path.of("../manifests/examples/founding/hitl-agent.yaml");
    private static final String CREATE = "Create a ConfigMap called test-config in the default"
            + " namespace with the key message set to \"hello from kagent\"";
    private static final String DELETE =
            "Delete the ConfigMap test-config in the default namespace";
    private static final String SECRET = "hunter2oftheopenseas";

    private final SetClock clock = new SetClock();
    private final Sandbox sandbox = Sandbox.start(SandboxSettings.inMemory(clock));
    private final ClusterAccess cluster =
            ClusterAccess.sandbox(URI.create(sandbox.url()), ClusterAccess.Times.USUAL);
    private final List<Tool> tools = new ArrayList<>(KubernetesTools.all(cluster, clock));
    private final MapStore store = new MapStore(clock);
    private final FileCatalog catalog = new FileCatalog(
            new Sources(
                    List.of(AGENT),
                    Optional.empty(),
                    Map.of(
                            "kubernetes",
                            tools.stream().map(t -> t.spec().name()).collect(Collectors.toSet()))),
            new CelConditions());
    private final Engine engine = new Engine(
            EngineSettings.of("me", clock),
            new Shop(),
            new Engine.Stores(store, store.outbox(), store.postbox(), store.archive()));
    private int deliveries;

    TutorialOnSandboxTest() throws IOException {}

    /** What the tutorial's reader has: its agent, the sandbox, and two people. */
    private final class Shop implements Workshop {
        @Override
        public Snapshot catalog() {
            return catalog.now();
        }

        @Override
        public Directory directory() {
            return new Directory(
                    List.of(
                            new Person("ana", Set.of(), Map.of()),
                            new Person("dana", Set.of("approvers"), Map.of())),
                    Groups.NONE);
        }

        @Override
        public Toolbox tools(AgentSpec agent) {
            Set<String> offered = agent.tools().stream()
                    .map(ToolRef::names)
                    .flatMap(List::stream)
                    .collect(Collectors.toSet());
            List<Tool> box = new ArrayList<>(List.of(new AskUser()));
            tools.stream().filter(t -> offered.contains(t.spec().name())).forEach(box::add);
            return new Toolbox(box);
        }

        @Override
        public Optional<Model> model(AgentSpec agent) {
            return Optional.of(new CommandModel());
        }

        @Override
        public Map<String, Optional<String>> channels() {
            return Map.of();
        }
    }

    @AfterEach
    void stop() {
        engine.close();
        catalog.close();
        cluster.close();
        sandbox.close();
    }

    private String says(String text) {
        int n = ++deliveries;
        var words = new Words(
                "hitl-agent",
                text,
                "ana",
                new Conversation("api", "p" + n),
                new DeliveryId("api", "d" + n));
        return ((Answer.Taken) engine.frontDesk().say(words)).run();
    }

    private Run until(String id, Predicate<Run> condition) {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> condition.test(store.load(id).orElseThrow()));
        return store.load(id).orElseThrow();
    }

    private Question asked(String id) {
        return until(id, run -> !run.questions().isEmpty()).questions().getFirst();
    }

    private String answer(String id) {
        Run rests = until(id, run -> run.phase() instanceof Phase.Resting);
        return ((Phase.Resting) rests.phase()).answer();
    }

    private void chooses(String person, Question question, Choice choice) {
        engine.questions()
                .decide(new Inbound.Chose(
                        new DeliveryId("api", "c" + ++deliveries),
                        Speaker.signedIn(person, "api"),
                        new Conversation("api", "x"),
                        question.key(),
                        OptionalInt.empty(),
                        choice));
    }

    private String read(String type, String name) {
        var found = tools.stream()
                .filter(t -> t.spec().name().equals("k8s_get_resource_yaml"))
                .findFirst()
                .orElseThrow()
                .call(new dev.countersign.agent.tool.Invocation(
                        "{\"resource_type\":\"" + type + "\",\"resource_name\":\"" + name + "\"}",
                        new dev.countersign.agent.tool.Invocation.Requester(
                                "ana", Set.of(), Set.of()),
                        "look",
                        1,
                        ""));
        return found.toString();
    }

    private void created() {
        String run = says(CREATE);
        chooses("dana", asked(run), new Choice.Approve(Optional.empty()));
        answer(run);
    }

    @Test
    void reading_needs_nobody() {
        String run = says("List all pods in the kagent namespace");

        assertThat(answer(run)).contains("kagent-controller", "kagent-tools", "kagent-ui");
        assertThat(store.archive().questions(run)).isEmpty();
    }

    @Test
    void a_create_waits_for_a_yes_shows_the_yaml_and_then_happens() {
        String run = says(CREATE);
        Question question = asked(run);

        assertThat(question.card().title()).isEqualTo("Apply ConfigMap test-config (new)");
        assertThat(question.card().work().arguments()).contains("hello from kagent");
        assertThat(question.card().work().diff()).contains("+  message: hello from kagent");
        assertThat(sandbox.tally().changed()).isZero();

        chooses("dana", question, new Choice.Approve(Optional.empty()));

        assertThat(answer(run)).contains("test-config");
        assertThat(read("configmap", "test-config")).contains("message: hello from kagent");
        assertThat(sandbox.tally().changed("apply", "ConfigMap", "default", "test-config"))
                .isEqualTo(1);
    }

    @Test
    void a_rejected_delete_leaves_the_map_and_the_reason_is_read() {
        created();
        String run = says(DELETE);
        Question question = asked(run);
        assertThat(question.card().title()).isEqualTo("Delete ConfigMap test-config");

        chooses(
                "dana",
                question,
                new Choice.Reject(Optional.of("I want to keep this ConfigMap for now")));

        assertThat(answer(run)).contains("I want to keep this ConfigMap for now");
        assertThat(read("configmap", "test-config")).contains("hello from kagent");
    }

    @Test
    void an_open_request_becomes_a_question_and_its_answer_goes_on() {
        String run = says("Set up a namespace for my application");
        Question question = asked(run);
        assertThat(question.card().prompts()).isNotEmpty();

        chooses(
                "ana",
                question,
                new Choice.Answer(question.card().prompts().stream()
                        .map(prompt -> List.of("orders"))
                        .toList()));

        Question next = asked(run);
        assertThat(next.card().title()).contains("Namespace orders");
        chooses("dana", next, new Choice.Approve(Optional.empty()));
        assertThat(answer(run)).contains("orders");
        assertThat(read("namespace", "orders")).contains("name: orders");
    }

    @Test
    void a_map_that_somebody_changed_meanwhile_is_asked_about_again() {
        created();
        String run = says(DELETE);
        Question question = asked(run);
        String other = says("Create a ConfigMap called test-config in the default namespace with"
                + " the key message set to \"precious\"");
        chooses("dana", asked(other), new Choice.Approve(Optional.empty()));
        answer(other);

        chooses("dana", question, new Choice.Approve(Optional.empty()));

        Run again = until(run, r -> r.questions().stream().anyMatch(q -> q.version() > 1));
        assertThat(again.questions().getFirst().key()).isEqualTo(question.key());
        assertThat(again.questions().getFirst().card().work().diff()).contains("precious");
        assertThat(read("configmap", "test-config")).contains("precious");
    }

    @Test
    void no_value_of_a_secret_is_on_a_card_in_an_answer_or_in_the_record() {
        String run = says("apply\n```yaml\napiVersion: v1\nkind: Secret\nmetadata: {name: s}\n"
                + "stringData:\n  plain: " + SECRET + "\n```");
        Question question = asked(run);
        chooses("dana", question, new Choice.Approve(Optional.empty()));
        String answer = answer(run);
        String told = store.messages(run, 0).stream()
                .filter(Message.Result.class::isInstance)
                .toList()
                .toString();

        assertThat(read("secret", "s")).contains("plain").doesNotContain(SECRET);
        assertThat(List.of(
                        question.card().toString(),
                        answer,
                        told,
                        store.archive().record(run, 1).toString()))
                .noneMatch(shown -> shown.contains(SECRET));
    }
}
