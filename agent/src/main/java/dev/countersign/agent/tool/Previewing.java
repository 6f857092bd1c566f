package dev.countersign.agent.tool;

/** A tool that can show what a call would change, without changing anything. */
public interface Previewing {
    Preview preview(Invocation invocation);
}
