package dev.countersign.bot.time;

import dev.countersign.agent.run.Message;
import dev.countersign.agent.run.Run;
import dev.countersign.agent.run.RunStore;
import dev.countersign.channels.Conversation;
import dev.countersign.channels.DeliveryId;
import dev.countersign.channels.QuestionKey;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The runs as a server sees them whose clock may be wrong: while it stands aside, nothing is due
 * to it. What it does on its own account goes on.
 */
public final class RunsInTime implements RunStore {
    private final RunStore runs;
    private final Timekeeper time;

    public RunsInTime(RunStore runs, Timekeeper time) {
        this.runs = runs;
        this.time = time;
    }

    @Override
    public List<Run> claim(Lease lease, Instant now, int most) {
        return time.standsAside() ? List.of() : runs.claim(lease, now, most);
    }

    @Override
    public List<QuestionKey> due(Instant now, int most) {
        return time.standsAside() ? List.of() : runs.due(now, most);
    }

    @Override
    public Optional<Instant> nextDue() {
        return time.standsAside() ? Optional.empty() : runs.nextDue();
    }

    @Override
    public Optional<Run> load(String id) {
        return runs.load(id);
    }

    @Override
    public Optional<Run> asking(QuestionKey key) {
        return runs.asking(key);
    }

    @Override
    public Optional<Run> at(Conversation place) {
        return runs.at(place);
    }

    @Override
    public Optional<String> startedBy(DeliveryId delivery) {
        return runs.startedBy(delivery);
    }

    @Override
    public Run commit(Commit commit) {
        return runs.commit(commit);
    }

    @Override
    public List<Message> messages(String run, int from) {
        return runs.messages(run, from);
    }

    @Override
    public void renew(Lease lease, Set<String> held) {
        runs.renew(lease, held);
    }

    @Override
    public void release(String owner, Instant now) {
        runs.release(owner, now);
    }

    @Override
    public void keepBlueprint(String hash, String form) {
        runs.keepBlueprint(hash, form);
    }

    @Override
    public Optional<String> blueprint(String hash) {
        return runs.blueprint(hash);
    }
}
