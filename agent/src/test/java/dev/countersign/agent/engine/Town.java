package dev.countersign.agent.engine;

import dev.countersign.agent.gate.Policy;
import dev.countersign.agent.gate.Rule;
import dev.countersign.agent.model.Turn;
import dev.countersign.agent.run.Message;
import dev.countersign.agent.run.Message.Proposal;
import dev.countersign.channels.Person;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The people, the rules among them, and what a model may say to them. */
class Town {
    final Map<String, Person> people = new ConcurrentHashMap<>();
    final Map<String, Policy> policies = new ConcurrentHashMap<>();
    Optional<String> policy = Optional.empty();

    void person(String name, String... groups) {
        var accounts = Map.of("slack", Set.of("U-" + name), "email", Set.of(name + "@example.com"));
        people.put(name, new Person(name, Set.of(groups), accounts));
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
