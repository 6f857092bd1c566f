package dev.countersign.agent.tool.http;

import com.fasterxml.jackson.core.JsonProcessingException;

import dev.countersign.agent.catalog.ToolDefinition;
import dev.countersign.agent.catalog.ToolDefinition.Body;
import dev.countersign.agent.tool.Invocation;
import dev.countersign.agent.tool.Preview;
import dev.countersign.agent.tool.Previewing;
import dev.countersign.agent.tool.Repeat;
import dev.countersign.agent.tool.Tool;
import dev.countersign.agent.tool.ToolClass;
import dev.countersign.agent.tool.ToolOutcome;
import dev.countersign.agent.tool.ToolSpec;
import dev.countersign.channels.Card.Fact;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A tool that is one HTTP request to an address of the manifest. */
final class HttpTool implements Tool, Previewing {
    private final ToolDefinition definition;
    private final Body.Api api;
    private final Credentials credentials;
    private final Parameters parameters;
    private final ToolSpec spec;

    HttpTool(ToolDefinition definition, Body.Api api, Credentials credentials) {
        this.definition = definition;
        this.api = api;
        this.credentials = credentials;
        this.parameters = new Parameters(definition.parameters());
        this.spec = new ToolSpec(
                definition.name(),
                definition.description(),
                parameters.schema(),
                kind(),
                reads() ? Repeat.SAFE : Repeat.NEVER,
                "http " + definition.name() + " " + api.method() + " " + api.endpoint());
    }

    @Override
    public ToolSpec spec() {
        return spec;
    }

    private boolean reads() {
        return api.method().equals("GET") || api.method().equals("HEAD");
    }

    private ToolClass kind() {
        if (reads()) {
            return ToolClass.READ;
        }
        return api.method().equals("DELETE") ? ToolClass.DESTRUCTIVE : ToolClass.WRITE;
    }

    @Override
    public Preview preview(Invocation invocation) {
        try {
            var broken = parameters.problem(invocation.arguments());
            if (broken.isPresent()) {
                return new Preview.Fails(broken.get());
            }
            var target = Target.of(api, parameters.whole(invocation.arguments()));
            var facts = new ArrayList<Fact>();
            facts.add(new Fact("Request", api.method() + " " + target.uri()));
            target.body().ifPresent(body -> facts.add(new Fact("Body", body)));
            return new Preview.Shows(definition.title(), facts, List.of(), "", List.of(), "");
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return new Preview.Fails("The arguments make no address that can be called.");
        }
    }

    @Override
    public ToolOutcome call(Invocation invocation) {
        try {
            var broken = parameters.problem(invocation.arguments());
            if (broken.isPresent()) {
                return new ToolOutcome.Failure(broken.get() + " Nothing was sent.");
            }
            var target = Target.of(api, parameters.whole(invocation.arguments()));
            return sent(target, headers(invocation, target));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return new ToolOutcome.Failure(
                    "The arguments make no address that can be called. Nothing was sent.");
        } catch (SecretMissing e) {
            return new ToolOutcome.Failure(e.getMessage() + ". Nothing was sent.");
        }
    }

    /** A secret could not be read; the words name it. */
    private static final class SecretMissing extends RuntimeException {
        private static final long serialVersionUID = 1L;

        SecretMissing(RuntimeException cause) {
            super(String.valueOf(cause.getMessage()), cause);
        }
    }

    private Map<String, String> headers(Invocation invocation, Target target) {
        try {
            var headers = new LinkedHashMap<>(credentials.headers());
            if (target.body().isPresent()) {
                headers.putIfAbsent("Content-Type", "application/json");
            }
            if (!reads()) {
                headers.put("Idempotency-Key", invocation.key());
            }
            return headers;
        } catch (RuntimeException e) {
            throw new SecretMissing(e);
        }
    }

    /** Only what reads is tried again; a write whose answer is lost is nobody's to repeat. */
    private ToolOutcome sent(Target target, Map<String, String> headers) {
        int tries = reads() ? 1 + api.retries() : 1;
        ToolOutcome outcome = new ToolOutcome.Failure("Nothing was sent.");
        for (int i = 0; i < tries; i++) {
            try {
                var to = Destination.of(target.uri(), api.allowedHosts());
                var answer =
                        new Exchange(to, api.timeout()).send(api.method(), headers, target.body());
                outcome = told(answer);
                if (answer.status() < 500) {
                    return outcome;
                }
            } catch (Broken e) {
                outcome = broken(e);
            }
        }
        return outcome;
    }

    private ToolOutcome broken(Broken e) {
        if (!e.sent()) {
            return new ToolOutcome.Failure(
                    spec.name() + ": " + e.getMessage() + ". Nothing was sent.");
        }
        return reads()
                ? new ToolOutcome.Failure(spec.name() + ": " + e.getMessage() + ". Try again.")
                : new ToolOutcome.Unknown(spec.name() + ": " + e.getMessage() + ".");
    }

    private ToolOutcome told(Answer answer) {
        var body = answer.body().isBlank() ? "" : "\n" + answer.body();
        if (answer.status() >= 200 && answer.status() < 300) {
            return new ToolOutcome.Success(
                    answer.body().isBlank() ? "Done (" + answer.status() + ")." : answer.body());
        }
        if (answer.status() < 400) {
            return new ToolOutcome.Failure("The server answered " + answer.status()
                    + "; redirects are not followed. Correct endpoint in the manifest.");
        }
        var words = "The server answered " + answer.status() + "." + body;
        return answer.status() >= 500 && !reads()
                ? new ToolOutcome.Unknown(words)
                : new ToolOutcome.Failure(words);
    }
}
