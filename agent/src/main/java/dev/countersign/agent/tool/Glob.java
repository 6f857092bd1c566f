package dev.countersign.agent.tool;

/** A pattern for names: {@code *} stands for any characters, and nothing else is special. */
public record Glob(String pattern) {

    public static boolean matches(String pattern, String name) {
        return new Glob(pattern).matches(name);
    }

    /** Whether this is a plain name. */
    public boolean plain() {
        return pattern.indexOf('*') < 0;
    }

    /** Takes at most as many steps as pattern and name have characters, multiplied. */
    public boolean matches(String name) {
        int at = 0;
        int in = 0;
        int star = -1;
        int retry = 0;
        while (in < name.length()) {
            if (at < pattern.length() && pattern.charAt(at) == '*') {
                star = at++;
                retry = in;
            } else if (at < pattern.length() && pattern.charAt(at) == name.charAt(in)) {
                at++;
                in++;
            } else if (star >= 0) {
                at = star + 1;
                in = ++retry;
            } else {
                return false;
            }
        }
        while (at < pattern.length() && pattern.charAt(at) == '*') {
            at++;
        }
        return at == pattern.length();
    }
}
