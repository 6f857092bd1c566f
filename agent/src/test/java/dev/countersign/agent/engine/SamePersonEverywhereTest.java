package dev.countersign.agent.engine;

import static dev.countersign.agent.engine.Workplace.call;
import static dev.countersign.agent.engine.Workplace.calls;
import static dev.countersign.agent.engine.Workplace.says;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.agent.gate.Rule.Named;
import dev.countersign.agent.tool.ToolClass;
import dev.countersign.channels.Assurance;
import dev.countersign.channels.Choice;
import dev.countersign.channels.Conversation;
import dev.countersign.channels.DeliveryId;
import dev.countersign.channels.Inbound;
import dev.countersign.channels.Inbound.Speaker;
import dev.countersign.channels.Person;
import dev.countersign.channels.Questions.Verdict;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** The same person is judged the same by whichever door they come, as each door reports them. */
@Timeout(60)
class SamePersonEverywhereTest {
    /** The doors, each with the account that it knows this person by. */
    private static Map<String, Speaker> doors(String name, String mail) {
        var doors = new LinkedHashMap<String, Speaker>();
        doors.put("slack", speaker("slack", "U-" + name, Assurance.SIGNED));
        doors.put("mail link", speaker("email", mail, Assurance.SIGNED));
        doors.put("mail reply", speaker("email", mail, Assurance.ALIGNED));
        doors.put("console", Speaker.signedIn(name, "web"));
        doors.put("api", Speaker.signedIn(name, "api"));
        doors.put("cli", Speaker.signedIn(name, "cli"));
        return doors;
    }

    private static Speaker speaker(String scheme, String account, Assurance sure) {
        return new Speaker(scheme, account, sure, Map.of());
    }

    private static void everybody(Workplace at) {
        at.person("ana");
        at.person("bo", "platform");
        at.person("dana", "platform");
        at.person("mo");
        at.person("absent", "platform");
        at.away("absent", Optional.of(at.clock.instant().plus(Duration.ofHours(4))), "mo");
        at.people.put("zoe", linked("zoe", "zoe@example.com", "z@home.example.org"));
        at.people.put("tim", linked("tim", "shared@example.com"));
        at.people.put("tom", linked("tom", "shared@example.com"));
    }

    private static Person linked(String name, String... mails) {
        var slack = Set.of("U-" + name, "U2-" + name);
        return new Person(name, Set.of("platform"), Map.of("slack", slack, "email", Set.of(mails)));
    }

    @ParameterizedTest
    @CsvSource({
        "requester, ana, ana, ana@example.com, NOT_ALLOWED",
        "approver, ana, dana, dana@example.com, RECORDED",
        "both, bo, bo, bo@example.com, NOT_ALLOWED",
        "guest, ana, guest, guest@example.com, NOT_ALLOWED",
        "left the group, ana, li, li@example.com, NOT_ALLOWED",
        "linked twice, ana, zoe, z@home.example.org, RECORDED",
        "absent's delegate, ana, mo, mo@example.com, RECORDED",
    })
    void the_judgement_is_of_the_person_and_not_of_the_door(
            String who, String requester, String name, String mail, Verdict wanted) {
        try (var at = new Workplace()) {
            at.with(CountingTool.of("change", ToolClass.WRITE));
            at.under(Rules.changes("ours")
                    .by(new Named(Set.of(), Set.of("platform"), false, false, 1))
                    .rule());
            doors(name, mail).forEach((door, speaker) -> assertThat(judged(at, requester, speaker))
                    .as(who + " by " + door)
                    .isEqualTo(wanted));
        }
    }

    @ParameterizedTest
    @CsvSource({"mail link", "mail reply"})
    void a_mail_address_that_two_share_is_nobodys_by_link_and_by_reply(String door) {
        try (var at = new Workplace()) {
            at.with(CountingTool.of("change", ToolClass.WRITE));
            at.under(Rules.changes("ours")
                    .by(new Named(Set.of(), Set.of("platform"), false, false, 1))
                    .rule());
            var speaker = doors("tim", "shared@example.com").get(door);
            assertThat(judged(at, "ana", speaker)).isEqualTo(Verdict.NOT_ALLOWED);
        }
    }

    private static Verdict judged(Workplace at, String requester, Speaker speaker) {
        everybody(at);
        at.person("li", "platform");
        at.takes(calls(call("change", "{\"n\":1}")), says("Done."));
        var run = at.hears("change it", requester);
        var key = at.asks(run).key();
        at.person("li");
        var verdict = at.engine()
                .questions()
                .decide(new Inbound.Chose(
                        new DeliveryId("door", "d" + System.nanoTime()),
                        speaker,
                        new Conversation("door", "x"),
                        key,
                        OptionalInt.empty(),
                        new Choice.Approve(Optional.empty())))
                .verdict();
        if (verdict == Verdict.RECORDED) {
            at.rests(run);
        }
        return verdict;
    }
}
