package dev.countersign.agent.model.wire;

import java.net.URI;

/** A request as it goes out, for those that sign it. */
public record Asked(String method, URI address, String body) {}
