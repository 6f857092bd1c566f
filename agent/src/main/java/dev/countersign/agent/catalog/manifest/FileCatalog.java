package dev.countersign.agent.catalog.manifest;

import dev.countersign.agent.catalog.Applied;
import dev.countersign.agent.catalog.Applied.Conflict;
import dev.countersign.agent.catalog.Catalog;
import dev.countersign.agent.catalog.Problem;
import dev.countersign.agent.catalog.Problem.Severity;
import dev.countersign.agent.catalog.Snapshot;
import dev.countersign.agent.catalog.manifest.dialect.Dialect;
import dev.countersign.agent.catalog.manifest.kinds.Kinds;
import dev.countersign.agent.catalog.manifest.kinds.Reading;
import dev.countersign.agent.catalog.manifest.kinds.Reading.Key;
import dev.countersign.agent.catalog.manifest.yaml.Document;
import dev.countersign.agent.gate.Conditions;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The catalog of what stands in YAML files, watched for change, and of what was applied. */
public final class FileCatalog implements Catalog {
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final int MAX_APPLIED = 10_000;
    private static final Logger LOG = LoggerFactory.getLogger(FileCatalog.class);

    private final Sources sources;
    private final Kinds kinds;
    private final Manifests manifests;
    private final AppliedFolder folder;
    private final Map<Key, Reading> applied = new LinkedHashMap<>();
    private final List<Problem> unreadable = new ArrayList<>();
    private final List<Consumer<Snapshot>> listeners = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private Map<Path, Manifests.Stamp> stamps = Map.of();
    private List<Document.File> files = List.of();
    private Inventory inventory = Inventory.EMPTY;
    private volatile Snapshot snapshot = Snapshot.EMPTY;

    /** Loads everything once; {@link #watch} looks again and again. */
    public FileCatalog(Sources sources, Conditions conditions) throws IOException {
        this.sources = sources;
        this.kinds = new Kinds(conditions);
        this.manifests = new Manifests(sources.manifests());
        this.folder = new AppliedFolder(sources.applied());
        for (Document.File kept : folder.read()) {
            unreadable.addAll(kept.problems());
            kept.documents().stream()
                    .flatMap(document -> Dialect.read(document, kinds).stream())
                    .forEach(reading -> applied.put(reading.key(), reading));
        }
        load();
    }

    /** Starts to look for changes, until closed. */
    public FileCatalog watch() {
        Thread.ofVirtual().name("manifests").start(this::look);
        return this;
    }

    private void look() {
        try {
            while (!closed.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    refresh();
                } catch (RuntimeException e) {
                    LOG.error("manifests could not be looked at; trying again in a second", e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Looks once, and reads everything again where a file has changed. */
    public synchronized void refresh() {
        if (!manifests.look().equals(stamps)) {
            load();
        }
    }

    private synchronized void load() {
        stamps = manifests.look();
        files = sources.manifests().isEmpty() ? List.of(BuiltIn.defaults()) : manifests.read();
        publish(stocktaking(applied));
    }

    /** Files come first, then what was applied, then the built-in documents. */
    private Inventory stocktaking(Map<Key, Reading> appliedNow) {
        var taking = new Stocktaking(inventory, sources);
        for (Document.File file : files) {
            if (!BuiltIn.NAME.equals(file.name())) {
                add(taking, file);
            }
        }
        appliedNow.values().forEach(taking::add);
        taking.add(unreadable);
        files.stream().filter(f -> BuiltIn.NAME.equals(f.name())).forEach(f -> add(taking, f));
        files.stream().filter(Document.File::broken).forEach(f -> taking.keepFrom(f.name()));
        if (taking.lacksModel(BuiltIn.KAGENT_MODEL)) {
            add(taking, BuiltIn.kagent());
            taking.add(BuiltIn.saying());
        }
        return taking.take();
    }

    private void add(Stocktaking taking, Document.File file) {
        taking.add(file.problems());
        file.documents().forEach(d -> Dialect.read(d, kinds).forEach(taking::add));
    }

    private void publish(Inventory next) {
        var known = new HashSet<>(inventory.problems());
        inventory = next;
        next.problems().stream().filter(known::add).forEach(FileCatalog::log);
        var now = next.snapshot();
        if (!now.equals(snapshot)) {
            snapshot = now;
            LOG.info(
                    "catalog has {} agents, {} models, {} policies, {} people, {} problems; new"
                            + " runs use it from now on",
                    now.agents().size(),
                    now.models().size(),
                    now.policies().size(),
                    now.people().size(),
                    now.problems().size());
            listeners.forEach(listener -> tell(listener, now));
        }
    }

    private static void tell(Consumer<Snapshot> listener, Snapshot now) {
        try {
            listener.accept(now);
        } catch (RuntimeException e) {
            LOG.error("a listener failed on the new catalog; the others are told", e);
        }
    }

    private static void log(Problem problem) {
        if (problem.severity() == Severity.ERROR) {
            LOG.error("{}", problem);
        } else {
            LOG.warn("{}", problem);
        }
    }

    @Override
    public Snapshot now() {
        return snapshot;
    }

    @Override
    public void onChange(Consumer<Snapshot> listener) {
        listeners.add(listener);
    }

    @Override
    public synchronized Applied apply(String yaml) {
        var file = Document.read(AppliedFolder.NAME, yaml);
        var problems = new ArrayList<>(file.problems());
        var conflicts = new ArrayList<Conflict>();
        var wanted = new LinkedHashMap<Key, Reading>();
        for (Document document : file.documents()) {
            for (Reading reading : Dialect.read(document, kinds)) {
                var inFile = fileOf(reading.key());
                if (inFile.isPresent()) {
                    conflicts.add(new Conflict(reading.key().toString(), inFile.get()));
                } else if (reading.piece().isEmpty()) {
                    problems.addAll(reading.problems());
                } else if (wanted.putIfAbsent(reading.key(), reading) != null) {
                    problems.add(twice(reading));
                }
            }
        }
        return new Applied(keep(wanted, problems), problems, conflicts);
    }

    private static Problem twice(Reading reading) {
        return new Problem(
                Severity.ERROR,
                reading.document().file(),
                reading.document().line(),
                reading.document().title(),
                "metadata.name",
                reading.key() + " stands here twice, and the first one holds. Keep one.");
    }

    private Optional<String> fileOf(Key key) {
        return files.stream()
                .filter(file -> !BuiltIn.NAME.equals(file.name()))
                .flatMap(file -> file.documents().stream())
                .flatMap(document -> Dialect.read(document, kinds).stream())
                .filter(reading -> reading.key().equals(key))
                .map(reading -> reading.document().file())
                .findFirst();
    }

    /** Tries all documents together, and keeps those that are good beside the others. */
    private List<String> keep(Map<Key, Reading> wanted, List<Problem> problems) {
        var trial = new LinkedHashMap<>(applied);
        trial.putAll(wanted);
        var found = stocktaking(trial);
        var kept = new ArrayList<String>();
        for (Reading reading : wanted.values()) {
            found.problems().stream()
                    .filter(p -> p.document().equals(reading.document().title()))
                    .forEach(problems::add);
            if (reading.equals(found.inForce().get(reading.key())) && kept(reading, problems)) {
                applied.put(reading.key(), reading);
                kept.add(reading.document().title());
            }
        }
        publish(stocktaking(applied));
        return kept;
    }

    private boolean kept(Reading reading, List<Problem> problems) {
        var document = reading.document();
        var message = "There are " + MAX_APPLIED + " applied documents already.";
        if (applied.size() < MAX_APPLIED || applied.containsKey(reading.key())) {
            try {
                folder.keep(document);
                return true;
            } catch (IOException e) {
                message = "It could not be kept: " + e.getMessage() + ". It is not in force.";
            }
        }
        problems.add(new Problem(
                Severity.ERROR, document.file(), document.line(), document.title(), "", message));
        return false;
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
