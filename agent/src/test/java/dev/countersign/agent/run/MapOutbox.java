package dev.countersign.agent.run;

import dev.countersign.agent.run.RunStore.Lease;
import dev.countersign.channels.Conversation;
import dev.countersign.channels.Outbound;
import dev.countersign.channels.QuestionKey;
import dev.countersign.channels.Receipt;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** The outbox of {@link MapStore}, under its lock. */
final class MapOutbox implements Outbox {
    private final MapStore store;
    private final InstantSource clock;
    private final List<Item> items = new ArrayList<>();

    MapOutbox(MapStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** One message; without {@code due} it is sent or dead. */
    private record Item(
            long id,
            String run,
            Outbound message,
            int tries,
            Instant queued,
            Optional<String> owner,
            Optional<Instant> due,
            Optional<Receipt> receipt) {
        Item due(Optional<String> holder, Optional<Instant> when) {
            return new Item(id, run, message, tries, queued, holder, when, receipt);
        }

        boolean dueAt(Instant now) {
            return due.filter(at -> !at.isAfter(now)).isPresent();
        }

        boolean aboutTheSameAs(Item other) {
            return message.to().equals(other.message.to())
                    && about(message).equals(about(other.message))
                    && (about(message).isPresent() || run.equals(other.run));
        }
    }

    private static Optional<QuestionKey> about(Outbound message) {
        return switch (message) {
            case Outbound.Ask ask -> Optional.of(ask.key());
            case Outbound.Settle settle -> Optional.of(settle.key());
            case Outbound.Whisper whisper -> whisper.about();
            case Outbound.Tell ignored -> Optional.empty();
            case Outbound.Progress ignored -> Optional.empty();
        };
    }

    void add(String run, List<Outbound> messages) {
        var now = clock.instant();
        for (var message : messages) {
            var id = items.size() + 1L;
            items.add(new Item(
                    id,
                    run,
                    message,
                    0,
                    now,
                    Optional.empty(),
                    Optional.of(now),
                    Optional.empty()));
        }
    }

    @Override
    public List<Parcel> claim(Lease lease, Instant now, int most) {
        synchronized (store) {
            var blocked = new HashSet<Conversation>();
            var taken = new ArrayList<Parcel>();
            for (var item : List.copyOf(items)) {
                var first = item.due().isPresent() && blocked.add(item.message().to());
                if (first && item.dueAt(now) && taken.size() < most) {
                    put(item.due(Optional.of(lease.owner()), Optional.of(lease.until())));
                    taken.add(parcel(item));
                }
            }
            return taken;
        }
    }

    private Parcel parcel(Item item) {
        var earlier = items.stream()
                .filter(other -> other.id() < item.id() && other.aboutTheSameAs(item))
                .flatMap(other -> other.receipt().stream())
                .toList();
        return new Parcel(
                item.id(), item.run(), item.message(), item.tries(), item.queued(), earlier);
    }

    @Override
    public void sent(List<Sent> sent) {
        synchronized (store) {
            for (var one : sent) {
                var item = get(one.id());
                put(new Item(
                        item.id(),
                        item.run(),
                        item.message(),
                        item.tries(),
                        item.queued(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(one.receipt())));
            }
        }
    }

    @Override
    public void retry(long id, String why, Instant again) {
        synchronized (store) {
            var item = get(id);
            put(new Item(
                    id,
                    item.run(),
                    item.message(),
                    item.tries() + 1,
                    item.queued(),
                    Optional.empty(),
                    Optional.of(again),
                    item.receipt()));
        }
    }

    @Override
    public void dead(long id, String why) {
        synchronized (store) {
            put(get(id).due(Optional.empty(), Optional.empty()));
        }
    }

    @Override
    public boolean reached(QuestionKey key, List<Conversation> places) {
        synchronized (store) {
            return places.isEmpty()
                    || items.stream()
                            .filter(item -> about(item.message()).equals(Optional.of(key)))
                            .filter(item -> places.contains(item.message().to()))
                            .anyMatch(item -> item.receipt().isPresent());
        }
    }

    @Override
    public long pending() {
        synchronized (store) {
            return items.stream().filter(item -> item.due().isPresent()).count();
        }
    }

    void release(String owner, Instant now) {
        items.replaceAll(item -> item.owner().equals(Optional.of(owner))
                ? item.due(Optional.empty(), Optional.of(now))
                : item);
    }

    private Item get(long id) {
        return items.get((int) id - 1);
    }

    private void put(Item item) {
        items.set((int) item.id() - 1, item);
    }
}
