package dev.countersign.agent.engine;

import dev.countersign.agent.catalog.AgentSpec;
import dev.countersign.agent.gate.Policy;
import dev.countersign.agent.gate.Rule;
import dev.countersign.agent.model.Model;
import dev.countersign.agent.model.Turn;
import dev.countersign.agent.run.Message;
import dev.countersign.agent.run.Message.Proposal;
import dev.countersign.agent.tool.Tool;
import dev.countersign.agent.tool.agents.DelegateTool;
import dev.countersign.channels.Person;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The people, the rules among them, and what a model may say to them. */
class Town {
    /** A story takes no longer than what happens in it. */
    static final Duration OFTEN = Duration.ofMillis(2);

    final Map<String, Person> people = new ConcurrentHashMap<>();
    final Map<String, Policy> policies = new ConcurrentHashMap<>();
    final Map<String, AgentSpec> colleagues = new ConcurrentHashMap<>();
    private final Map<String, Model> minds = new ConcurrentHashMap<>();
    private final Map<String, Set<String>> delegates = new ConcurrentHashMap<>();
    Optional<String> policy = Optional.empty();

    /** Looks often, and gives up after a while. */
    static ConditionFactory patiently() {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollDelay(Duration.ZERO)
                .pollInterval(OFTEN);
    }

    void person(String name, String... groups) {
        var accounts = Map.of("slack", Set.of("U-" + name), "email", Set.of(name + "@example.com"));
        people.put(name, new Person(name, Set.of(groups), accounts));
    }

    /** Another agent that these may delegate to; it thinks like this. */
    void colleague(String name, Model mind, String... bosses) {
        var spec = new AgentSpec(
                name, name + " knows", "m", "", List.of(), Optional.empty(), List.of(), true);
        colleagues.put(name, spec);
        minds.put(name, mind);
        for (String boss : bosses) {
            delegates.computeIfAbsent(boss, b -> new TreeSet<>()).add(name);
        }
    }

    /** A colleague under a policy of its own. */
    void obeys(String name, Policy rules) {
        policies.put(rules.name(), rules);
        var old = colleagues.get(name);
        colleagues.put(
                name,
                new AgentSpec(
                        name,
                        old.description(),
                        old.model(),
                        old.system(),
                        List.of(),
                        Optional.of(rules.name()),
                        List.of(),
                        true));
    }

    Map<String, AgentSpec> with(AgentSpec first) {
        var all = new HashMap<>(colleagues);
        all.put(first.name(), first);
        return all;
    }

    List<Tool> box(AgentSpec agent, List<Tool> own) {
        var all = new ArrayList<Tool>(own);
        delegates.getOrDefault(agent.name(), Set.of()).stream()
                .map(colleagues::get)
                .filter(Objects::nonNull)
                .forEach(to -> all.add(DelegateTool.to(to).orElseThrow()));
        return all;
    }

    Model mind(AgentSpec agent, Model otherwise) {
        return minds.getOrDefault(agent.name(), otherwise);
    }

    /** A mind that takes these turns one after the other. */
    static Model taking(Turn... turns) {
        var next = new AtomicInteger();
        return prompt -> turns[Math.min(next.getAndIncrement(), turns.length - 1)];
    }

    /** Away until then, and this one decides meanwhile. */
    void away(String name, Optional<Instant> until, String delegate) {
        var p = people.get(name);
        var away = new Person.Away(until, Optional.of(delegate));
        people.put(name, new Person(name, p.groups(), p.identities(), Optional.of(away)));
    }

    void leaves(String name) {
        people.remove(name);
    }

    void withoutPolicies() {
        policies.clear();
    }

    void under(Rule... rules) {
        under(new Policy("ours", List.of(rules), Policy.Defaults.SAFE));
    }

    void under(Policy rules) {
        policies.put(rules.name(), rules);
        policy = Optional.of(rules.name());
    }

    static Turn says(String text) {
        return new Turn(new Message.Assistant(text, List.of(), ""), 1, 1);
    }

    static Turn calls(Proposal... proposals) {
        return new Turn(new Message.Assistant("I will.", List.of(proposals), ""), 1, 1);
    }

    static Proposal call(String tool, String arguments) {
        return new Proposal("", tool, arguments);
    }
}
