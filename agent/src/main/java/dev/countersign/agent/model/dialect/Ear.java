package dev.countersign.agent.model.dialect;

import com.fasterxml.jackson.databind.JsonNode;

import dev.countersign.agent.model.wire.Answer;

import java.io.IOException;

/** Hears one answer, in one piece or in many. */
interface Ear {
    /** Takes a piece of the answer, and gives back the words that are new in it. */
    String hear(JsonNode piece) throws IOException;

    /** The whole answer; one that did not say that it had ended was cut on the way. */
    Answer answer() throws IOException;
}
