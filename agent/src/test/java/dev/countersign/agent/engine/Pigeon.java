package dev.countersign.agent.engine;

import dev.countersign.channels.ChannelFailure;
import dev.countersign.channels.ChannelFailure.Remedy;
import dev.countersign.channels.ContactChannel;
import dev.countersign.channels.DeliveryId;
import dev.countersign.channels.Inbox;
import dev.countersign.channels.Outbound;
import dev.countersign.channels.Outbound.Ask;
import dev.countersign.channels.Outbound.Occasion;
import dev.countersign.channels.Receipt;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A channel that remembers what it carried, knows its own messages, and may lose everything. */
final class Pigeon implements ContactChannel {
    final List<Outbound> carried = new CopyOnWriteArrayList<>();
    final List<Sending> sendings = new CopyOnWriteArrayList<>();
    private final Map<DeliveryId, Receipt> known = new ConcurrentHashMap<>();
    volatile Optional<Remedy> loses = Optional.empty();
    private final String name;
    private final Optional<String> scheme;

    Pigeon(String name, Optional<String> scheme) {
        this.name = name;
        this.scheme = scheme;
    }

    <T extends Outbound> List<T> carried(Class<T> kind) {
        return carried.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** The questions that it carried on this occasion. */
    List<Ask> asked(Occasion occasion) {
        return carried(Ask.class).stream()
                .filter(ask -> ask.occasion() == occasion)
                .toList();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<String> asksEachBy() {
        return scheme;
    }

    @Override
    public void open(Inbox inbox) {
        // Tests hand in what was received themselves.
    }

    @Override
    public Receipt send(Outbound message, Sending sending) throws ChannelFailure {
        if (loses.isPresent()) {
            throw new ChannelFailure(name, loses.get(), "the wind was too strong", null);
        }
        sendings.add(sending);
        return known.computeIfAbsent(sending.id(), id -> {
            carried.add(message);
            return new Receipt("m" + carried.size());
        });
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
