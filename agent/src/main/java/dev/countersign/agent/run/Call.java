package dev.countersign.agent.run;

import java.util.Optional;

/**
 * One tool call of a turn, under our own id. {@code arguments} is the canonical JSON that would
 * run; {@code proposed} is what the model asked for, where a person changed it.
 */
public record Call(
        String id,
        int turn,
        int position,
        Message.Proposal proposal,
        String arguments,
        Binding binding,
        CallState state) {

    /**
     * What a yes is bound to: the tool's source, the hash of its schema, the cluster and identity it
     * works with, and the digest over all of these and the arguments.
     */
    public record Binding(String source, String schemaHash, String target, String digest) {
        /** Nothing is bound yet, or the tool does not exist. */
        public static final Binding NONE = new Binding("", "", "", "");
    }

    public String tool() {
        return proposal.tool();
    }

    /** What the model asked for, where a person changed it. */
    public Optional<String> proposed() {
        return arguments.equals(proposal.arguments())
                ? Optional.empty()
                : Optional.of(proposal.arguments());
    }

    public Call in(CallState next) {
        return new Call(id, turn, position, proposal, arguments, binding, next);
    }

    public Call bound(Binding next) {
        return new Call(id, turn, position, proposal, arguments, next, state);
    }

    public Call with(String newArguments) {
        return new Call(id, turn, position, proposal, newArguments, binding, state);
    }
}
