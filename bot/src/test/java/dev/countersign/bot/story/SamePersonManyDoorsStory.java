package dev.countersign.bot.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;

import dev.countersign.bot.email.StrayMail;
import dev.countersign.bot.story.Door.Caller;
import dev.countersign.bot.story.SlackTeam.Way;
import dev.countersign.channels.slack.fake.FakeSlack;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Whoever somebody is to the one question, they are to it by every door of the house. */
@Timeout(120)
class SamePersonManyDoorsStory {
    private static final int AT_ONCE = 4;
    private static final String SAYS = "Countersign says: ";
    private static final String MEMBERS = "people: [dana, bo, li, zoe, tim, tom, absent]";
    private static final String LEFT = "people: [dana, bo, zoe, tim, tom, absent]";

    @Order(1)
    @RegisterExtension
    static final PostOffice mail =
            PostOffice.of("ana", "dana", "bo", "gus", "li", "zoe", "zed", "shared", "mo");

    @Order(2)
    @RegisterExtension
    static final SlackTeam team = team();

    private static SlackTeam team() {
        var house = House.with("ana", "dana", "bo", "gus", "li", "mo")
                .person("zoe", "emails: [zoe@example.com, zed@example.com], slack: [U0ZOE, U0ZED]")
                .person("tim", "emails: [shared@example.com], slack: U0TIM")
                .person("tom", "emails: [shared@example.com]")
                .person("absent", "away: { until: 2099-01-01, delegate: mo }")
                .manifest(Papers.group("oncall", MEMBERS))
                .manifest(Papers.channel(
                        "ops",
                        "type: slack, slack: { channelOrUserID: %s }".formatted(FakeSlack.OPS)))
                .manifest(Papers.channel(
                        "post", "type: email, email: { address: oncall@example.com }"))
                .setting(mail.setting("by-mail") + "  hookSecret: " + Doors.HOOK);
        for (var count : List.of("", "2")) {
            var who = "approvers: { groups: [oncall], count: " + (count + "1").charAt(0) + " }";
            house.under("anywhere" + count, who)
                    .under("by-slack" + count, who + ", channels: [ops]")
                    .under("by-mail" + count, who + ", channels: [post]");
        }
        var team = SlackTeam.by(Way.HTTP, house, "anywhere");
        team.slack().with("ana", "dana", "bo", "li", "mo", "zoe", "zed", "tim").withGuest("gus");
        return team;
    }

    /** Somebody at the doors, who asked, and how all doors judge them. */
    private record Row(String who, String requester, Caller caller, String rule, String judgement) {
        static Row of(String who, String requester, String name, String judgement) {
            return new Row(who, requester, new Caller(name, name, name), "", judgement);
        }

        Row by(Caller accounts) {
            return new Row(who, requester, accounts, rule, judgement);
        }

        Row voted() {
            return new Row(who, requester, caller, "2", judgement);
        }
    }

    private static final List<Row> ROWS = List.of(
            Row.of("requester", "ana", "ana", "not_allowed"),
            Row.of("approver", "ana", "dana", "decided by dana"),
            Row.of("both", "bo", "bo", "not_allowed"),
            Row.of("guest", "ana", "gus", "not_allowed"),
            Row.of("left the group", "ana", "li", "not_allowed"),
            Row.of("linked twice", "ana", "zoe", "already_decided")
                    .by(new Caller("zoe", "zed", "zed"))
                    .voted(),
            Row.of("ambiguous mail", "ana", "tim", "decided by tim")
                    .by(new Caller("tim", "tim", "shared")),
            Row.of("absent with delegate", "ana", "mo", "decided by mo for absent"));

    /** One question for each person at each door. */
    private record Cell(Row row, Door door, JsonNode question) {
        String key() {
            return Doors.key(question);
        }

        @Override
        public String toString() {
            return row.who() + " by " + door;
        }
    }

    /** How it was judged, as the record has it, and what the door said to that. */
    private record Outcome(Cell cell, String judgement, String words) {
        @Override
        public String toString() {
            return "| %-20s | %-10s | %-24s | %s |"
                    .formatted(cell.row().who(), cell.door(), judgement, words);
        }
    }

    private final ApiCaller ana = team.house().api("ana");

    @Test
    void the_judgement_is_of_the_person_and_not_of_the_door() throws Exception {
        var cells = all(ROWS.stream().flatMap(row -> Stream.of(Door.values())
                .<Callable<Cell>>map(door -> () -> asked(row, door))));
        team.house().rewrites(MEMBERS, LEFT);
        await().atMost(ApiCaller.PATIENCE)
                .until(() -> ana.get("/api/v1/questions?for=li").at("items").isEmpty());
        var outcomes = outcomes(cells);
        outcomes.forEach(outcome -> System.out.println(outcome));
        outcomes.forEach(SamePersonManyDoorsStory::isJudgedAlike);
        outcomes.forEach(outcome -> isToldAlike(outcome, outcomes));
    }

    private List<Outcome> outcomes(List<Cell> cells) throws Exception {
        var file = team.house().folder().resolve("countersign.yaml");
        try (var stray = new StrayMail(file, team.house().clock())) {
            var doors = new Doors(team, mail, stray);
            var words = all(cells.stream()
                    .<Callable<String>>map(cell ->
                            () -> cell.door().yes(doors, cell.row().caller(), cell.question())));
            var judged = judgements(cells);
            return IntStream.range(0, cells.size())
                    .mapToObj(n -> outcome(cells.get(n), judged, words.get(n)))
                    .toList();
        }
    }

    private static Outcome outcome(Cell cell, Map<String, String> judged, String words) {
        var judgement = judged.getOrDefault(cell.key(), "not_allowed");
        var said = cell.door() == Door.MAIL_REPLY && judgement.equals("not_allowed")
                ? "mail " + answerTo(cell.row().caller().mailbox())
                : words;
        var plain = said.replaceAll("\\s+", " ")
                .replace(cell.key(), "Q")
                .replaceAll("rule \\S+#1", "rule R")
                .replaceAll("at \\d\\d:\\d\\d UTC on [^,]+,", "at T,");
        return new Outcome(cell, judgement, plain.strip());
    }

    private static String answerTo(String mailbox) {
        var letter = mail.letter(mailbox, SAYS).text();
        return letter.substring(letter.indexOf(SAYS) + SAYS.length()).split("\n\n")[0];
    }

    /** Who hears a reason by one door hears the same by all; a second yes in a chat is silent. */
    private static void isToldAlike(Outcome outcome, List<Outcome> all) {
        var reason = all.stream()
                .filter(one -> one.cell().row() == outcome.cell().row())
                .filter(one -> one.cell().door() == Door.API && isRefusal(one))
                .map(one -> one.words().replaceFirst("^\\d+ ", ""))
                .findFirst();
        boolean silent = outcome.judgement().equals("already_decided")
                && List.of(Door.SLACK, Door.MAIL_REPLY).contains(outcome.cell().door());
        if (reason.isPresent() && !silent && !isStoppedAtTheDoor(outcome.cell())) {
            assertThat(outcome.words()).contains(reason.get());
        }
    }

    private static boolean isRefusal(Outcome outcome) {
        return !outcome.judgement().startsWith("decided");
    }

    /** What the record says of each question, once it says something of all. */
    private Map<String, String> judgements(List<Cell> cells) {
        await().atMost(ApiCaller.PATIENCE).untilAsserted(() -> {
            var known = recorded().keySet();
            assertThat(cells)
                    .filteredOn(cell -> !isStoppedAtTheDoor(cell))
                    .filteredOn(cell -> !known.contains(cell.key()))
                    .as("cells without a word on the record")
                    .isEmpty();
        });
        return recorded();
    }

    /** Slack tells us of guests that they are guests, so their clicks are not even reported. */
    private static boolean isStoppedAtTheDoor(Cell cell) {
        return cell.row().who().equals("guest") && cell.door() == Door.SLACK;
    }

    private Map<String, String> recorded() {
        return ana.get("/api/v1/audit")
                .text()
                .lines()
                .map(Reply::read)
                .filter(line -> line.path("kind").asText().matches("decided|declined"))
                .collect(Collectors.toMap(
                        line -> line.path("question").asText(),
                        SamePersonManyDoorsStory::judgement,
                        (first, second) -> first + ", " + second));
    }

    private static String judgement(JsonNode line) {
        var details = line.path("details");
        var absent = details.path("insteadOf").asText();
        return line.path("kind").asText().equals("declined")
                ? details.path("judgement").asText().toLowerCase(Locale.ROOT)
                : "decided by " + line.path("by").asText()
                        + (absent.isEmpty() ? "" : " for " + absent);
    }

    private static void isJudgedAlike(Outcome outcome) {
        var cell = outcome.cell();
        // An address that two people have is neither's: by mail, nobody has spoken.
        var nobody =
                cell.row().who().equals("ambiguous mail") && Door.BY_MAIL.contains(cell.door());
        assertThat(outcome.judgement())
                .as(outcome.toString())
                .isEqualTo(nobody ? "not_allowed" : cell.row().judgement());
    }

    private static Cell asked(Row row, Door door) {
        var name = (row.who() + " " + door).replace(' ', '-').replace("'", "");
        var api = team.house().api(row.requester());
        var run = api.asks(
                door.agent(row.rule()),
                "Create a ConfigMap called %s in the default namespace with the key n set to 1"
                        .formatted(name));
        var question = api.question(run);
        if (!row.rule().isEmpty()) {
            assertThat(team.house().api(row.caller().name()).approves(question).status())
                    .isEqualTo(202);
        }
        return new Cell(row, door, question);
    }

    private static <T> List<T> all(Stream<Callable<T>> work) throws Exception {
        try (var people = Executors.newFixedThreadPool(AT_ONCE)) {
            var results = new ArrayList<T>();
            for (var result : people.invokeAll(work.toList())) {
                results.add(result.get());
            }
            return results;
        }
    }
}
