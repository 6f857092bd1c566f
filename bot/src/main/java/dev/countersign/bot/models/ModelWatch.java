package dev.countersign.bot.models;

import dev.countersign.agent.catalog.ModelSpec;
import dev.countersign.agent.model.ModelCheck.Status;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Whether the models of the catalog can be asked, in words. A model is tried when it appears and
 * when somebody looks and the last answer is old; nobody who looks at an agent waits for it.
 */
public final class ModelWatch {
    private static final Logger LOG = LoggerFactory.getLogger(ModelWatch.class);
    private static final Duration FRESH = Duration.ofMinutes(1);
    /** Longer than a check takes in any case. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Models models;
    private final InstantSource clock;
    private final Executor checker =
            task -> Thread.ofVirtual().name("model-check").start(task);
    private final Map<ModelSpec, Looked> looked = new ConcurrentHashMap<>();

    /** Until the new answer is there, the one before is what is known. */
    private record Looked(Instant at, CompletableFuture<Status> status, Optional<Status> before) {
        Optional<Status> known() {
            return Optional.ofNullable(status.getNow(before.orElse(null)));
        }
    }

    /** A model with what is known of it. */
    public record Line(ModelSpec spec, Status status) {}

    public ModelWatch(Models models, InstantSource clock) {
        this.models = models;
        this.clock = clock;
    }

    /** These are the models from now on: the new ones are tried, the others forgotten. */
    public void follow(Collection<ModelSpec> now) {
        looked.keySet().retainAll(now);
        now.forEach(this::look);
    }

    /** All of them, each tried lately. */
    public List<Line> lines(Collection<ModelSpec> specs) {
        var asked = specs.stream().map(this::look).toList();
        CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
                .completeOnTimeout(null, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        return specs.stream()
                .map(spec -> new Line(spec, known(spec).orElse(new Status(false, "Checking"))))
                .toList();
    }

    /** What is wrong with a model, as far as is known now. */
    public Optional<String> trouble(ModelSpec spec) {
        look(spec);
        return known(spec).filter(status -> !status.ready()).map(Status::detail);
    }

    private Optional<Status> known(ModelSpec spec) {
        return Optional.ofNullable(looked.get(spec)).flatMap(Looked::known);
    }

    private CompletableFuture<Status> look(ModelSpec spec) {
        var now = clock.instant();
        return looked.compute(
                        spec,
                        (key, old) -> old != null && now.isBefore(old.at().plus(FRESH))
                                ? old
                                : again(spec, now, Optional.ofNullable(old)))
                .status();
    }

    private Looked again(ModelSpec spec, Instant now, Optional<Looked> old) {
        var before = old.flatMap(Looked::known);
        var status = CompletableFuture.supplyAsync(() -> models.check(spec), checker);
        status.thenAccept(fresh -> told(spec, fresh, before));
        return new Looked(now, status, before);
    }

    private static void told(ModelSpec spec, Status status, Optional<Status> before) {
        if (!status.ready() && before.filter(status::equals).isEmpty()) {
            LOG.warn(
                    "LLM {}: {}; agents with other models work, and it is tried again when"
                            + " somebody asks",
                    spec.name(),
                    status.detail());
        }
    }
}
