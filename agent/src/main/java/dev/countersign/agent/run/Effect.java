package dev.countersign.agent.run;

/** What a step wants done outside the machine. */
public sealed interface Effect {
    /** Only looks, and happens before the step is committed: its answer is part of the step. */
    sealed interface Look extends Effect {}

    /** Asks the gate about a proposed call. */
    record Judge(String call) implements Look {}

    /** Compares a cleared call with the live tool and policy. */
    record Verify(String call) implements Look {}

    /** Touches the outside, and happens after the commit that announced it. */
    sealed interface Act extends Effect {}

    /** Takes a model turn. */
    record Think() implements Act {}

    /** Runs a started call. */
    record Execute(String call) implements Act {}

    /** Stops the run that a call was delegated to. */
    record Recall(String call) implements Act {}
}
