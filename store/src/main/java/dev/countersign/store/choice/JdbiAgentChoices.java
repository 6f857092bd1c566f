package dev.countersign.store.choice;

import dev.countersign.channels.Conversation;
import dev.countersign.store.Database;
import dev.countersign.store.SqlFault;
import dev.countersign.store.form.IndexedText;
import dev.countersign.store.form.Moment;

import org.jdbi.v3.core.Handle;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The agents that people chose for places, the latest for each. Safe for threads and replicas. */
public final class JdbiAgentChoices {
    /** Whoever begins nothing for so long in a place chooses again. */
    static final Duration KEPT = Duration.ofDays(90);

    private final Database database;

    public JdbiAgentChoices(Database database) {
        this.database = database;
    }

    public void choose(Conversation place, String agent, Instant at) {
        try {
            database.inTransaction(handle -> keep(handle, place, agent, at));
        } catch (RuntimeException failure) {
            if (SqlFault.of(failure) != SqlFault.DUPLICATE) {
                throw failure;
            }
            // Somebody else chose for the first time at the same moment; the later one stays.
            database.inTransaction(handle -> update(handle, place, agent, at));
        }
    }

    private static int keep(Handle handle, Conversation place, String agent, Instant at) {
        handle.createUpdate("delete from agent_choice where chosen_at < :before")
                .bind("before", Moment.of(at.minus(KEPT)))
                .execute();
        int there = update(handle, place, agent, at);
        return there > 0
                ? there
                : handle.createUpdate("insert into agent_choice (place, agent, chosen_at)"
                                + " values (:place, :agent, :at)")
                        .bind("place", row(place))
                        .bind("agent", IndexedText.clean(agent))
                        .bind("at", Moment.of(at))
                        .execute();
    }

    private static int update(Handle handle, Conversation place, String agent, Instant at) {
        return handle.createUpdate("update agent_choice set agent = :agent, chosen_at = :at"
                        + " where place = :place")
                .bind("place", row(place))
                .bind("agent", IndexedText.clean(agent))
                .bind("at", Moment.of(at))
                .execute();
    }

    public Optional<String> chosen(Conversation place) {
        return database.read(
                handle -> handle.createQuery("select agent from agent_choice where place = :place")
                        .bind("place", row(place))
                        .mapTo(String.class)
                        .findOne());
    }

    /** A place is named by people and may be long; what names its row is short. */
    private static String row(Conversation place) {
        return IndexedText.sha256(place.channel().length() + place.channel() + place.place());
    }
}
