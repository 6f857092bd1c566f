package dev.countersign.agent.tool.kubernetes.sandbox;

import dev.countersign.agent.tool.kubernetes.sandbox.tree.ApiFailure;
import dev.countersign.agent.tool.kubernetes.sandbox.tree.Failures;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The faults that are switched on now, and the rights that are missing. Threads share it. */
final class Faults {
    private static final int MAX_FAULTS = 1_000;

    private final List<Fault> active = new ArrayList<>();

    synchronized void add(Fault fault) {
        if (active.size() >= MAX_FAULTS) {
            throw new IllegalStateException("the sandbox takes at most 1000 faults; clear some");
        }
        active.add(fault);
    }

    synchronized void clear() {
        active.clear();
    }

    synchronized List<Fault> active() {
        return List.copyOf(active);
    }

    /** What a request is asked to be: by whom, what, on what. */
    record Ask(String user, Set<String> groups, String verb, String resource, String namespace) {}

    boolean denies(Ask ask) {
        return active().stream()
                .anyMatch(it -> it.act() instanceof Fault.Act.Deny && meets(it, ask));
    }

    /** Does what was asked for: waits, or refuses, or neither. */
    void strike(Ask ask) throws InterruptedException {
        for (Fault fault : active()) {
            if (meets(fault, ask) && !(fault.act() instanceof Fault.Act.Deny) && spend(fault)) {
                if (fault.act() instanceof Fault.Act.Slow slow) {
                    Thread.sleep(slow.millis());
                }
                Optional<ApiFailure> refusal = refusal(fault.act());
                if (refusal.isPresent()) {
                    throw refusal.get();
                }
            }
        }
    }

    private static boolean meets(Fault fault, Ask ask) {
        return Stream.concat(Stream.of(ask.user()), ask.groups().stream().map(Fault.GROUP::concat))
                .anyMatch(who -> fault.meets(who, ask.verb(), ask.resource(), ask.namespace()));
    }

    private synchronized boolean spend(Fault fault) {
        int at = active.indexOf(fault);
        if (at < 0) {
            return false;
        }
        if (fault.times() == 1) {
            active.remove(at);
        } else if (fault.times() > 1) {
            active.set(at, fault.times(fault.times() - 1));
        }
        return true;
    }

    private static Optional<ApiFailure> refusal(Fault.Act act) {
        return switch (act) {
            case Fault.Act.Deny deny -> Optional.empty();
            case Fault.Act.Slow slow -> Optional.empty();
            case Fault.Act.Code code ->
                Optional.of(
                        code.code() == 429
                                ? Failures.tooManyRequests(
                                        "the server has received too many requests and has"
                                                + " asked us to try again later",
                                        Math.max(1, code.retryAfterSeconds()))
                                : Failures.broken(code.code(), "the sandbox was told to fail"));
        };
    }
}
