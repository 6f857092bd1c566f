package dev.countersign.channels.slack.inbound;

import com.google.gson.JsonObject;
import com.slack.api.app_backend.interactive_components.payload.BlockActionPayload;

import dev.countersign.channels.Choice;
import dev.countersign.channels.Conversation;
import dev.countersign.channels.DeliveryId;
import dev.countersign.channels.Inbound.Chose;
import dev.countersign.channels.Inbound.Said;
import dev.countersign.channels.Inbound.Speaker;
import dev.countersign.channels.Questions.Shown;
import dev.countersign.channels.slack.api.Place;
import dev.countersign.channels.slack.api.SlackFault;
import dev.countersign.channels.slack.block.AnswerModal;
import dev.countersign.channels.slack.block.DetailsModal;
import dev.countersign.channels.slack.block.EditModal;
import dev.countersign.channels.slack.block.Endings;
import dev.countersign.channels.slack.block.GrantModal;
import dev.countersign.channels.slack.block.Modals;
import dev.countersign.channels.slack.inbound.Members.Standing;
import dev.countersign.channels.slack.kit.ButtonSeal.Target;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Buttons: a click is either kept as a choice, or opens a modal in which one is made. */
final class Clicks {
    private static final Logger LOG = LoggerFactory.getLogger(Clicks.class);
    private static final String FORGED = "This button was not made by this installation, or its"
            + " secret has changed since. Nothing has changed; open the question in the Home tab.";

    private static final String RUN = "r_[A-Za-z0-9]{1,40}";

    private final Front front;
    private final HomeTab home;

    Clicks(Front front, HomeTab home) {
        this.front = front;
        this.home = home;
    }

    /** One click: whose, where, on what. */
    private record Click(
            BlockActionPayload payload, Speaker speaker, Place place, String action, String value) {
        String trigger() {
            return payload.getTriggerId();
        }

        String user() {
            return payload.getUser().getId();
        }

        String team() {
            return speaker.evidence().getOrDefault("team", "");
        }

        boolean inView() {
            return payload.getView() != null && payload.getView().getId() != null;
        }

        boolean inModal() {
            return inView() && "modal".equals(payload.getView().getType());
        }

        DeliveryId delivery() {
            return new DeliveryId(Place.SLACK, "click/" + trigger());
        }
    }

    void clicked(BlockActionPayload payload) throws SlackFault {
        var action = payload.getActions().getFirst();
        var place = place(payload);
        var user = payload.getUser();
        var team = Optional.ofNullable(user.getTeamId())
                .orElseGet(
                        () -> payload.getTeam() == null ? "" : payload.getTeam().getId());
        switch (front.members().look(user.getId(), team)) {
            case Standing.Stranger stranger ->
                front.aside().whisper(place, user.getId(), stranger.sentence());
            case Standing.Member member -> {
                var value = Optional.ofNullable(action.getValue()).orElse("");
                act(new Click(payload, member.speaker(), place, action.getActionId(), value));
            }
        }
    }

    private static Place place(BlockActionPayload payload) {
        var container = payload.getContainer();
        if (payload.getChannel() == null || container == null) {
            return Place.of("", Optional.empty());
        }
        return Place.of(payload.getChannel().getId(), Optional.ofNullable(container.getThreadTs()));
    }

    private void act(Click click) throws SlackFault {
        switch (click.action()) {
            case "stop" -> stop(click);
            case "revoke" -> revoke(click);
            case "page_on", "page_back" -> home.turn(click.user(), click.team(), click.value());
            case "console" -> LOG.debug("slack says that somebody went on in the console");
            default -> answer(click);
        }
    }

    private void answer(Click click) throws SlackFault {
        var target = front.seal().open(click.value());
        if (target.isEmpty()) {
            LOG.warn("slack click {} carries no seal of ours; refused", click.action());
            tell(click, FORGED);
            return;
        }
        decide(click, target.get());
    }

    /** The same as typing the word, wherever the run is. */
    private void stop(Click click) {
        var where = click.place().conversation();
        var word = click.value().matches(RUN) ? "stop " + click.value() : "stop";
        var answer = front.desk().command(click.speaker(), where, word);
        if (answer.isPresent()) {
            tell(click, answer.get());
            redrawn(click);
            return;
        }
        front.inbox()
                .accept(new Said(
                        click.delivery(),
                        click.speaker(),
                        where,
                        "stop",
                        front.agent(),
                        Optional.empty()));
    }

    private void revoke(Click click) {
        tell(click, front.desk().revoke(click.speaker(), click.value()));
        redrawn(click);
    }

    private void redrawn(Click click) {
        if (click.inView() && !click.inModal()) {
            home.draw(click.user(), click.team());
        }
    }

    private void decide(Click click, Target target) throws SlackFault {
        switch (click.action()) {
            case "approve" -> keep(click, target, new Choice.Approve(Optional.empty()));
            case "again" -> keep(click, target, new Choice.Report(Choice.Result.AGAIN, ""));
            case "giveup" -> keep(click, target, new Choice.Report(Choice.Result.GIVE_UP, ""));
            case "reask" -> keep(click, target, new Choice.AskAgain());
            case "use_yes" -> {
                var said = ReplyOffer.Carried.of(target).text();
                keep(click, target, new Choice.Answer(List.of(List.of(said))));
            }
            case "use_no" -> justSaid(click, target);
            default -> {
                if (click.action().startsWith("choose_")) {
                    choose(click, target);
                } else {
                    open(click, target);
                }
            }
        }
    }

    /** A message shows later what became of a click; a dialog says it at once. */
    private void keep(Click click, Target target, Choice choice) throws SlackFault {
        if (click.inModal()) {
            var reply = front.questions().decide(chose(click, target, choice));
            var view = Modals.ready(Modals.notice(reply.sentence()));
            front.aside().later("the outcome in a modal", () -> front.views()
                    .update(click.payload().getView().getId(), view));
            return;
        }
        front.inbox().accept(chose(click, target, choice));
        LOG.info(
                "slack {} on question {} v{} is kept",
                click.action(),
                target.key(),
                target.version());
    }

    private static Chose chose(Click click, Target target, Choice choice) {
        var where = click.place().channel().isEmpty() && !target.extra().isEmpty()
                ? new Conversation(Place.SLACK, target.extra())
                : click.place().conversation();
        return new Chose(
                click.delivery(),
                click.speaker(),
                where,
                target.key(),
                OptionalInt.of(target.version()),
                choice);
    }

    private void justSaid(Click click, Target target) {
        var carried = ReplyOffer.Carried.of(target);
        var id = click.team() + "/" + click.place().channel() + "/" + carried.ts();
        front.inbox()
                .accept(new Said(
                        new DeliveryId(Place.SLACK, id),
                        click.speaker(),
                        click.place().conversation(),
                        carried.text(),
                        front.agent(),
                        Optional.empty()));
    }

    /** By number: what goes back is the choice as the agent wrote it. */
    private void choose(Click click, Target target) throws SlackFault {
        var shown = front.questions().find(target.key());
        var chosen = shown.filter(one -> one.version() == target.version())
                .flatMap(one -> one.card().prompts().stream().findFirst())
                .filter(prompt -> target.extra().matches("\\d{1,4}"))
                .filter(prompt ->
                        Integer.parseInt(target.extra()) < prompt.choices().size())
                .map(prompt -> prompt.choices().get(Integer.parseInt(target.extra())));
        if (chosen.isPresent()) {
            keep(click, target, new Choice.Answer(List.of(List.of(chosen.get()))));
        } else {
            tell(click, "This question has changed since. Nothing has changed by your click.");
        }
    }

    private void open(Click click, Target target) throws SlackFault {
        var shown = front.questions().find(target.key());
        if (shown.isEmpty()) {
            tell(click, "This question is not known any more. Nothing has changed.");
            return;
        }
        var looking = List.of("details", "review").contains(click.action());
        var ended = ended(shown.get(), target);
        if (!looking && ended.isPresent()) {
            tell(click, ended.get());
            return;
        }
        var place = click.place().channel().isEmpty()
                ? target.extra()
                : click.place().conversation().place();
        var memo = front.seal().value(new Target(target.key(), shown.get().version(), place));
        show(click, modal(click.action(), shown.get(), memo, place));
    }

    private static Optional<String> ended(Shown shown, Target target) {
        if (shown.settled().isPresent()) {
            var end = Endings.plain(shown.settled().get());
            return Optional.of(end + ". Your click changed nothing.");
        }
        return shown.version() == target.version()
                ? Optional.empty()
                : Optional.of(
                        "A newer version of this question is open. Your click changed nothing.");
    }

    private JsonObject modal(String action, Shown shown, String memo, String place) {
        return switch (action) {
            case "reject" -> Modals.reject(shown.card(), memo);
            case "edit" -> EditModal.edit(shown.card(), memo);
            case "glass" -> Modals.glass(shown.card(), memo);
            case "grant" -> GrantModal.of(shown.card(), memo);
            case "answer" -> AnswerModal.of(shown.card(), memo);
            case "form" -> EditModal.form(shown.card(), memo);
            case "ran" -> Modals.report(Choice.Result.RAN, memo);
            case "failed" -> Modals.report(Choice.Result.FAILED, memo);
            default -> DetailsModal.of(shown, front.seal(), front.approving(), place);
        };
    }

    /** The trigger lives for three seconds; who sees no dialog is told why. */
    private void show(Click click, JsonObject modal) {
        try {
            var view = Modals.ready(modal);
            if (click.inModal()) {
                front.views().push(click.trigger(), view);
            } else {
                front.views().open(click.trigger(), view);
            }
        } catch (SlackFault fault) {
            LOG.warn("slack opened no modal for {} ({}); saying so", click.action(), fault.code());
            tell(click, Modals.unopened(fault));
        }
    }

    private void tell(Click click, String sentence) {
        front.aside().whisper(click.place(), click.user(), sentence);
    }
}
