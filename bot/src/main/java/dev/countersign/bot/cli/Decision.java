package dev.countersign.bot.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A decision on its way to the server, and its echo. */
final class Decision {

    private Decision() {}

    /** A verdict; reason and version are null where the command line has none. */
    static ObjectNode body(String verdict, String reason, Integer version) {
        var body = Api.JSON.createObjectNode().put("verdict", verdict);
        if (reason != null) {
            body.put("reason", reason);
        }
        if (version != null) {
            body.put("version", version);
        }
        return body;
    }

    static int send(Terminal terminal, String key, ObjectNode body, boolean json) {
        var path = "/api/v1/questions/" + Api.escaped(key) + "/decision";
        var answer = terminal.api().post(path, body);
        if (json) {
            terminal.json(answer);
        } else {
            terminal.say(answer.path("sentence").asText());
        }
        return Cli.DONE;
    }
}
