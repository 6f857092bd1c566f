package dev.countersign.channels.web;

import dev.countersign.channels.Card;
import dev.countersign.channels.Card.Change;
import dev.countersign.channels.Card.Deciders;
import dev.countersign.channels.Card.Fact;
import dev.countersign.channels.Card.Kind;
import dev.countersign.channels.Card.Level;
import dev.countersign.channels.Card.Work;
import dev.countersign.channels.Questions.Shown;
import dev.countersign.channels.web.desk.RunView;

import java.util.List;
import java.util.Optional;

/** Cards and calls as they look in life. */
final class Samples {
    static final Deciders DANA = new Deciders(List.of("dana"), List.of("oncall"), false, 2, 1);
    static final Work DELETE = new Work(
            "k8s_delete_resource",
            "{\n  \"namespace\": \"default\",\n  \"resource_name\": \"test-config\"\n}",
            "9c1e0d77",
            List.of(
                    new Change("data.message", Optional.of("hello from kagent"), Optional.empty()),
                    new Change("spec.replicas", Optional.of("3"), Optional.of("5"))),
            "--- now\n+++ then\n@@ data @@\n-message: hello from kagent\n same: line\n+other: x");

    private Samples() {}

    static Card approve() {
        return new Card(
                Kind.APPROVE,
                "Delete ConfigMap test-config",
                Level.HIGH,
                List.of(
                        new Fact("Cluster", "sandbox"),
                        new Fact("Namespace", "default"),
                        new Fact("Asked by", "ana")),
                DELETE,
                "The ConfigMap is not used any more, so I will remove it.",
                List.of("This cannot be undone."),
                DANA,
                List.of(),
                List.of());
    }

    static Card ask() {
        return card(
                Kind.ASK,
                "The agent asks",
                List.of(
                        new Card.Prompt("Which database?", List.of("postgres", "h2"), false),
                        new Card.Prompt("Which features?", List.of("tls", "backup"), true),
                        new Card.Prompt("Anything else?", List.of(), false)),
                List.of());
    }

    static Card form() {
        return card(
                Kind.FORM,
                "Missing details",
                List.of(),
                List.of(
                        new Card.Field("replicas", "integer", "How many", true, List.of()),
                        new Card.Field("tier", "string", "", true, List.of("front", "back")),
                        new Card.Field("dryRun", "boolean", "", false, List.of())));
    }

    static Card external() {
        return card(Kind.EXTERNAL, "What became of the rollout?", List.of(), List.of());
    }

    private static Card card(
            Kind kind, String title, List<Card.Prompt> prompts, List<Card.Field> fields) {
        return new Card(
                kind,
                title,
                Level.NORMAL,
                List.of(),
                Work.NONE,
                "",
                List.of(),
                new Deciders(List.of("dana"), List.of(), false, 1, 0),
                prompts,
                fields);
    }

    static RunView.Line call(String id, RunView.State state, Shown... questions) {
        var result = state == RunView.State.DONE
                ? Optional.of(new RunView.Outcome(
                        "NAME     READY   STATUS\nweb-1    1/1     Running\n"
                                + "web-2    1/1     Running",
                        false))
                : Optional.<RunView.Outcome>empty();
        return new RunView.Line.Called(new RunView.CallView(
                id,
                state == RunView.State.DONE ? "k8s_get_resources" : DELETE.tool(),
                DELETE.arguments(),
                Optional.empty(),
                DELETE.digest(),
                state,
                state == RunView.State.DONE ? "cleared by rule reads" : "",
                result,
                List.of(questions),
                Optional.empty()));
    }
}
