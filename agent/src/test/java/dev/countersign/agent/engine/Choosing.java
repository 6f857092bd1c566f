package dev.countersign.agent.engine;

import dev.countersign.channels.Assurance;
import dev.countersign.channels.Choice;
import dev.countersign.channels.Conversation;
import dev.countersign.channels.DeliveryId;
import dev.countersign.channels.Inbound;
import dev.countersign.channels.Inbound.Speaker;
import dev.countersign.channels.QuestionKey;
import dev.countersign.channels.Questions.Reply;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;

/** What people choose, by the API or by a click in a channel; each is another delivery. */
abstract class Choosing extends Town {
    final AtomicInteger deliveries = new AtomicInteger();

    abstract Engine engine();

    Reply approves(String person, QuestionKey key) {
        return chooses(person, key, new Choice.Approve(Optional.empty()));
    }

    Reply rejects(String person, QuestionKey key, String reason) {
        return chooses(person, key, new Choice.Reject(Optional.of(reason)));
    }

    Reply chooses(String person, QuestionKey key, Choice choice) {
        return chooses(person, key, OptionalInt.empty(), choice);
    }

    Reply chooses(String person, QuestionKey key, OptionalInt version, Choice choice) {
        return engine().questions()
                .decide(new Inbound.Chose(
                        new DeliveryId("api", "c" + deliveries.incrementAndGet()),
                        Speaker.signedIn(person, "api"),
                        new Conversation("api", "x"),
                        key,
                        version,
                        choice));
    }

    /** A click in a channel, as the channel reports it. */
    Inbound.Chose click(String scheme, String account, QuestionKey key, Choice choice) {
        return new Inbound.Chose(
                new DeliveryId(scheme, "k" + deliveries.incrementAndGet()),
                new Speaker(scheme, account, Assurance.SIGNED, Map.of()),
                new Conversation(scheme, "C1"),
                key,
                OptionalInt.empty(),
                choice);
    }
}
