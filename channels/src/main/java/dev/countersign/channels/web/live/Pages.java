package dev.countersign.channels.web.live;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The pages that are being looked at, and what was whispered to their readers. All of it is a view
 * that a restart may lose. Shared by the threads of channel and server.
 */
public final class Pages {
    private static final int MOST_PLACES = 500;
    private static final int MOST_WHISPERS = 10;

    private final Set<Pulse> open = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Map<Ear, Map<String, String>> whispers = new LinkedHashMap<>();

    /** One reader in one place. */
    private record Ear(String place, String person) {}

    /** Takes a page in, unless there are too many or the console is closing. */
    boolean enter(Pulse page, int most) {
        if (closed.get() || open.size() >= most) {
            return false;
        }
        open.add(page);
        if (closed.get()) {
            page.end();
        }
        return true;
    }

    void leave(Pulse page) {
        open.remove(page);
    }

    /** Something has changed somewhere: each page looks whether it concerns it. */
    public void poke() {
        open.forEach(Pulse::moved);
    }

    /** Keeps a sentence for one reader; the same one, by its id, once. */
    public void whisper(String place, String person, String id, String words) {
        synchronized (whispers) {
            var heard =
                    whispers.computeIfAbsent(new Ear(place, person), ear -> new LinkedHashMap<>());
            heard.put(id, words);
            shorten(heard, MOST_WHISPERS);
            shorten(whispers, MOST_PLACES);
        }
        poke();
    }

    public List<String> whispers(String place, String person) {
        synchronized (whispers) {
            return new ArrayList<>(
                    whispers.getOrDefault(new Ear(place, person), Map.of()).values());
        }
    }

    private static void shorten(Map<?, ?> map, int most) {
        while (map.size() > most) {
            map.remove(map.keySet().iterator().next());
        }
    }

    public boolean closed() {
        return closed.get();
    }

    public void close() {
        closed.set(true);
        open.forEach(Pulse::end);
    }
}
