package dev.countersign.bot.config;

import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The file that settings are read from, and the environment that fills them. */
record Source(String name, Path folder, Map<String, String> environment) {

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(file:)?([^}]*)}");

    /** Puts the environment and the contents of files in the place of what names them. */
    String resolve(ScalarNode node) {
        var matcher = REFERENCE.matcher(node.getValue());
        return matcher.replaceAll(found -> Matcher.quoteReplacement(
                found.group(1) == null
                        ? variable(node, found.group(2))
                        : file(node, found.group(2))));
    }

    private String variable(Node node, String name) {
        var value = environment.get(name);
        if (value == null) {
            throw failure(
                    node, "the environment has no " + name + ". Set it, or write the value here.");
        }
        return value;
    }

    private String file(Node node, String name) {
        try {
            return Files.readString(folder.resolve(name)).stripTrailing();
        } catch (IOException unreadable) {
            throw failure(
                    node,
                    "the file " + name + " cannot be read. Create it, or change the" + " path.");
        }
    }

    ConfigFailure failure(Node node, String what) {
        int line = node.getStartMark().map(Mark::getLine).orElse(0) + 1;
        return new ConfigFailure(name + ":" + line + ": " + what + " Nothing was started.");
    }
}
