package dev.countersign.bot.story;

import dev.countersign.channels.slack.fake.FakeSlack;

import java.util.List;
import java.util.Map;

/** The manifests that many stories begin with, in one place. */
public final class Papers {
    private Papers() {}

    /** An agent of this name that asks about all that it changes, on these terms. */
    public static String agentUnder(String name, String terms) {
        return policy(name, "class: [write, destructive]", "decision: ask, " + terms) + "---\n"
                + agent(name);
    }

    /** A policy of one rule, with what it matches and what it says. */
    public static String policy(String name, String match, String terms) {
        return """
                apiVersion: countersign.dev/v1alpha1
                kind: ApprovalPolicy
                metadata: { name: %s }
                spec:
                  rules:
                    - { match: { %s }, %s }
                """.formatted(name, match, terms);
    }

    /** An agent that works in the sandbox under the policy of the same name. */
    public static String agent(String name) {
        return """
                apiVersion: countersign.dev/v1alpha1
                kind: Agent
                metadata: { name: %1$s }
                spec:
                  llmRef: { name: commands }
                  tools: [ { builtin: kubernetes } ]
                  policyRef: { name: %1$s }
                """.formatted(name);
    }

    public static String person(String name, String spec) {
        return document("Person", name, spec);
    }

    /** People as in {@code "li in platform, oncall"}, each with a mail address and in Slack. */
    static String people(List<String> people, Map<String, String> described) {
        var yaml = new StringBuilder();
        for (var person : people) {
            var parts = person.split(" in ");
            var spec = "emails: [%s@example.com], slack: %s, groups: [%s]"
                    .formatted(parts[0], FakeSlack.id(parts[0]), parts.length > 1 ? parts[1] : "");
            yaml.append("---\n").append(person(parts[0], spec));
        }
        described.forEach((name, spec) -> yaml.append("---\n").append(person(name, spec)));
        return yaml.toString();
    }

    public static String group(String name, String spec) {
        return document("Group", name, spec);
    }

    public static String channel(String name, String spec) {
        return document("ContactChannel", name, spec);
    }

    private static String document(String kind, String name, String spec) {
        return """
                apiVersion: countersign.dev/v1alpha1
                kind: %s
                metadata: { name: %s }
                spec: { %s }
                """.formatted(kind, name, spec);
    }
}
