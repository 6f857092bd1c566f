package dev.countersign.agent.tool.kubernetes.frame;

import dev.countersign.agent.tool.kubernetes.api.Bounded;
import dev.countersign.agent.tool.kubernetes.api.ToolFailed;

import java.util.regex.Pattern;

/** Names of objects and namespaces, which become part of an address. */
public final class Names {
    private static final int MAX = 253;
    private static final Pattern NAME = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._:-]+");

    private Names() {}

    /** The name itself, or a refusal that names the argument; empty is nobody's name yet. */
    public static String checked(String argument, String name) {
        if (name.isEmpty() || name.length() <= MAX && NAME.matcher(name).matches()) {
            return name;
        }
        throw new ToolFailed(argument + " \"" + Bounded.line(name)
                + "\" is not a name: at most 253 letters, digits, '-', '.' and ':'.");
    }
}
