package dev.countersign.bot.http;

import dev.countersign.agent.catalog.AgentSpec;
import dev.countersign.agent.catalog.Catalog;
import dev.countersign.agent.engine.Feed;
import dev.countersign.agent.engine.FrontDesk;
import dev.countersign.agent.grant.Grants.Held;
import dev.countersign.agent.run.Archive;
import dev.countersign.agent.run.Question;
import dev.countersign.agent.run.RunStore;
import dev.countersign.bot.http.view.Standing;
import dev.countersign.bot.models.ModelWatch;
import dev.countersign.channels.Questions;
import dev.countersign.store.callback.KeptCallback;
import dev.countersign.store.callback.KeptCallback.State;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * What the API speaks to; {@code masked} hides secrets in whatever a model or a tool wrote, and
 * {@code lacks} says what an agent must do without now; {@code standings} how it stands with
 * every document; {@code outside} are the signed links by which the outcome of a call that was
 * handed out is reported.
 */
public record Ports(
        FrontDesk desk,
        Questions questions,
        Catalog catalog,
        RunStore runs,
        Archive archive,
        Feed feed,
        UnaryOperator<String> masked,
        Readiness readiness,
        LoginLinks loginLinks,
        Function<AgentSpec, List<String>> lacks,
        Supplier<List<ModelWatch.Line>> models,
        Supplier<List<Standing>> standings,
        GrantBook grants,
        CallbackBook callbacks,
        Function<Question, Optional<String>> outside) {

    /** What keeps this server from working now, a sentence for each cause. */
    @FunctionalInterface
    public interface Readiness {
        List<String> causes();

        /** What somebody should look at, though it keeps nothing from working. */
        default List<String> warnings() {
            return List.of();
        }
    }

    /** The grants that hold now. */
    public interface GrantBook {
        List<Held> alive();

        boolean revoke(String id, String by);
    }

    /** What programs are told, and how that went. */
    public interface CallbackBook {
        List<KeptCallback> in(State state, int most);

        boolean replay(long id);
    }

    /** Makes a link that signs one person in to the console once. */
    @FunctionalInterface
    public interface LoginLinks {
        String linkFor(String person);
    }
}
