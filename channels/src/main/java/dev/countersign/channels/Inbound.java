package dev.countersign.channels;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Something that came in from a human, as the channel reports it; nothing is decided yet. */
public sealed interface Inbound {
    DeliveryId delivery();

    Speaker speaker();

    Conversation where();

    /**
     * Somebody said something. {@code agent} is named where the channel knows whom they addressed,
     * {@code about} where it is a reply to a question.
     */
    record Said(
            DeliveryId delivery,
            Speaker speaker,
            Conversation where,
            String text,
            Optional<String> agent,
            Optional<QuestionKey> about)
            implements Inbound {}

    /** Somebody chose; without a version the one that is open is meant. */
    record Chose(
            DeliveryId delivery,
            Speaker speaker,
            Conversation where,
            QuestionKey key,
            OptionalInt version,
            Choice choice)
            implements Inbound {}

    /**
     * Who spoke, in the words of the channel: an account under a scheme (see {@link Person}), how
     * sure the channel is, and what proves it later.
     */
    record Speaker(
            String scheme, String account, Assurance assurance, Map<String, String> evidence) {
        public Speaker {
            evidence = Map.copyOf(evidence);
        }

        /** The scheme of programs that report by a signed link; no channel reports it. */
        public static final String CALLBACK = "callback";

        /** Somebody who signed in at a door of our own. */
        public static Speaker signedIn(String person, String door) {
            return new Speaker(Person.BY_NAME, person, Assurance.SIGNED, Map.of("door", door));
        }
    }
}
