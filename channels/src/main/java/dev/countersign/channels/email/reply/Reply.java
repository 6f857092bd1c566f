package dev.countersign.channels.email.reply;

/** The new words of a reply, and where in the mail they stood. */
public record Reply(String text, Shape shape) {
    /** How the new words lie to the quoted ones. */
    public enum Shape {
        /** Above everything quoted, or without a quotation: the first line may decide. */
        ABOVE,
        /** All of it below a quotation of our mail that is marked line by line. */
        BELOW,
        /** Between or around quotations, or below something unmarked: good for answers only. */
        MIXED,
        /** Nothing new at all. */
        EMPTY
    }

    /** Whether the first line may be read as a decision. */
    public boolean mayDecide() {
        return shape == Shape.ABOVE || shape == Shape.BELOW;
    }
}
