package dev.countersign.bot.email;

import dev.countersign.agent.asking.Ids;
import dev.countersign.agent.asking.Workshop;
import dev.countersign.agent.catalog.AgentSpec;
import dev.countersign.agent.engine.Engine;
import dev.countersign.agent.gate.Directory.Found;
import dev.countersign.agent.run.Archive;
import dev.countersign.bot.config.Config;
import dev.countersign.bot.config.EmailSettings;
import dev.countersign.bot.config.Keys;
import dev.countersign.channels.Assurance;
import dev.countersign.channels.Inbound.Speaker;
import dev.countersign.channels.Person;
import dev.countersign.channels.QuestionKey;
import dev.countersign.channels.email.EmailChannel;
import dev.countersign.channels.email.EmailPorts;
import dev.countersign.channels.email.EmailSettings.Mailbox;
import dev.countersign.channels.email.EmailSettings.Secrets;
import dev.countersign.channels.email.server.AccessTokens;
import dev.countersign.channels.email.server.MailServer;
import dev.countersign.channels.email.server.MailServer.Login;
import dev.countersign.channels.email.server.MailServer.Tls;
import dev.countersign.channels.email.server.OAuthTokens;
import dev.countersign.store.Database;
import dev.countersign.store.JdbiArchive;
import dev.countersign.store.absence.JdbiAbsences;
import dev.countersign.store.mail.JdbiLeases;
import dev.countersign.store.mail.JdbiMails;
import dev.countersign.store.ticket.JdbiTickets;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Puts the mail channel together, and says its configuration in the channel's own words. */
public final class EmailParts {
    private static final Logger LOG = LoggerFactory.getLogger(EmailParts.class);
    private static final String KEY = "ticket-key";
    /** How long an answer of a mailbox holds; mailboxes rarely say until when, and say it again. */
    private static final Duration AWAY = Duration.ofHours(24);

    private EmailParts() {}

    public static EmailChannel channel(
            Config config,
            EmailSettings mail,
            Engine engine,
            Workshop workshop,
            Kept kept,
            Supplier<String> site) {
        var clock = kept.clock();
        var ports = new EmailPorts(
                engine.questions(),
                people(workshop),
                key -> subject(workshop, new JdbiArchive(kept.database()), key),
                new KeptTickets(new JdbiTickets(kept.database()), clock),
                new KeptMails(new JdbiMails(kept.database())),
                setbacks(engine, workshop, new JdbiAbsences(kept.database()), clock),
                lease(new JdbiLeases(kept.database(), Ids.fresh("reader_")), clock),
                clock);
        return new EmailChannel(settings(config, mail, site), ports);
    }

    /** Where mail is kept, and by whose time. */
    public record Kept(Database database, InstantSource clock) {}

    private static EmailPorts.Lease lease(JdbiLeases leases, InstantSource clock) {
        return new EmailPorts.Lease() {
            @Override
            public boolean holds(String name, Duration time) {
                var now = clock.instant();
                return leases.holds(name, now, now.plus(time));
            }

            @Override
            public void letGo(String name) {
                leases.letGo(name);
            }
        };
    }

    /** The settings with the key that is kept beside the data, made when it is first needed. */
    public static dev.countersign.channels.email.EmailSettings settings(
            Config config, EmailSettings mail, Supplier<String> site) {
        return new dev.countersign.channels.email.EmailSettings(
                mail.address(),
                mail.name(),
                mail.authservId(),
                mail.agent(),
                site,
                server(mail.smtp()),
                mail.imap().map(box -> new Mailbox(server(box), box.folder())),
                mail.keepRaw(),
                new Secrets(key(config), hook(mail)));
    }

    private static byte[] key(Config config) {
        try {
            return Keys.named(KEY, config).bytes();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    config.data().resolve(KEY) + " cannot be read or made: " + e.getMessage()
                            + ". Mails need it; let this user write to " + config.data() + ".",
                    e);
        }
    }

    private static Optional<String> hook(EmailSettings mail) {
        return Optional.of(mail.hookSecret().reveal()).filter(secret -> !secret.isEmpty());
    }

    private static AccessTokens tokens(EmailSettings.OAuth oauth) {
        var client = new OAuthTokens.Client(
                oauth.tokenUrl(),
                oauth.clientId(),
                oauth.clientSecret().reveal(),
                oauth.scope(),
                oauth.refreshToken().reveal());
        return new OAuthTokens(client, InstantSource.system());
    }

    private static MailServer server(EmailSettings.Server server) {
        return new MailServer(
                server.host(),
                server.port(),
                tls(server.tls()),
                server.user()
                        .map(user -> new Login(
                                user,
                                server.password().reveal(),
                                server.oauth().map(EmailParts::tokens))),
                server.ca());
    }

    private static Tls tls(EmailSettings.Tls tls) {
        return switch (tls) {
            case STARTTLS -> Tls.STARTTLS;
            case IMPLICIT -> Tls.IMPLICIT;
            case NONE -> Tls.NONE;
        };
    }

    private static EmailPorts.People people(Workshop workshop) {
        return new EmailPorts.People() {
            @Override
            public Optional<String> at(String address) {
                return person(workshop, address).map(Person::name);
            }

            @Override
            public ZoneId zone(String address) {
                return person(workshop, address)
                        .flatMap(Person::zone)
                        .orElseGet(ZoneId::systemDefault);
            }
        };
    }

    /** Exactly one person must have the address; an address that two share is nobody's. */
    private static Optional<Person> person(Workshop workshop, String address) {
        var speaker = new Speaker(EmailChannel.NAME, address, Assurance.CLAIMED, Map.of());
        return switch (workshop.directory().find(speaker)) {
            case Found.Known known -> Optional.of(known.person());
            case Found.Nobody nobody -> Optional.empty();
            case Found.Ambiguous ambiguous -> Optional.empty();
        };
    }

    /** As the first mail channel has it that the rule of the question, or else its agent, names. */
    private static Optional<String> subject(Workshop workshop, Archive archive, QuestionKey key) {
        var now = workshop.catalog();
        return archive.question(key).flatMap(asked -> {
            var ruled = asked.question().gate().channels();
            var agent = Optional.ofNullable(now.agents().get(asked.agent()));
            var names = ruled.isEmpty() ? agent.map(AgentSpec::channels).orElse(List.of()) : ruled;
            return names.stream()
                    .flatMap(name -> Optional.ofNullable(now.channels().get(name)).stream())
                    .filter(channel -> channel.type().equals(EmailChannel.NAME))
                    .flatMap(channel ->
                            Optional.ofNullable(channel.settings().get("subject")).stream())
                    .findFirst();
        });
    }

    private static EmailPorts.Setbacks setbacks(
            Engine engine, Workshop workshop, JdbiAbsences absences, InstantSource clock) {
        return new EmailPorts.Setbacks() {
            @Override
            public void bounced(QuestionKey key, String address, String why) {
                engine.undelivered(key, EmailChannel.NAME, "mail to " + address + " " + why);
            }

            @Override
            public void away(QuestionKey key, String address) {
                var now = clock.instant();
                person(workshop, address)
                        .ifPresent(p ->
                                absences.away(p.name(), EmailChannel.NAME, now.plus(AWAY), now));
                engine.undelivered(
                        key, EmailChannel.NAME, address + " answers that its owner is away");
            }

            @Override
            public void disowned(QuestionKey key, String address) {
                LOG.warn(
                        "the decision of question {} was not made by the owner of {}, says their"
                                + " mailbox; its run is stopped, and mail decides nothing in their"
                                + " name for a day. Look at how that mailbox is guarded",
                        key,
                        address);
                var run = engine.questions().find(key).map(shown -> shown.run());
                person(workshop, address)
                        .ifPresent(
                                p -> run.ifPresent(id -> engine.frontDesk().cancel(id, p.name())));
            }
        };
    }
}
