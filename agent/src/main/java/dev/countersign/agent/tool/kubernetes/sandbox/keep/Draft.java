package dev.countersign.agent.tool.kubernetes.sandbox.keep;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.tool.kubernetes.sandbox.kind.ResourceKind;
import dev.countersign.agent.tool.kubernetes.sandbox.tree.ApiFailure;
import dev.countersign.agent.tool.kubernetes.sandbox.tree.Json;
import dev.countersign.agent.tool.kubernetes.sandbox.tree.Meta;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The cluster as one write would leave it. A real write commits its draft and a dry run throws it
 * away, so both see the same. What was put or read is shared: copy before changing it.
 */
public final class Draft {
    private static final int MAX_OBJECT_BYTES = 1_572_864;

    private final Objects base;
    private final Instant now;
    private final Map<Key, Change> staged = new LinkedHashMap<>();
    private final Set<Key> touched = new LinkedHashSet<>();
    private final boolean dry;
    private long version;

    Draft(Objects base, long version, Instant now, boolean dry) {
        this.dry = dry;
        this.base = base;
        this.version = version;
        this.now = now;
    }

    /** The time of this write, as objects carry it. */
    public String now() {
        return now.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** A number that no earlier write of this cluster has had. */
    public long version() {
        return version;
    }

    public Optional<ObjectNode> get(Key key) {
        Change change = staged.get(key);
        return change == null ? base.now(key) : change.after();
    }

    public Optional<ObjectNode> get(ResourceKind kind, String namespace, String name) {
        return get(Key.of(kind, namespace, name));
    }

    /** All of a kind, or those in one namespace where one is given. */
    public Collection<ObjectNode> list(ResourceKind kind, Optional<String> namespace) {
        Map<Key, ObjectNode> found = new TreeMap<>(base.rangeNow(kind, namespace));
        for (Change change : staged.values()) {
            Key key = change.key();
            if (key.isOf(kind) && namespace.map(key.namespace()::equals).orElse(true)) {
                change.after().ifPresentOrElse(it -> found.put(key, it), () -> found.remove(key));
            }
        }
        return found.values();
    }

    /** Every object, by its key. */
    public Map<Key, ObjectNode> everything() {
        Map<Key, ObjectNode> all = new TreeMap<>(base.everythingNow());
        for (Change change : staged.values()) {
            Key key = change.key();
            change.after().ifPresentOrElse(it -> all.put(key, it), () -> all.remove(key));
        }
        return all;
    }

    /** Keeps the object; one that is the same as before stays as it is. */
    public ObjectNode put(ResourceKind kind, ObjectNode object) {
        Key key = Key.of(kind, Meta.namespace(object), Meta.name(object));
        Optional<ObjectNode> old = get(key);
        ObjectNode meta = Meta.of(object);
        if (old.isPresent()) {
            meta.put("resourceVersion", Meta.version(old.get()));
            if (object.equals(old.get())) {
                return old.get();
            }
        } else {
            stampNew(meta, key);
        }
        checkSize(object);
        version++;
        // A dry run shows the version that is there, as a real server does.
        if (!dry) {
            meta.put("resourceVersion", Long.toString(version));
        }
        stage(key, Optional.of(object));
        return object;
    }

    private void stampNew(ObjectNode meta, Key key) {
        base.checkRoom(staged.size());
        String seed = key + "@" + (version + 1);
        meta.put("uid", UUID.nameUUIDFromBytes(seed.getBytes()).toString());
        meta.put("creationTimestamp", now());
    }

    private static void checkSize(ObjectNode object) {
        if (Json.bytes(object).length > MAX_OBJECT_BYTES) {
            throw new ApiFailure(
                    413,
                    "RequestEntityTooLarge",
                    "etcdserver: request is too large",
                    Json.object());
        }
    }

    public void remove(Key key) {
        version++;
        stage(key, Optional.empty());
    }

    private void stage(Key key, Optional<ObjectNode> after) {
        staged.remove(key);
        touched.add(key);
        staged.put(key, new Change(version, key, base.now(key), after));
    }

    /** What was put or removed since this was asked last. */
    public List<Key> takeTouched() {
        List<Key> taken = new ArrayList<>(touched);
        touched.clear();
        return taken;
    }

    public boolean wasTouched(Key key) {
        return staged.containsKey(key);
    }

    /** What a commit would do, in order. */
    List<Change> changes() {
        return staged.values().stream()
                .filter(change -> change.before().isPresent() || change.after().isPresent())
                .toList();
    }
}
