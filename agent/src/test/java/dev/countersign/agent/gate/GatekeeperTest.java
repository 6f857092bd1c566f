package dev.countersign.agent.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.agent.run.Gate;
import dev.countersign.agent.run.Gate.Approvers;
import dev.countersign.agent.run.Question;
import dev.countersign.agent.run.Question.Timing;
import dev.countersign.agent.run.Question.Vote;
import dev.countersign.channels.Assurance;
import dev.countersign.channels.Card;
import dev.countersign.channels.Card.Deciders;
import dev.countersign.channels.Card.Level;
import dev.countersign.channels.Card.Work;
import dev.countersign.channels.Choice;
import dev.countersign.channels.Conversation;
import dev.countersign.channels.DeliveryId;
import dev.countersign.channels.Inbound;
import dev.countersign.channels.Inbound.Speaker;
import dev.countersign.channels.Outbound.Ending;
import dev.countersign.channels.Outbound.Settlement;
import dev.countersign.channels.Person;
import dev.countersign.channels.QuestionKey;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/** Every judgement: who chose, what, and in which state the question was. */
class GatekeeperTest {
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final Approvers NAMED =
            new Approvers(Set.of("dana", "ana"), Set.of("oncall"), false, false, 1);
    private static final Directory DIRECTORY = new Directory(
            List.of(
                    person("ana", "ana@example.com", Set.of()),
                    person("dana", "dana@example.com", Set.of()),
                    person("mo", "mo@example.com", Set.of("oncall")),
                    person("ed", "ed@example.com", Set.of("oncall")),
                    person("li", "li@example.com", Set.of()),
                    person("tim", "shared@example.com", Set.of("oncall")),
                    person("tom", "shared@example.com", Set.of("oncall"))),
            Groups.NONE);

    private static Person person(String name, String mail, Set<String> groups) {
        var accounts = Map.of("email", Set.of(mail), "slack", Set.of("U-" + name));
        return new Person(name, groups, accounts);
    }

    private static Question question(Approvers who) {
        var schedule = Rule.Terms.DEFAULT.schedule();
        var gate = new Gate("prod", who, Level.NORMAL, Assurance.ALIGNED, List.of(), schedule);
        var deciders = new Deciders(List.of(), List.of(), false, who.needed(), 0);
        var card = new Card(
                Card.Kind.APPROVE,
                "Change it",
                Level.NORMAL,
                List.of(),
                Work.NONE,
                "",
                List.of(),
                deciders,
                List.of(),
                List.of());
        return new Question(
                new QuestionKey("q_1"),
                2,
                "c_1",
                gate,
                card,
                "",
                new Timing(NOON, Optional.of(NOON.plusSeconds(3600)), Optional.empty(), 0),
                List.of(),
                List.of(),
                Optional.of("ed"),
                Optional.empty());
    }

    private static Question ended(Ending how) {
        return question(NAMED)
                .settled(new Settlement(
                        how,
                        how == Ending.EXPIRED ? Optional.empty() : Optional.of("mo"),
                        "slack",
                        NOON,
                        Optional.empty(),
                        Optional.empty()));
    }

    private static Map<String, Question> states() {
        var two = new Approvers(NAMED.people(), NAMED.groups(), false, false, 2);
        var vote = new Vote("dana", "slack", Assurance.SIGNED, Map.of(), NOON, Optional.empty());
        var states = new LinkedHashMap<String, Question>();
        states.put("open", question(NAMED));
        states.put(
                "open, self",
                question(new Approvers(NAMED.people(), NAMED.groups(), false, true, 1)));
        states.put("two needed", question(two));
        states.put("dana voted", question(two).counting(vote));
        states.put("nobody", question(new Approvers(Set.of(), Set.of(), false, false, 1)));
        for (var ending : Ending.values()) {
            states.put(ending.name().toLowerCase(java.util.Locale.ROOT), ended(ending));
        }
        return states;
    }

    private static Map<String, Speaker> speakers() {
        var speakers = new LinkedHashMap<String, Speaker>();
        speakers.put("dana, approver", speaker("slack", "U-dana", Assurance.SIGNED));
        speakers.put("dana by mail", speaker("email", "DANA@example.com", Assurance.ALIGNED));
        speakers.put("dana, claimed", speaker("email", "dana@example.com", Assurance.CLAIMED));
        speakers.put("mo, of the group", speaker("slack", "U-mo", Assurance.SIGNED));
        speakers.put("li, left the group", speaker("slack", "U-li", Assurance.SIGNED));
        speakers.put("ana, asked for it", speaker("slack", "U-ana", Assurance.SIGNED));
        speakers.put("ed, edited it", speaker("slack", "U-ed", Assurance.SIGNED));
        speakers.put("a guest", speaker("slack", "U-guest", Assurance.SIGNED));
        speakers.put("tim or tom", speaker("email", "shared@example.com", Assurance.SIGNED));
        return speakers;
    }

    private static Speaker speaker(String scheme, String account, Assurance sure) {
        return new Speaker(scheme, account, sure, Map.of());
    }

    private static List<Choice> choices() {
        return List.of(
                new Choice.Approve(Optional.empty()),
                new Choice.Reject(Optional.empty()),
                new Choice.Edit("{}", Optional.empty()),
                new Choice.Answer(List.of()));
    }

    private static Judgement judge(Speaker who, Choice what, Question q, Instant at) {
        return judge(who, what, q, OptionalInt.empty(), at);
    }

    private static Judgement judge(
            Speaker who, Choice what, Question q, OptionalInt version, Instant at) {
        var chose = new Inbound.Chose(
                new DeliveryId("slack", "d"),
                who,
                new Conversation("slack", "C1"),
                q.key(),
                version,
                what);
        return switch (DIRECTORY.find(who)) {
            case Directory.Found.Known known ->
                Gatekeeper.judge(q, "ana", DIRECTORY.chooser(known.person()), chose, at);
            case Directory.Found.Nobody nobody -> new Judgement.NotAllowed(nobody.instructions());
            case Directory.Found.Ambiguous many -> new Judgement.NotAllowed(many.instructions());
        };
    }

    private static String row(Speaker who, Question q, Instant at) {
        return choices().stream()
                .map(what -> judge(who, what, q, at).verdict().name())
                .collect(Collectors.joining(" "));
    }

    private static final String NO = "NOT_ALLOWED NOT_ALLOWED NOT_ALLOWED NOT_ALLOWED";
    private static final String YES = "RECORDED RECORDED RECORDED UNCLEAR";
    private static final String ONE = "COUNTED RECORDED RECORDED UNCLEAR";
    private static final String LATE = "TOO_LATE TOO_LATE TOO_LATE TOO_LATE";
    private static final String DONE =
            "ALREADY_DECIDED ALREADY_DECIDED ALREADY_DECIDED ALREADY_DECIDED";
    private static final String OLD = "SUPERSEDED SUPERSEDED SUPERSEDED SUPERSEDED";
    private static final String AGAIN = "ALREADY_DECIDED RECORDED RECORDED UNCLEAR";

    /** The rows of who may decide, in the order of the states. */
    private static final List<String> MAY =
            List.of(YES, YES, ONE, YES, NO, DONE, DONE, DONE, LATE, LATE, OLD);

    private static final List<String> VOTED =
            List.of(YES, YES, ONE, AGAIN, NO, DONE, DONE, DONE, LATE, LATE, OLD);
    private static final List<String> UNSURE =
            List.of(NO, NO, NO, NO, NO, DONE, DONE, DONE, LATE, LATE, OLD);
    private static final List<String> SELF = List.of(NO, YES, NO, NO, NO, NO, NO, NO, NO, NO, NO);
    private static final List<String> NEVER = List.of(NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO);

    private static final Map<String, List<String>> EXPECTED = Map.of(
            "dana, approver", VOTED,
            "dana by mail", VOTED,
            "dana, claimed", UNSURE,
            "mo, of the group", MAY,
            "li, left the group", NEVER,
            "ana, asked for it", SELF,
            "ed, edited it", SELF,
            "a guest", NEVER,
            "tim or tom", NEVER);

    @Test
    void everybody_chooses_everything_in_every_state() {
        speakers().forEach((name, who) -> {
            var rows = states().values().stream().map(q -> row(who, q, NOON)).toList();
            assertThat(rows).as(name + " in " + states().keySet()).isEqualTo(EXPECTED.get(name));
        });
    }

    @Test
    void the_end_is_the_first_moment_that_is_too_late() {
        var who = speakers().get("dana, approver");
        var end = NOON.plusSeconds(3600);
        assertThat(row(who, question(NAMED), end.minusNanos(1))).isEqualTo(YES);
        assertThat(row(who, question(NAMED), end)).isEqualTo(LATE);
    }

    @Test
    void only_the_open_version_is_decided() {
        var who = speakers().get("dana, approver");
        for (int version : List.of(1, 3)) {
            var judgement = judge(
                    who, choices().getFirst(), question(NAMED), OptionalInt.of(version), NOON);
            assertThat(judgement).isInstanceOf(Judgement.Superseded.class);
        }
        var right = judge(who, choices().getFirst(), question(NAMED), OptionalInt.of(2), NOON);
        assertThat(right).isInstanceOf(Judgement.Granted.class);
    }

    @Test
    void the_sentences_are_these() {
        var open = question(NAMED);
        assertThat(says("li, left the group", open))
                .isEqualTo("Question q_1 is decided by ana, dana, the group oncall, and li is not"
                        + " among them. Your answer changed nothing.");
        assertThat(says("ana, asked for it", open))
                .isEqualTo("Question q_1 needs another person: you asked for this change, and rule"
                        + " prod leaves you out. Your answer changed nothing.");
        assertThat(says("ed, edited it", open))
                .isEqualTo("Question q_1 needs another person: you wrote these arguments, and rule"
                        + " prod leaves you out. Your answer changed nothing.");
        assertThat(says("a guest", open))
                .isEqualTo("No Person has the slack account U-guest. Ask an administrator to add"
                        + " it to yours.");
        assertThat(says("tim or tom", open))
                .isEqualTo("Several people have the email account shared@example.com. Ask an"
                        + " administrator to leave it with one of them.");
        assertThat(says("dana, claimed", open))
                .isEqualTo("Rule prod wants more certainty about who you are than this channel"
                        + " gives; decide on the review page or the console. Your answer changed"
                        + " nothing.");
    }

    @Test
    void the_sentences_of_ends_are_these() {
        assertThat(says("dana, approver", ended(Ending.APPROVED)))
                .isEqualTo("Already approved by mo at 12:00 UTC on 2 Mar 2026, from slack."
                        + " Your answer changed nothing.");
        assertThat(says("dana, approver", ended(Ending.EXPIRED)))
                .isEqualTo("This question expired at 12:00 UTC on 2 Mar 2026. Your answer changed"
                        + " nothing. Ask the agent again if it is still wanted; that is a new"
                        + " question.");
        assertThat(says("dana, approver", ended(Ending.CANCELLED)))
                .isEqualTo("This question was cancelled by mo at 12:00 UTC on 2 Mar 2026."
                        + " Your answer changed nothing.");
        assertThat(says("dana, approver", ended(Ending.SUPERSEDED)))
                .isEqualTo("This question was replaced by a newer version."
                        + " Your answer changed nothing.");
        assertThat(says("dana, approver", states().get("dana voted")))
                .isEqualTo("You have approved this already, at 12:00 UTC on 2 Mar 2026, from"
                        + " slack; one person counts once. Your answer changed nothing.");
        assertThat(says("mo, of the group", states().get("two needed")))
                .isEqualTo("Your approval is counted; 1 more is needed.");
    }

    private static String says(String who, Question q) {
        return judge(speakers().get(who), choices().getFirst(), q, NOON).sentence();
    }
}
