package dev.countersign.agent.tool.kubernetes.sandbox.live;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.tool.kubernetes.sandbox.tree.Meta;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A shell that knows a handful of commands and changes nothing. */
public final class Shell {
    private static final int NOT_FOUND = 127;
    private static final int MAX_SECONDS = 600;

    private final ObjectNode pod;
    private final Output output;

    /** Where a command writes. */
    public interface Output {
        void out(String text) throws IOException;

        void errors(String text) throws IOException;
    }

    public Shell(ObjectNode pod, Output output) {
        this.pod = pod;
        this.output = output;
    }

    /** Runs one command and gives its exit code. */
    public int run(List<String> command) throws IOException, InterruptedException {
        if (command.size() == 3 && command.get(1).equals("-c")) {
            return script(command.get(2));
        }
        List<String> rest = command.subList(1, command.size());
        return switch (command.getFirst()) {
            case "echo" -> said(String.join(" ", rest) + "\n");
            case "hostname" -> said(Meta.name(pod) + "\n");
            case "whoami" -> said("root\n");
            case "pwd" -> said("/\n");
            case "ls" -> said("bin\netc\ntmp\nusr\nvar\n");
            case "env" -> said("HOSTNAME=" + Meta.name(pod) + "\nPATH=/usr/bin:/bin\n");
            case "cat" -> cat(rest);
            case "true" -> 0;
            case "false" -> 1;
            case "exit" -> rest.isEmpty() ? 0 : number(rest.getFirst());
            case "sleep" -> slept(rest);
            case "yes" -> endless();
            default -> unknown(command.getFirst());
        };
    }

    /** Commands one after the other; words are split at blanks, and quotes fall away. */
    private int script(String text) throws IOException, InterruptedException {
        int code = 0;
        for (String part : text.split("(&&|;|\n)")) {
            List<String> words = Arrays.stream(part.strip().split("\\s+"))
                    .map(word -> word.replaceAll("^[\"']|[\"']$", ""))
                    .filter(word -> !word.isEmpty())
                    .collect(Collectors.toList());
            code = words.isEmpty() ? code : run(words);
            if (code != 0) {
                return code;
            }
        }
        return code;
    }

    private int said(String text) throws IOException {
        output.out(text);
        return 0;
    }

    private int cat(List<String> files) throws IOException {
        if (files.equals(List.of("/etc/hostname"))) {
            return said(Meta.name(pod) + "\n");
        }
        output.errors("cat: " + String.join(" ", files) + ": No such file or directory\n");
        return 1;
    }

    private static int slept(List<String> rest) throws InterruptedException {
        int seconds = rest.isEmpty() ? 0 : number(rest.getFirst());
        Thread.sleep(1_000L * Math.min(MAX_SECONDS, seconds));
        return 0;
    }

    /** Until nobody reads any more. */
    private int endless() throws IOException {
        while (!Thread.currentThread().isInterrupted()) {
            output.out("y\n".repeat(512));
        }
        return 1;
    }

    private int unknown(String name) throws IOException {
        output.errors("exec: \"" + name + "\": executable file not found in $PATH\n");
        return NOT_FOUND;
    }

    private static int number(String text) {
        return text.matches("\\d{1,3}") ? Integer.parseInt(text) : 1;
    }
}
