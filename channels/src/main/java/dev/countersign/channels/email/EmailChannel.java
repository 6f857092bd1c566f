package dev.countersign.channels.email;

import dev.countersign.channels.ChannelFailure;
import dev.countersign.channels.ChannelFailure.Remedy;
import dev.countersign.channels.ContactChannel;
import dev.countersign.channels.HttpDoor;
import dev.countersign.channels.Inbox;
import dev.countersign.channels.Outbound;
import dev.countersign.channels.Receipt;
import dev.countersign.channels.email.mime.MailReader;
import dev.countersign.channels.email.smtp.Post;
import dev.countersign.channels.email.smtp.Postman;
import dev.countersign.channels.email.ticket.Tickets;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Mail as a channel: asks each approver alone, and hears replies, new mails and bounces. */
public final class EmailChannel implements ContactChannel {
    /** The word for this channel in conversations and the audit, and its scheme of identities. */
    public static final String NAME = "email";

    private static final int MOST_REMEMBERED = 10_000;
    /** The last fence against loops: more mails than this to one place in an hour wait. */
    private static final int MOST_AN_HOUR = 200;

    private static final Duration HOUR = Duration.ofHours(1);

    private final EmailSettings settings;
    private final EmailPorts ports;
    private final Outgoing outgoing;
    private final Postman postman;
    private final Clerk clerk;
    private final Doors doors;
    private final Fence whispers = new Fence(1, HOUR);
    private final Fence all = new Fence(MOST_AN_HOUR, HOUR);
    private final Set<String> sent = Collections.synchronizedSet(remembering());
    private volatile boolean closed;

    public EmailChannel(EmailSettings settings, EmailPorts ports) {
        this(settings, ports, Doors.Beat.USUAL);
    }

    EmailChannel(EmailSettings settings, EmailPorts ports, Doors.Beat beat) {
        this.settings = settings;
        this.ports = ports;
        var tickets = new Tickets(settings.secrets().ticketKey(), ports.tickets());
        this.outgoing = new Outgoing(settings, ports, tickets);
        this.postman = new Postman(
                NAME, settings.smtp(), settings.address(), settings.name(), ports.clock());
        this.clerk = new Clerk(
                new MailReader(settings.authservId()),
                new Incoming(settings, ports, tickets),
                outgoing,
                postman,
                ports.clock());
        this.doors = new Doors(settings, ports, tickets, clerk, beat);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<String> asksEachBy() {
        return Optional.of(NAME);
    }

    @Override
    public void open(Inbox inbox) {
        doors.open(inbox);
    }

    /** The review page and the hook for raw mail, to be mounted by the house's HTTP server. */
    public HttpDoor door() {
        return doors;
    }

    @Override
    public Receipt send(Outbound message, Sending sending) throws ChannelFailure {
        if (!NAME.equals(message.to().channel())) {
            throw failure(Remedy.GIVE_UP, "this message is for " + message.to().channel());
        }
        if (closed) {
            throw failure(Remedy.TRY_LATER, "the channel is closing; it comes back with the bot");
        }
        var address = Places.address(message.to().place())
                .orElseThrow(() -> failure(
                        Remedy.GIVE_UP,
                        "\"" + message.to().place() + "\" is no address we can write to"));
        var receipt = new Receipt(Places.messageId(sending, settings.domain()));
        if (sent.contains(receipt.value()) || needless(message, address)) {
            return receipt;
        }
        var post = post(message, address, sending);
        if (post.isPresent()) {
            fence(address);
            postman.deliver(post.get());
            sent.add(receipt.value());
        }
        if (message instanceof Outbound.Whisper whisper) {
            whispers.admits(whispered(whisper, address), ports.clock().instant());
        }
        return receipt;
    }

    private static String whispered(Outbound.Whisper whisper, String address) {
        var about = whisper.about().map(Object::toString).orElse(whisper.text());
        return Tickets.hash(address + "|" + about);
    }

    /** Why mail is not read, if it is not; for the readiness of the house. */
    public Optional<String> trouble() {
        return doors.trouble();
    }

    private Optional<Post> post(Outbound message, String address, Sending sending) {
        return switch (message) {
            case Outbound.Ask ask -> Optional.of(outgoing.ask(ask, address, sending));
            case Outbound.Settle settle -> Optional.of(outgoing.settle(settle, address, sending));
            case Outbound.Tell tell -> Optional.of(outgoing.tell(tell, address, sending));
            case Outbound.Whisper whisper ->
                Optional.of(outgoing.whisper(whisper, address, sending));
            case Outbound.Progress progress -> Optional.empty();
        };
    }

    /** A mail cannot be taken back or changed, so it is not sent when it says nothing new. */
    private boolean needless(Outbound message, String address) {
        return switch (message) {
            case Outbound.Ask ask ->
                ask.occasion() == Outbound.Occasion.VOTE_COUNTED
                        || ports.questions()
                                .find(ask.key())
                                .filter(now ->
                                        now.settled().isPresent() || now.version() > ask.version())
                                .isPresent();
            case Outbound.Whisper whisper ->
                whispers.full(whispered(whisper, address), ports.clock().instant());
            case Outbound.Settle settle -> false;
            case Outbound.Tell tell -> false;
            case Outbound.Progress progress -> true;
        };
    }

    private void fence(String address) throws ChannelFailure {
        if (!all.admits(address, ports.clock().instant())) {
            throw new ChannelFailure(
                    NAME,
                    Remedy.TRY_LATER,
                    Optional.of(HOUR),
                    "more than " + MOST_AN_HOUR + " mails to one address in an hour",
                    null);
        }
    }

    private static ChannelFailure failure(Remedy remedy, String message) {
        return new ChannelFailure(NAME, remedy, message, null);
    }

    private static Set<String> remembering() {
        return Collections.newSetFromMap(new LinkedHashMap<String, Boolean>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                return size() > MOST_REMEMBERED;
            }
        });
    }

    @Override
    public void close() {
        closed = true;
        doors.close();
    }
}
