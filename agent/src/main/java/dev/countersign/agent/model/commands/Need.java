package dev.countersign.agent.model.commands;

import dev.countersign.agent.model.commands.grammar.Command;
import dev.countersign.agent.model.commands.grammar.Command.Target;
import dev.countersign.agent.model.commands.grammar.Kinds;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** The one thing that a command lacks next: how to ask for it, and what an answer makes of it. */
record Need(String question, List<String> choices, Function<String, Command> answered) {
    private static final List<String> ROLLOUTS =
            List.of("restart", "status", "history", "undo", "pause", "resume");

    Need {
        choices = List.copyOf(choices);
    }

    static Optional<Need> of(Command command) {
        return switch (command) {
            case Command.Get get -> kind("list", get.target(), t -> again(get, t));
            case Command.Describe it -> object("describe", it.target(), Command.Describe::new);
            case Command.Delete it -> object("delete", it.target(), Command.Delete::new);
            case Command.Logs logs -> logs(logs);
            case Command.Events events -> Optional.empty();
            case Command.Scale scale -> scale(scale);
            case Command.Patch patch -> patch(patch);
            case Command.Apply apply -> apply(apply);
            case Command.CreateNamespace made -> namespace(made);
            case Command.CreateConfigMap made -> configMap(made);
            case Command.Mark mark -> mark(mark);
            case Command.Rollout rollout -> rollout(rollout);
            case Command.Execute execute -> execute(execute);
            case Command.Look look -> Optional.empty();
            case Command.Help help -> Optional.empty();
        };
    }

    private static Command again(Command.Get get, Target target) {
        return new Command.Get(target, get.everywhere(), get.output());
    }

    private static Optional<Need> logs(Command.Logs logs) {
        return name(
                "Which pod's logs should I show?",
                logs.pod(),
                t -> new Command.Logs(t, logs.container(), logs.tail()));
    }

    private static Optional<Need> scale(Command.Scale scale) {
        return object("scale", scale.target(), t -> new Command.Scale(t, scale.replicas()))
                .or(() -> text(
                        "How many replicas should " + shown(scale.target()) + " have?",
                        scale.replicas(),
                        n -> new Command.Scale(scale.target(), Optional.of(n))));
    }

    private static Optional<Need> patch(Command.Patch it) {
        return object("patch", it.target(), t -> new Command.Patch(t, it.patch(), it.type()))
                .or(() -> text(
                        "Which patch should I apply to " + shown(it.target())
                                + "? Please give it as JSON.",
                        it.patch(),
                        p -> new Command.Patch(it.target(), Optional.of(p), it.type())));
    }

    private static Optional<Need> apply(Command.Apply it) {
        return text(
                "Which manifest should I apply? Please paste its YAML.",
                it.manifest(),
                yaml -> new Command.Apply(Optional.of(yaml), it.fresh()));
    }

    private static Optional<Need> namespace(Command.CreateNamespace it) {
        return text(
                "What should the namespace be called?",
                it.name(),
                name -> new Command.CreateNamespace(Optional.of(label(name))));
    }

    private static Optional<Need> configMap(Command.CreateConfigMap it) {
        return name(
                "What should the ConfigMap be called?",
                it.target(),
                t -> new Command.CreateConfigMap(t, it.data()));
    }

    private static Optional<Need> mark(Command.Mark it) {
        var verb = it.what() == Command.Mark.What.LABEL ? "label" : "annotate";
        var nothing = it.set().isEmpty() && it.gone().isEmpty();
        return object(verb, it.target(), t -> new Command.Mark(it.what(), t, it.set(), it.gone()))
                .or(() -> text(
                        "What should I " + verb + " " + shown(it.target())
                                + " with? Please write key=value.",
                        nothing ? Optional.empty() : Optional.of(""),
                        pair -> new Command.Mark(
                                it.what(), it.target(), List.of(pair), List.of())));
    }

    private static Optional<Need> rollout(Command.Rollout it) {
        if (it.action().isEmpty()) {
            return Optional.of(new Need(
                    "What should I do with the rollout?",
                    ROLLOUTS,
                    action -> new Command.Rollout(Optional.of(action), it.target())));
        }
        return object(it.action().get(), it.target(), t -> new Command.Rollout(it.action(), t));
    }

    private static Optional<Need> execute(Command.Execute it) {
        return name(
                        "In which pod should I run it?",
                        it.pod(),
                        t -> new Command.Execute(t, it.container(), it.line()))
                .or(() -> text(
                        "Which command should I run in " + shown(it.pod()) + "?",
                        it.line(),
                        line -> new Command.Execute(it.pod(), it.container(), Optional.of(line))));
    }

    private static Optional<Need> kind(String verb, Target target, Function<Target, Command> next) {
        var what = target.name().map(name -> "What kind of object is " + name + "?");
        return text(
                what.orElse("Which kind of objects should I " + verb + "?"),
                target.kind().map(Kinds.Kind::singular),
                kind -> next.apply(target.kind(Kinds.any(word(kind)))));
    }

    private static Optional<Need> object(
            String verb, Target target, Function<Target, Command> next) {
        var missing = target.kind().isEmpty() && target.name().isEmpty();
        if (missing && (verb.equals("scale") || verb.equals("restart"))) {
            return object(verb, target.kind(Kinds.any("deployment")), next);
        }
        return kind(verb, target, next)
                .or(() -> name(
                        "Which " + target.kind().orElseThrow().shown() + " should I " + verb + "?",
                        target,
                        next));
    }

    private static Optional<Need> name(
            String question, Target target, Function<Target, Command> next) {
        return text(question, target.name(), name -> next.apply(target.name(word(name))));
    }

    private static Optional<Need> text(
            String question, Optional<String> have, Function<String, Command> next) {
        return have.isPresent()
                ? Optional.empty()
                : Optional.of(new Need(question, List.of(), next));
    }

    private static String shown(Target target) {
        return target.kind().map(Kinds.Kind::shown).map(kind -> kind + " ").orElse("")
                + target.name().orElse("");
    }

    /** An answer is often a sentence: "call it shop, please" means shop. */
    private static String word(String answer) {
        return Answers.name(answer);
    }

    /** A name that Kubernetes takes: lower case, letters, digits and dashes. */
    private static String label(String answer) {
        var name = word(answer).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        return name.replaceAll("^-|-$", "");
    }
}
