package dev.countersign.agent.tool.kubernetes.inside;

import dev.countersign.agent.tool.ToolOutcome;
import dev.countersign.agent.tool.kubernetes.api.Exec;
import dev.countersign.agent.tool.kubernetes.api.ToolFailed;
import dev.countersign.agent.tool.kubernetes.frame.Words;
import dev.countersign.agent.tool.kubernetes.show.Masked;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Commands as people write them and as containers run them, and what they wrote. */
final class Shell {
    private static final int MAX_COMMAND = 8_000;

    /** What only a shell understands. */
    private static final Pattern OPERATORS = Pattern.compile("[|&;<>$`*?(){}~\\n]");

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:=@%+,-]+");

    private Shell() {}

    static List<String> words(String command) {
        if (command.length() > MAX_COMMAND) {
            throw new ToolFailed("The command is longer than " + MAX_COMMAND + " characters.");
        }
        return OPERATORS.matcher(command).find() ? List.of("sh", "-c", command) : Words.of(command);
    }

    /** So that one can see where each word begins and ends. */
    static String written(List<String> command) {
        return command.stream()
                .map(word -> PLAIN.matcher(word).matches()
                        ? word
                        : "'" + word.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
    }

    static ToolOutcome told(Exec.Result result, Duration limit) {
        String output = output(result);
        if (result.exit().isEmpty()) {
            return new ToolOutcome.Unknown((result.cut()
                            ? "The command wrote more than is read, and may still run."
                            : "The command had not ended after " + limit.toSeconds()
                                    + " s, and may still run.")
                    + " Its output so far:\n" + output);
        }
        int exit = result.exit().getAsInt();
        return exit == 0
                ? new ToolOutcome.Success(output)
                : new ToolOutcome.Failure("The command ended with exit code " + exit
                        + ". Read what it wrote before you try another one.\n" + output);
    }

    private static String output(Exec.Result result) {
        String out = Masked.text(result.out()).stripTrailing();
        String errors = Masked.text(result.errors()).stripTrailing();
        String both = errors.isEmpty() ? out : (out + "\n[stderr]\n" + errors).strip();
        String end = result.cut() ? "\n... the rest was not read." : "";
        return (both.isEmpty() ? "(no output)" : both) + end;
    }
}
