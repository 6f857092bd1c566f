package dev.countersign.channels.web;

import dev.countersign.channels.Conversation;
import dev.countersign.channels.Inbound;
import dev.countersign.channels.Inbound.Speaker;
import dev.countersign.channels.Inbox;
import dev.countersign.channels.web.desk.Desk;
import dev.countersign.channels.web.desk.RunView;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A desk in memory: runs are put in by tests, words are remembered by their delivery. */
final class FakeDesk implements Desk {
    final Map<String, RunView> runs = new ConcurrentHashMap<>();
    final Set<String> people = ConcurrentHashMap.newKeySet();
    final Map<String, Words> said = new ConcurrentHashMap<>();
    final List<String> cancelled = new CopyOnWriteArrayList<>();
    final List<Listener> listeners = new CopyOnWriteArrayList<>();
    final List<Runnable> inboxes = new CopyOnWriteArrayList<>();
    volatile Optional<Said> answer = Optional.empty();
    volatile Inbox inbox = inbound -> {};

    @Override
    public List<AgentLine> agents() {
        return List.of(
                new AgentLine("hitl-agent", "works on the sandbox cluster", Optional.empty()),
                new AgentLine("gpt", "", Optional.of("its key was refused")));
    }

    @Override
    public boolean knows(String person) {
        return people.contains(person);
    }

    @Override
    public Said say(Words words) {
        if (answer.isPresent()) {
            return answer.get();
        }
        inbox.accept(new Inbound.Said(
                words.delivery(),
                Speaker.signedIn(words.person(), "web"),
                new Conversation("web", "r_1"),
                words.text(),
                Optional.of(words.agent()),
                Optional.empty()));
        said.putIfAbsent(words.delivery().id(), words);
        return new Said.Taken(words.run().orElse("r_1"));
    }

    final List<GrantLine> grants = new CopyOnWriteArrayList<>();

    @Override
    public List<GrantLine> grants() {
        return List.copyOf(grants);
    }

    @Override
    public boolean revoke(String person, String grant) {
        return grants.removeIf(line -> line.id().equals(grant));
    }

    @Override
    public Said cancel(String person, String run) {
        cancelled.add(run);
        return new Said.Taken(run);
    }

    @Override
    public Lines runs(String person, Optional<String> after) {
        return new Lines(
                runs.values().stream().map(FakeDesk::line).toList(),
                after.isEmpty() ? Optional.of("a b&c") : Optional.empty());
    }

    private static RunLine line(RunView run) {
        int open = (int)
                run.questions().stream().filter(q -> q.settled().isEmpty()).count();
        var title = run.lines().getFirst() instanceof RunView.Line.Human h ? h.text() : run.id();
        return new RunLine(
                run.id(), run.agent(), run.requester(), run.phase(), title, open, run.started());
    }

    @Override
    public Optional<RunView> run(String person, String id) {
        return Optional.ofNullable(runs.get(id));
    }

    @Override
    public Watch watch(String run, Listener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public Watch watchInbox(String person, Runnable listener) {
        inboxes.add(listener);
        return () -> inboxes.remove(listener);
    }

    void moved() {
        listeners.forEach(Listener::moved);
        inboxes.forEach(Runnable::run);
    }

    /** Adds a line to a run, which is made if it is not there. */
    void add(String id, RunView.Line line) {
        runs.compute(id, (key, old) -> {
            var lines = new ArrayList<>(old == null ? List.<RunView.Line>of() : old.lines());
            lines.add(line);
            return view(key, RunView.Phase.ACTING, lines, List.of());
        });
    }

    static RunView view(
            String id,
            RunView.Phase phase,
            List<RunView.Line> lines,
            List<RunView.Recorded> record) {
        return new RunView(
                id,
                "hitl-agent",
                "ana",
                new Conversation("web", id),
                Instant.parse("2026-11-21T10:40:00Z"),
                phase,
                "",
                lines,
                record,
                Optional.empty());
    }
}
