package dev.countersign.bot.callbacks;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import dev.countersign.agent.run.Archive.Recorded;
import dev.countersign.bot.config.CallbackSettings.Happening;
import dev.countersign.store.callback.KeptCallback.Draft;

import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What a program reads of a line of the record. Secrets were masked before it was recorded. */
final class Telling {
    private Telling() {}

    /** The message about this line, where it is of a kind that is wanted. */
    static Optional<Draft> of(Recorded line, Set<Happening> wanted) {
        return happening(line)
                .filter(wanted::contains)
                .map(one -> new Draft(line.id(), one.word(), body(line, one)));
    }

    private static Optional<Happening> happening(Recorded line) {
        return switch (line.entry().kind()) {
            case ASKED -> Optional.of(Happening.QUESTION_OPENED);
            case DECIDED -> Optional.of(Happening.QUESTION_DECIDED);
            case EXPIRED -> Optional.of(Happening.QUESTION_EXPIRED);
            case ANSWER, CLOSED -> Optional.of(Happening.RUN_FINISHED);
            default -> Optional.empty();
        };
    }

    private static String body(Recorded line, Happening happening) {
        var entry = line.entry();
        var body = JsonNodeFactory.instance.objectNode();
        body.put("type", happening.word());
        body.put("timestamp", entry.at().toString());
        var data = body.putObject("data");
        data.put("run", line.run());
        data.put("line", line.number());
        data.put("question", entry.question().orElse(null));
        data.put("call", entry.call().orElse(null));
        data.put("by", entry.by().orElse(null));
        var details = data.putObject("details");
        new TreeMap<>(entry.details()).forEach(details::put);
        return body.toString();
    }
}
