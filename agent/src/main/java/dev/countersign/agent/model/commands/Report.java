package dev.countersign.agent.model.commands;

import dev.countersign.agent.model.commands.grammar.Kinds;
import dev.countersign.agent.run.Message;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Says in words what became of a call: what was done, what was not, and why. */
final class Report {
    private static final String REJECTED = "Tool call was rejected by user.";
    private static final String REASON = " Reason: ";
    private static final String EXPIRED = "No decision was made within ";
    private static final String UNREACHED = "Nobody could be reached to decide within ";
    private static final String CANCELLED = "The request was cancelled by ";
    private static final String FORBIDDEN = "Policy does not allow this tool call";
    private static final String LOST = "The tool call was started and its outcome is not known.";
    private static final String NOT_RUN = "The tool call was not run.";
    private static final String EDITED = "Run with arguments changed by a person: ";
    private static final String NOTHING = "Nothing was changed.";
    private static final Set<String> OUTCOMES = Set.of(
            "created",
            "configured",
            "unchanged",
            "deleted",
            "scaled",
            "patched",
            "labeled",
            "annotated",
            "restarted",
            "paused",
            "resumed",
            "applied",
            "updated");

    private Report() {}

    static String of(Message.Proposal proposal, Message.Result result) {
        var deed = Deed.of(proposal);
        var text = result.text().strip();
        if (text.startsWith(LOST)) {
            return "I do not know whether this was done: " + deed.said()
                    + ". It was started and its " + "outcome is not known. "
                    + text.substring(LOST.length()).strip();
        }
        if (text.startsWith(EDITED)) {
            int line = text.indexOf('\n') < 0 ? text.length() : text.indexOf('\n');
            var changed = text.substring(EDITED.length(), line);
            return "A person changed the arguments before it ran: `" + changed + "`.\n"
                    + inline(text.substring(line).strip());
        }
        return result.error() ? failed(deed, text) : done(deed, text);
    }

    /** A question that nobody answered ends the command that it was about. */
    static String unanswered(Message.Result result) {
        var why = result.error() ? " " + ended(result.text().strip()) : "";
        return "My question was not answered, so I have done nothing about it." + why;
    }

    private static String failed(Deed deed, String text) {
        var not = "I did not " + deed.said() + ": ";
        if (text.startsWith(REJECTED)) {
            return not + rejected(text.substring(REJECTED.length())) + " " + NOTHING;
        }
        if (text.startsWith(EXPIRED) || text.startsWith(UNREACHED) || text.startsWith(CANCELLED)) {
            return not + small(text) + " " + NOTHING;
        }
        if (text.startsWith(FORBIDDEN) || text.contains(NOT_RUN) || text.startsWith("Limit ")) {
            return not + (text.startsWith(FORBIDDEN) ? small(text) : text) + " " + NOTHING;
        }
        return "I could not " + deed.said() + ": " + inline(text);
    }

    private static String rejected(String rest) {
        return rest.startsWith(REASON)
                ? "it was rejected with the reason \u201c" + rest.substring(REASON.length())
                        + "\u201d."
                : "it was rejected.";
    }

    private static String done(Deed deed, String text) {
        return deed.read() ? shown(deed, text) : changed(deed, text);
    }

    private static String shown(Deed deed, String text) {
        if (text.isEmpty() || text.startsWith("No resources found")) {
            return "I looked, and there is nothing to show: " + deed.said() + ".";
        }
        var lead = deed.verb().equals("describe") ? deed.object() : subject(deed);
        return capital(lead) + deed.place() + ":\n" + fenced(text);
    }

    private static String subject(Deed deed) {
        return deed.verb().equals("show the YAML of")
                ? deed.object()
                : deed.verb().startsWith("show the ")
                        ? deed.verb().substring("show ".length()) + " " + deed.object()
                        : withoutThe(deed.object());
    }

    private static String withoutThe(String object) {
        return object.startsWith("the ") ? object.substring("the ".length()) : object;
    }

    private static String changed(Deed deed, String text) {
        var sentence = kubectl(deed, text);
        if (sentence.isPresent()) {
            return sentence.get();
        }
        return text.isEmpty()
                ? "Done: " + deed.said() + "."
                : "Done." + (text.indexOf('\n') < 0 ? " " : "") + inline(text);
    }

    /** "configmap/test-config created" as a person would say it. */
    private static Optional<String> kubectl(Deed deed, String text) {
        var words = text.split(" ", 4);
        if (text.indexOf('\n') >= 0 || words.length < 2) {
            return Optional.empty();
        }
        var slash = words[0].indexOf('/');
        var last = words[words.length - 1];
        var outcome = OUTCOMES.contains(last) ? last : "";
        if (outcome.isEmpty() || words.length > 3) {
            return Optional.empty();
        }
        if (slash > 0 && words.length == 2) {
            return Optional.of(sentence(
                    words[0].substring(0, slash), words[0].substring(slash + 1), deed, outcome));
        }
        return words.length == 3 && words[1].startsWith("\"")
                ? Optional.of(sentence(words[0], words[1].replace("\"", ""), deed, outcome))
                : Optional.empty();
    }

    private static String sentence(String type, String name, Deed deed, String outcome) {
        int dot = type.indexOf('.');
        var kind = Kinds.any(dot < 0 ? type : type.substring(0, dot)).shown();
        return kind + " " + name + deed.place() + " was " + outcome + ".";
    }

    /** One line stays in the sentence; more lines are shown as they are. */
    private static String inline(String text) {
        return text.indexOf('\n') < 0 ? ended(text) : "\n" + fenced(text);
    }

    /** A fence that the text cannot close. */
    private static String fenced(String text) {
        int longest = 0;
        int run = 0;
        for (int i = 0; i < text.length(); i++) {
            run = text.charAt(i) == '`' ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        var fence = "`".repeat(Math.max(3, longest + 1));
        return fence + "\n" + text + "\n" + fence;
    }

    private static String ended(String text) {
        return text.isEmpty() || ".!?:".indexOf(text.charAt(text.length() - 1)) >= 0
                ? text
                : text + ".";
    }

    private static String small(String text) {
        return text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
    }

    private static String capital(String text) {
        return text.isEmpty()
                ? text
                : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }
}
