package dev.countersign.agent.tool.kubernetes.sandbox.keep;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.Optional;

/** What happened to one object at one version of the cluster. */
public record Change(
        long version, Key key, Optional<ObjectNode> before, Optional<ObjectNode> after) {}
