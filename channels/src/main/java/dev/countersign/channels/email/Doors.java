package dev.countersign.channels.email;

import dev.countersign.channels.HttpDoor;
import dev.countersign.channels.Inbox;
import dev.countersign.channels.QuestionKey;
import dev.countersign.channels.email.EmailSettings.Mailbox;
import dev.countersign.channels.email.hook.SignedHook;
import dev.countersign.channels.email.imap.MailboxReader;
import dev.countersign.channels.email.imap.MailboxReader.Pace;
import dev.countersign.channels.email.imap.MailboxReader.Source;
import dev.countersign.channels.email.imap.MailboxReader.Turn;
import dev.countersign.channels.email.imap.Sink;
import dev.countersign.channels.email.mime.MailLimits;
import dev.countersign.channels.email.review.Holders;
import dev.countersign.channels.email.review.ReviewPage;
import dev.countersign.channels.email.ticket.Tickets;
import dev.countersign.channels.email.tray.Sorter;
import dev.countersign.channels.email.tray.Sorter.Outcome;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** The ways in: the mailbox, the hook for raw mail, and the review page. */
final class Doors implements HttpDoor, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Doors.class);
    private static final String HOOK = "/mail/inbound";
    private static final Duration LEASE = Duration.ofSeconds(60);

    private final EmailPorts ports;
    private final Sorter sorter;
    private final Optional<SignedHook> hook;
    private final ReviewPage review;
    private final Optional<MailboxReader> mailbox;
    private final AtomicReference<Inbox> inbox = new AtomicReference<>();

    /** How often it looks for mail, and for mail that was kept and not finished. */
    record Beat(Pace pace, Duration sweep) {
        static final Beat USUAL = new Beat(Pace.USUAL, Sorter.SWEEP);
    }

    Doors(EmailSettings settings, EmailPorts ports, Tickets tickets, Clerk clerk, Beat beat) {
        this.ports = ports;
        this.sorter = new Sorter(
                ports.tray(),
                raw -> clerk.take(raw, inbox.get()),
                ports.clock(),
                settings.keepRaw(),
                beat.sweep());
        this.hook = settings.secrets().hook().map(SignedHook::new);
        this.review = new ReviewPage(
                settings::baseUrl, ports.questions(), tickets, holders(ports), ports.clock());
        this.mailbox = settings.imap()
                .map(box -> new MailboxReader(
                        new Source(box.server(), box.folder(), beat.pace()),
                        sink(box),
                        turn(ports.lease(), box),
                        ports.clock()));
    }

    private static Holders holders(EmailPorts ports) {
        return new Holders() {
            @Override
            public ZoneId zone(String address) {
                return ports.people().zone(address);
            }

            @Override
            public void disowned(QuestionKey key, String address) {
                ports.setbacks().disowned(key, address);
            }
        };
    }

    private static Turn turn(EmailPorts.Lease lease, Mailbox box) {
        var name = "mailbox/" + box.server() + "/" + box.folder();
        return new Turn() {
            @Override
            public boolean ours() {
                return lease.holds(name, LEASE);
            }

            @Override
            public void over() {
                lease.letGo(name);
            }
        };
    }

    void open(Inbox to) {
        inbox.set(to);
        sorter.start();
        mailbox.ifPresent(MailboxReader::start);
    }

    /** Why mail is not read, if it is not. */
    Optional<String> trouble() {
        return mailbox.map(MailboxReader::trouble).filter(words -> !words.isEmpty());
    }

    private Sink sink(Mailbox box) {
        var door = "imap " + box.server() + "/" + box.folder() + " ";
        return new Sink() {
            @Override
            public Put take(String name, byte[] raw) {
                return switch (sorter.take(raw, door + name)) {
                    case Outcome.Done done -> Put.PROCESSED;
                    case Outcome.Later later -> Put.PROCESSED;
                    case Outcome.Unreadable bad -> Put.REJECTED;
                };
            }

            @Override
            public void tooLarge(String name, long bytes) {
                sorter.tooLarge(door + name, bytes);
            }
        };
    }

    @Override
    public List<String> routes() {
        var routes = new ArrayList<String>();
        routes.add("GET /a/{ticket}");
        routes.add("HEAD /a/{ticket}");
        routes.add("POST /a/{ticket}");
        routes.add("POST " + HOOK);
        return routes;
    }

    @Override
    public Answer knock(Knock knock) {
        return knock.path().equals(HOOK) ? inbound(knock) : review.answer(knock);
    }

    /** Without a secret there is no hook: it fails closed. */
    private Answer inbound(Knock knock) {
        if (hook.isEmpty()) {
            return plain(404, "The mail hook is not switched on: no secret is configured.");
        }
        if (!hook.get().signed(knock, ports.clock().instant())) {
            LOG.warn("a call of the mail hook has no valid signature; it is refused");
            return plain(401, "The signature or its time does not fit.");
        }
        if (knock.body().length > MailLimits.RAW_BYTES) {
            return plain(413, "A mail may have " + MailLimits.RAW_BYTES + " bytes.");
        }
        if (inbox.get() == null) {
            return plain(503, "Mail is not read yet; try again.");
        }
        return switch (sorter.take(knock.body(), "hook")) {
            case Outcome.Done done -> plain(204, "");
            case Outcome.Later later -> plain(204, "");
            case Outcome.Unreadable bad -> plain(422, "This mail cannot be read.");
        };
    }

    private static Answer plain(int status, String words) {
        return new Answer(
                status,
                Map.of("Content-Type", "text/plain; charset=utf-8", "Cache-Control", "no-store"),
                words.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        mailbox.ifPresent(MailboxReader::close);
        sorter.close();
    }
}
