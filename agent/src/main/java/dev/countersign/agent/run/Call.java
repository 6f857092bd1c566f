package dev.countersign.agent.run;

/**
 * One tool call of a turn, under our own id. {@code arguments} is the canonical JSON that would
 * run; where a person {@code edited} it, the proposal still holds what the model asked for.
 */
public record Call(
        String id,
        int turn,
        int position,
        Message.Proposal proposal,
        String arguments,
        boolean edited,
        Binding binding,
        CallState state) {

    /**
     * What a yes is bound to: the tool's source, the hash of its schema, the cluster and identity
     * it works with, and the digest over all of these and the arguments.
     */
    public record Binding(String source, String schemaHash, String target, String digest) {
        /** Nothing is bound yet, or the tool does not exist. */
        public static final Binding NONE = new Binding("", "", "", "");
    }

    public String tool() {
        return proposal.tool();
    }

    public Call in(CallState next) {
        return new Call(id, turn, position, proposal, arguments, edited, binding, next);
    }

    /** The same call with what exactly would run, and what a yes to it would be bound to. */
    public Call bound(String canonical, Binding next) {
        return new Call(id, turn, position, proposal, canonical, edited, next, state);
    }

    /** The same call with arguments that a person wrote. */
    public Call edited(String newArguments) {
        return new Call(id, turn, position, proposal, newArguments, true, binding, state);
    }
}
