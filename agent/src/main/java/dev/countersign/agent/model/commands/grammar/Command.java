package dev.countersign.agent.model.commands.grammar;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a person wants, as far as they have said it; what they left out is empty. */
public sealed interface Command {

    /** An object, or all of a kind. */
    record Target(Optional<Kinds.Kind> kind, Optional<String> name, Optional<String> namespace) {
        static final Target NONE = new Target(Optional.empty(), Optional.empty(), Optional.empty());

        public Target kind(Kinds.Kind next) {
            return new Target(Optional.of(next), name, namespace);
        }

        public Target name(String next) {
            return new Target(kind, Optional.of(next), namespace);
        }
    }

    record Get(Target target, boolean everywhere, Optional<String> output) implements Command {}

    record Describe(Target target) implements Command {}

    record Logs(Target pod, Optional<String> container, Optional<String> tail) implements Command {}

    record Events(Optional<String> namespace) implements Command {}

    record Delete(Target target) implements Command {}

    record Scale(Target target, Optional<String> replicas) implements Command {}

    record Patch(Target target, Optional<String> patch, Optional<String> type) implements Command {}

    /** {@code fresh} means that the object must not be there yet. */
    record Apply(Optional<String> manifest, boolean fresh) implements Command {}

    record CreateNamespace(Optional<String> name) implements Command {}

    record CreateConfigMap(Target target, Map<String, String> data) implements Command {
        public CreateConfigMap {
            data = Collections.unmodifiableMap(new TreeMap<>(data));
        }
    }

    /** Labels or annotations that are set and taken away. */
    record Mark(Mark.What what, Target target, List<String> set, List<String> gone)
            implements Command {
        /** Which of the two. */
        public enum What {
            LABEL,
            ANNOTATION
        }

        public Mark {
            set = List.copyOf(set);
            gone = List.copyOf(gone);
        }
    }

    record Rollout(Optional<String> action, Target target) implements Command {}

    record Execute(Target pod, Optional<String> container, Optional<String> line)
            implements Command {}

    /** Asks the cluster about itself. */
    record Look(Look.At at) implements Command {
        /** What about. */
        public enum At {
            API_RESOURCES,
            CONFIGURATION
        }
    }

    record Help() implements Command {}
}
