package dev.countersign.channels.slack;

import dev.countersign.channels.Card;
import dev.countersign.channels.Card.Deciders;
import dev.countersign.channels.Card.Fact;
import dev.countersign.channels.Card.Kind;
import dev.countersign.channels.Card.Level;
import dev.countersign.channels.Card.Work;
import dev.countersign.channels.Conversation;
import dev.countersign.channels.DeliveryId;
import dev.countersign.channels.Inbound;
import dev.countersign.channels.Inbound.Speaker;
import dev.countersign.channels.Inbox;
import dev.countersign.channels.QuestionKey;
import dev.countersign.channels.Questions;
import dev.countersign.channels.slack.desk.SlackDesk;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The core as Slack sees it, on paper: it keeps what comes in and answers what it was told to. */
final class PaperCore implements Questions, SlackDesk, Inbox {
    private final Map<QuestionKey, Shown> questions = new LinkedHashMap<>();
    private final Map<String, RunView> runs = new LinkedHashMap<>();
    private final List<Inbound> kept = new ArrayList<>();
    private final Set<DeliveryId> seen = new HashSet<>();
    private Reply reply = new Reply(Verdict.RECORDED, "Recorded.");
    private int failures;

    static Card card(Work work) {
        return card(work, "Scale checkout to 8 replicas");
    }

    static Card card(Work work, String title) {
        return new Card(
                Kind.APPROVE,
                title,
                Level.NORMAL,
                List.of(new Fact("Cluster", "prod-eu"), new Fact("Object", "checkout")),
                work,
                "p99 latency doubled after 10:20",
                List.of(),
                new Deciders(List.of("li"), List.of("oncall"), false, 1, 0),
                List.of(),
                List.of());
    }

    static Work work(String arguments) {
        return new Work("k8s_scale", arguments, "9c1e0d22aa", List.of(), "");
    }

    synchronized PaperCore holds(Shown shown) {
        questions.put(shown.key(), shown);
        return this;
    }

    synchronized PaperCore replies(Verdict verdict, String sentence) {
        reply = new Reply(verdict, sentence);
        return this;
    }

    synchronized PaperCore breaks(boolean now) {
        failures = now ? Integer.MAX_VALUE : 0;
        return this;
    }

    /** The next deliveries cannot be kept. */
    synchronized PaperCore fails(int times) {
        failures = times;
        return this;
    }

    synchronized PaperCore runs(RunView run) {
        runs.put(run.id(), run);
        return this;
    }

    /** What was kept, each delivery once. */
    synchronized List<Inbound> kept() {
        return List.copyOf(kept);
    }

    @Override
    public synchronized void accept(Inbound inbound) {
        if (failures > 0) {
            failures--;
            throw new IllegalStateException("the store is gone");
        }
        if (seen.add(inbound.delivery())) {
            kept.add(inbound);
        }
    }

    @Override
    public synchronized Optional<Shown> find(QuestionKey key) {
        return Optional.ofNullable(questions.get(key));
    }

    @Override
    public synchronized List<Shown> openFor(String person) {
        return questions.values().stream().filter(q -> q.settled().isEmpty()).toList();
    }

    @Override
    public synchronized Reply decide(Inbound.Chose chose) {
        accept(chose);
        return reply;
    }

    @Override
    public Optional<String> command(Speaker speaker, Conversation where, String text) {
        return text.equals("help")
                ? Optional.of("I know help, status and stop. <!channel>")
                : Optional.empty();
    }

    @Override
    public synchronized boolean knows(Conversation where) {
        return kept.stream().anyMatch(one -> one.where().equals(where));
    }

    @Override
    public synchronized List<Shown> openIn(Conversation where) {
        return openFor("");
    }

    @Override
    public List<String> awaited(QuestionKey key) {
        return List.of("U0LI", "U0SAM");
    }

    @Override
    public synchronized Optional<RunView> run(String run) {
        return Optional.ofNullable(runs.get(run));
    }

    @Override
    public String revoke(Speaker speaker, String grant) {
        return "Taken back " + grant;
    }

    @Override
    public synchronized Home home(Speaker speaker) {
        return new Home(
                Optional.of("li"),
                List.of("oncall"),
                openFor("li"),
                List.copyOf(runs.values()),
                List.of(),
                List.of(),
                questions.values().stream().filter(q -> q.settled().isPresent()).toList());
    }

    static Shown open(String key, int version, Card card) {
        return new Shown(
                new QuestionKey(key),
                version,
                "r_7F3K",
                "hitl-agent",
                card,
                Instant.parse("2026-11-21T10:00:00Z"),
                Optional.of(Instant.parse("2026-11-21T14:00:00Z")),
                Optional.empty());
    }
}
