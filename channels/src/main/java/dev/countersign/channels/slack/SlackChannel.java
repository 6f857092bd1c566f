package dev.countersign.channels.slack;

import dev.countersign.channels.ChannelFailure;
import dev.countersign.channels.ChannelFailure.Remedy;
import dev.countersign.channels.ContactChannel;
import dev.countersign.channels.HttpDoor;
import dev.countersign.channels.Inbox;
import dev.countersign.channels.Outbound;
import dev.countersign.channels.Questions;
import dev.countersign.channels.Receipt;
import dev.countersign.channels.slack.api.Messages;
import dev.countersign.channels.slack.api.Place;
import dev.countersign.channels.slack.api.SlackApi;
import dev.countersign.channels.slack.api.SlackFault;
import dev.countersign.channels.slack.api.Uploads;
import dev.countersign.channels.slack.api.Views;
import dev.countersign.channels.slack.api.Workspace;
import dev.countersign.channels.slack.block.Approving;
import dev.countersign.channels.slack.block.Modals;
import dev.countersign.channels.slack.block.QuestionPages;
import dev.countersign.channels.slack.desk.SlackDesk;
import dev.countersign.channels.slack.desk.SlackSettings;
import dev.countersign.channels.slack.desk.SlackSettings.Mode;
import dev.countersign.channels.slack.inbound.Aside;
import dev.countersign.channels.slack.inbound.Deliveries;
import dev.countersign.channels.slack.inbound.EventsDoor;
import dev.countersign.channels.slack.inbound.Front;
import dev.countersign.channels.slack.inbound.Listeners;
import dev.countersign.channels.slack.inbound.Members;
import dev.countersign.channels.slack.inbound.SlackSignature;
import dev.countersign.channels.slack.inbound.SocketLink;
import dev.countersign.channels.slack.kit.ButtonSeal;
import dev.countersign.channels.slack.outbound.RunCards;
import dev.countersign.channels.slack.outbound.Sender;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Slack as a way to people: mentions and clicks in, cards and answers out, over HTTP or Socket
 * Mode. Used by many threads at once.
 */
public final class SlackChannel implements ContactChannel, HttpDoor {
    private static final Logger LOG = LoggerFactory.getLogger(SlackChannel.class);
    /** Slack waits three seconds for an acknowledgement; what is asked meanwhile is quicker. */
    private static final Duration WHILE_SLACK_WAITS = Duration.ofMillis(2000);

    private final SlackSettings settings;
    private final Questions questions;
    private final SlackDesk desk;
    private final InstantSource clock;
    private final SlackApi patient;
    private final SlackApi quick;
    private final Workspace workspace;
    private final Aside aside;
    private final RunCards cards;
    private final Sender sender;
    private volatile Optional<EventsDoor> door = Optional.empty();
    private volatile boolean closed;
    private volatile Optional<SocketLink> link = Optional.empty();

    public SlackChannel(
            SlackSettings settings, Questions questions, SlackDesk desk, InstantSource clock) {
        this.settings = settings;
        this.questions = questions;
        this.desk = desk;
        this.clock = clock;
        var timeout = settings.tuning().callTimeout();
        var brief = timeout.compareTo(WHILE_SLACK_WAITS) < 0 ? timeout : WHILE_SLACK_WAITS;
        this.patient = new SlackApi(settings, timeout, clock);
        this.quick = new SlackApi(settings, brief, clock);
        this.workspace = new Workspace(quick);
        var messages = new Messages(patient);
        this.aside = new Aside(messages);
        this.cards = new RunCards(messages, desk, clock);
        var pages = new QuestionPages(
                new ButtonSeal(settings.seals()), new Approving(settings.console()));
        var uploads = new Uploads(patient, messages, timeout);
        this.sender =
                new Sender(new Sender.Tools(messages, uploads, pages, cards), questions, desk);
    }

    @Override
    public String name() {
        return Place.SLACK;
    }

    @Override
    public boolean showsProgress() {
        return true;
    }

    /** A run has moved; its card is drawn again soon. */
    public void moved(String run) {
        cards.moved(run);
    }

    /** The model of a run has said more; its card shows that seldom enough for Slack. */
    public void speaking(String run) {
        cards.speaking(run);
    }

    /** A run has come to its end, or to its answer; its card shows that in any case. */
    public void ended(String run) {
        cards.ended(run);
    }

    /** A run is closed; its card shows that, whichever process posted it. */
    public void closed(String run) {
        cards.closed(run);
    }

    @Override
    public void open(Inbox inbox) {
        var deliveries = new Deliveries(new Listeners(front(inbox)).app(quick.slack()));
        var signature = settings.httpIsOpen()
                ? Optional.of(new SlackSignature(settings.signingSecrets(), clock))
                : Optional.<SlackSignature>empty();
        door = Optional.of(new EventsDoor(signature, deliveries));
        cards.start();
        // A dialog must open within three seconds of a click, also of the first one.
        aside.later("a first look at Slack", () -> {
            deliveries.warm();
            Modals.ready(Modals.notice("ready"));
            workspace.self();
        });
        if (settings.mode() == Mode.SOCKET) {
            link = settings.appToken()
                    .map(token -> new SocketLink(
                            workspace, token, deliveries, SocketLink.Timing.DEFAULT));
            link.ifPresent(SocketLink::start);
            LOG.info("slack is connected by Socket Mode; {} is off", EventsDoor.PATH);
        } else if (signature.isEmpty()) {
            LOG.warn(
                    "slack.signingSecret is not set, so {} is off and nothing comes in from Slack;"
                            + " messages still go out",
                    EventsDoor.PATH);
        } else {
            LOG.info("slack is expected at POST {}", EventsDoor.PATH);
        }
    }

    private Front front(Inbox inbox) {
        return new Front(
                inbox,
                questions,
                desk,
                workspace,
                new Members(workspace, settings.tuning().reportMail(), clock),
                new Views(quick),
                aside,
                new ButtonSeal(settings.seals()),
                new Approving(settings.console()),
                settings.agent());
    }

    @Override
    public Receipt send(Outbound message, Sending sending) throws ChannelFailure {
        if (!Place.SLACK.equals(message.to().channel())) {
            throw new ChannelFailure(
                    Place.SLACK, Remedy.GIVE_UP, "this message is not for Slack", null);
        }
        if (closed) {
            throw new ChannelFailure(
                    Place.SLACK,
                    Remedy.TRY_LATER,
                    "slack is closed; the message stays queued",
                    null);
        }
        try {
            return sender.send(message, sending).receipt();
        } catch (SlackFault fault) {
            throw fault.failure();
        }
    }

    @Override
    public List<String> routes() {
        return settings.httpIsOpen() ? List.of("POST " + EventsDoor.PATH) : List.of();
    }

    @Override
    public Answer knock(Knock knock) {
        return door.map(open -> open.knock(knock))
                .orElseGet(() -> new Answer(
                        503, Map.of(), "Not open yet.".getBytes(StandardCharsets.UTF_8)));
    }

    /** How many requests to the door were refused, for the metrics page. */
    public long refusedRequests() {
        return door.map(EventsDoor::refused).orElse(0L);
    }

    /** What keeps us from hearing people; over HTTP Slack comes to us. */
    public Optional<String> trouble() {
        return link.filter(socket -> !socket.connected())
                .map(down -> "Slack is not connected by Socket Mode, so no click comes in; it is"
                        + " tried again. Other channels work.");
    }

    /** How many connections of this app Slack counts that are not ours; they swallow clicks. */
    public int ghostConnections() {
        return link.map(SocketLink::ghosts).orElse(0);
    }

    /** Slack's user groups as groups of approvers, asked when somebody decides. */
    public SlackGroups groups() {
        return new SlackGroups(workspace, clock);
    }

    @Override
    public void close() {
        closed = true;
        link.ifPresent(SocketLink::close);
        cards.close();
        aside.close();
        patient.close();
        quick.close();
    }
}
