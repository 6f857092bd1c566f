package dev.countersign.bot.email;

import dev.countersign.bot.config.Config;
import dev.countersign.bot.config.ConfigFile;
import dev.countersign.channels.QuestionKey;
import dev.countersign.channels.email.ticket.Stub.Matter;
import dev.countersign.channels.email.ticket.Tickets;
import dev.countersign.channels.email.ticket.Tickets.Holder;
import dev.countersign.store.Database;
import dev.countersign.store.ticket.JdbiTickets;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * A mail about a question that reached somebody who is never sent one: a ticket made with the key
 * and in the rows of a house, so that its doors take it for one of theirs.
 */
public final class StrayMail implements AutoCloseable {
    private final Config config;
    private final Database database;
    private final Tickets tickets;
    private final InstantSource clock;

    /** For the house with this configuration, while it is open. */
    public StrayMail(Path configuration, InstantSource clock) throws IOException {
        this.config = ConfigFile.read(configuration, Map.of());
        this.clock = clock;
        var store = config.store();
        this.database =
                Database.open(store.url(), store.user(), store.password().reveal(), clock);
        this.tickets = new Tickets(
                EmailParts.settings(config, config.email().orElseThrow(), () -> "")
                        .secrets()
                        .ticketKey(),
                new KeptTickets(new JdbiTickets(database), clock));
    }

    /** The secrets of such a mail. */
    public record Secrets(String link, String replyTo) {}

    public Secrets about(String question, String person, String address) {
        var matter = new Matter(
                address, Optional.of(new QuestionKey(question)), 1, "Approve?", "<stray@host>");
        var name = "stray/" + question;
        var now = clock.instant();
        var issued =
                tickets.issue(name, matter, new Holder(person, address), now, Optional.empty());
        var bot = config.email().orElseThrow().address();
        return new Secrets(
                issued.link().secret(), bot.replace("@", "+r." + issued.reply().secret() + "@"));
    }

    @Override
    public void close() {
        database.close();
    }
}
