package dev.countersign.agent.model;

import dev.countersign.agent.run.Message;

/** One answer of a model, with what it cost in tokens. */
public record Turn(Message.Assistant message, long tokensIn, long tokensOut) {}
