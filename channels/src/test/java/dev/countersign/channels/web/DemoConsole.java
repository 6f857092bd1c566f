package dev.countersign.channels.web;

import dev.countersign.channels.Outbound.Ending;
import dev.countersign.channels.Outbound.Settlement;
import dev.countersign.channels.web.desk.RunView;
import dev.countersign.channels.web.desk.RunView.Line;
import dev.countersign.channels.web.desk.RunView.Recorded;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Serves the console with sample data, to look at: prints a login link, runs until it is ended. */
final class DemoConsole {
    private DemoConsole() {}

    public static void main(String[] args) throws InterruptedException {
        var house = new ConsoleHouse(args.length > 0 ? Integer.parseInt(args[0]) : 8090);
        var open = house.questions.ask("q_1", Samples.approve());
        house.questions.ask("q_2", Samples.ask());
        house.questions.ask("q_3", Samples.form());
        house.questions.ask("q_4", Samples.external());
        house.questions.ask("q_5", Samples.approve());
        house.questions.settle(
                "q_5",
                new Settlement(
                        Ending.REJECTED,
                        Optional.of("dana"),
                        "slack",
                        Instant.parse("2026-11-21T10:41:00Z"),
                        Optional.of("not during the release"),
                        Optional.of("It was not run.")));
        var at = Instant.parse("2026-11-21T10:40:00Z");
        house.desk.runs.put(
                "r_1",
                FakeDesk.view(
                        "r_1",
                        RunView.Phase.ACTING,
                        List.of(
                                new Line.Human(
                                        "ana", "Which pods run in shop? Then delete test-config."),
                                new Line.Agent("I look at the pods first."),
                                Samples.call("c_1", RunView.State.DONE),
                                new Line.Agent(
                                        "Two pods run. Now the `ConfigMap`; a \u202Etrick\u202C."),
                                Samples.call(
                                        "c_0",
                                        RunView.State.REFUSED,
                                        house.questions.all.get("q_5")),
                                Samples.call("c_2", RunView.State.GATED, open)),
                        List.of(
                                new Recorded(at, "ana", "web", "said something"),
                                new Recorded(at, "", "", "call k8s_delete_resource gated"))));
        System.out.println(house.links.mint("dana"));
        Thread.currentThread().join();
    }
}
