package dev.countersign.agent.gate;

public final class Glob {
    private Glob() {}

    public static boolean matches(String glob, String name) {
        return glob.equals(name);
    }
}
