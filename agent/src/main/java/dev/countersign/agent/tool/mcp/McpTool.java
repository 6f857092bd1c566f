package dev.countersign.agent.tool.mcp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

import dev.countersign.agent.tool.Invocation;
import dev.countersign.agent.tool.Preview;
import dev.countersign.agent.tool.Previewing;
import dev.countersign.agent.tool.Tool;
import dev.countersign.agent.tool.ToolClass;
import dev.countersign.agent.tool.ToolOutcome;
import dev.countersign.agent.tool.ToolSpec;
import dev.countersign.channels.Card.Fact;

import java.util.List;

/** A tool of a server, as it was when the server last listed it. */
final class McpTool implements Tool, Previewing {
    private final Server server;
    private final String name;
    private final ToolSpec spec;

    McpTool(Server server, String name, ToolSpec spec) {
        this.server = server;
        this.name = name;
        this.spec = spec;
    }

    @Override
    public ToolSpec spec() {
        return spec;
    }

    /** Nobody is asked about a call that could not reach its server. */
    @Override
    public Preview preview(Invocation invocation) {
        if (!server.status().connected()) {
            return new Preview.Fails(server.unreachable());
        }
        return new Preview.Shows(
                "Run " + name + " on " + server.name(),
                List.of(new Fact("Tool", name), new Fact("Server", spec.source())),
                List.of(),
                "",
                List.of(),
                "");
    }

    @Override
    public ToolOutcome call(Invocation invocation) {
        JsonNode arguments;
        try {
            arguments = Rpc.exact(invocation.arguments());
        } catch (JsonProcessingException e) {
            return new ToolOutcome.Failure("The arguments are no JSON. Nothing was sent.");
        }
        if (!arguments.isObject()) {
            return new ToolOutcome.Failure("The arguments are no JSON object. Nothing was sent.");
        }
        try {
            if (spec.toolClass() != ToolClass.READ && server.moved(name, spec)) {
                return new ToolOutcome.Moved(
                        "The tool " + spec.name() + " has changed on its server");
            }
        } catch (LinkFailure e) {
            return new ToolOutcome.Failure(server.unreachable() + " Nothing was sent.");
        }
        return sent(arguments, invocation);
    }

    private ToolOutcome sent(JsonNode arguments, Invocation invocation) {
        var params = Rpc.object().put("name", name);
        params.set("arguments", arguments);
        params.putObject("_meta").put("dev.countersign/key", invocation.key());
        var before = server.asked();
        try {
            var result = server.call(params);
            var text = Results.text(result) + refused(before);
            return result.path("isError").asBoolean(false)
                    ? new ToolOutcome.Failure(text)
                    : new ToolOutcome.Success(text);
        } catch (LinkFailure e) {
            return failed(e);
        }
    }

    /** A server that asks in the middle of a call was refused; the model is told what to do. */
    private String refused(Server.Asked before) {
        var after = server.asked();
        return after.times() == before.times()
                ? ""
                : "\n(While this ran, the server wanted people to be asked: \"" + after.what()
                        + "\". Countersign refused, because such a question would not survive a"
                        + " restart. Ask with ask_user or get_user_input, and give the answer as an"
                        + " argument.)";
    }

    private ToolOutcome failed(LinkFailure e) {
        var words = "The tool server " + server.name() + ": " + e.getMessage() + ".";
        return switch (e.kind()) {
            case REFUSED -> new ToolOutcome.Failure(words);
            case NOT_SENT -> new ToolOutcome.Failure(words + " Nothing was sent. Try again later.");
            case NO_ANSWER ->
                spec.toolClass() == ToolClass.READ
                        ? new ToolOutcome.Failure(words + " It only reads; try again.")
                        : new ToolOutcome.Unknown(words);
        };
    }
}
