package dev.countersign.agent.run;

import dev.countersign.agent.run.RunStore.Lease;
import dev.countersign.channels.DeliveryId;
import dev.countersign.channels.Inbound;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The postbox of {@link MapStore}, under its lock. */
final class MapPostbox implements Postbox {
    private final MapStore store;
    private final InstantSource clock;
    private final Map<DeliveryId, Item> items = new LinkedHashMap<>();

    MapPostbox(MapStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** One delivery; without {@code free} it needs nothing more. */
    private record Item(
            Optional<Inbound> inbound,
            Instant received,
            Optional<String> owner,
            Optional<Instant> free,
            Optional<String> run) {
        Item heldBy(Optional<String> holder, Optional<Instant> until) {
            return new Item(inbound, received, holder, until, run);
        }
    }

    boolean isConsumed(DeliveryId delivery) {
        return items.containsKey(delivery) && items.get(delivery).free().isEmpty();
    }

    Optional<String> consumer(DeliveryId delivery) {
        return Optional.ofNullable(items.get(delivery)).flatMap(Item::run);
    }

    void consume(DeliveryId delivery, String run) {
        var item = Optional.ofNullable(items.get(delivery));
        items.put(
                delivery,
                new Item(
                        item.flatMap(Item::inbound),
                        item.map(Item::received).orElse(clock.instant()),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(run)));
    }

    @Override
    public boolean keep(Inbound inbound, Instant now) {
        synchronized (store) {
            var item = new Item(
                    Optional.of(inbound),
                    now,
                    Optional.empty(),
                    Optional.of(now),
                    Optional.empty());
            return items.putIfAbsent(inbound.delivery(), item) == null;
        }
    }

    @Override
    public List<Inbound> claim(Lease lease, Instant now, int most) {
        synchronized (store) {
            var free = items.entrySet().stream()
                    .filter(e ->
                            e.getValue().free().filter(at -> !at.isAfter(now)).isPresent())
                    .limit(most)
                    .toList();
            free.forEach(e -> e.setValue(
                    e.getValue().heldBy(Optional.of(lease.owner()), Optional.of(lease.until()))));
            return free.stream().map(e -> e.getValue().inbound().orElseThrow()).toList();
        }
    }

    @Override
    public void done(DeliveryId delivery) {
        synchronized (store) {
            items.computeIfPresent(
                    delivery, (id, item) -> item.heldBy(Optional.empty(), Optional.empty()));
        }
    }

    @Override
    public Instant oldest(Instant now) {
        synchronized (store) {
            return items.values().stream()
                    .filter(item -> item.free().isPresent())
                    .map(Item::received)
                    .min(Instant::compareTo)
                    .orElse(now);
        }
    }

    void release(String owner, Instant now) {
        items.replaceAll((id, item) -> item.owner().equals(Optional.of(owner))
                ? item.heldBy(Optional.empty(), Optional.of(now))
                : item);
    }
}
