package dev.countersign.channels.slack.inbound;

import com.slack.api.app_backend.views.payload.ViewSubmissionPayload;
import com.slack.api.model.view.ViewState;

import dev.countersign.channels.Card;
import dev.countersign.channels.Choice;
import dev.countersign.channels.Conversation;
import dev.countersign.channels.DeliveryId;
import dev.countersign.channels.Inbound.Chose;
import dev.countersign.channels.Inbound.Speaker;
import dev.countersign.channels.Questions.Reply;
import dev.countersign.channels.Questions.Verdict;
import dev.countersign.channels.slack.api.Place;
import dev.countersign.channels.slack.api.SlackFault;
import dev.countersign.channels.slack.block.AnswerModal;
import dev.countersign.channels.slack.block.EditModal;
import dev.countersign.channels.slack.block.Filled;
import dev.countersign.channels.slack.block.Filled.Reading;
import dev.countersign.channels.slack.block.GrantModal;
import dev.countersign.channels.slack.block.Modals;
import dev.countersign.channels.slack.inbound.Members.Standing;
import dev.countersign.channels.slack.kit.ButtonSeal.Target;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Modals that were sent: judged at once, so that the modal itself can say what is wrong. */
final class Submissions {
    private final Front front;

    Submissions(Front front) {
        this.front = front;
    }

    /** What the modal does next. */
    sealed interface Next {
        record Close() implements Next {}

        record Errors(Map<String, String> errors) implements Next {}

        record Notice(String view) implements Next {}
    }

    Next submitted(ViewSubmissionPayload payload) throws SlackFault {
        var user = payload.getUser();
        var team = Optional.ofNullable(user.getTeamId())
                .orElseGet(
                        () -> payload.getTeam() == null ? "" : payload.getTeam().getId());
        return switch (front.members().look(user.getId(), team)) {
            case Standing.Stranger stranger -> notice(stranger.sentence());
            case Standing.Member member -> take(payload, member.speaker());
        };
    }

    private Next take(ViewSubmissionPayload payload, Speaker speaker) throws SlackFault {
        var memo = Optional.ofNullable(payload.getView().getPrivateMetadata()).orElse("");
        var target = front.seal().open(memo);
        var shown = target.flatMap(found -> front.questions().find(found.key()));
        if (target.isEmpty() || shown.isEmpty()) {
            return notice("This dialog belongs to no open question. Nothing has changed.");
        }
        var filled = filled(payload.getView().getState());
        var reading = read(payload.getView().getCallbackId(), shown.get().card(), filled);
        return switch (reading) {
            case Reading.Wrong wrong -> new Next.Errors(wrong.errors());
            case Reading.Fine fine -> {
                var chose = chose(payload, speaker, target.get(), fine.choice());
                var reply = front.questions().decide(chose);
                if (reply.verdict() == Verdict.RECORDED && Modals.stopsTheRun(filled)) {
                    front.desk()
                            .command(
                                    speaker,
                                    chose.where(),
                                    "stop " + shown.get().run());
                }
                yield next(reply, filled);
            }
        };
    }

    private static Chose chose(
            ViewSubmissionPayload payload, Speaker speaker, Target target, Choice choice) {
        var id = Optional.ofNullable(payload.getTriggerId())
                .orElseGet(() ->
                        payload.getView().getId() + "/" + payload.getView().getHash());
        return new Chose(
                new DeliveryId(Place.SLACK, "view/" + id),
                speaker,
                new Conversation(Place.SLACK, target.extra()),
                target.key(),
                OptionalInt.of(target.version()),
                choice);
    }

    private static Reading read(String modal, Card card, Filled filled) {
        return switch (modal) {
            case "reject" -> new Reading.Fine(Modals.readReject(filled));
            case "glass" -> new Reading.Fine(Modals.readGlass(filled));
            case "edit" -> EditModal.readEdit(card, filled);
            case "form" -> EditModal.readForm(card, filled);
            case "grant" -> GrantModal.read(card, filled);
            case "answer" -> AnswerModal.read(card, filled);
            case "report_ran" -> new Reading.Fine(Modals.readReport(Choice.Result.RAN, filled));
            case "report_failed" ->
                new Reading.Fine(Modals.readReport(Choice.Result.FAILED, filled));
            default -> throw new IllegalArgumentException("no modal of ours: " + modal);
        };
    }

    private Next next(Reply reply, Filled filled) throws SlackFault {
        return switch (reply.verdict()) {
            case RECORDED, COUNTED -> new Next.Close();
            case UNCLEAR -> unclear(reply, filled);
            case NOT_ALLOWED, ALREADY_DECIDED, TOO_LATE, SUPERSEDED, UNKNOWN ->
                notice(reply.sentence());
        };
    }

    private Next unclear(Reply reply, Filled filled) throws SlackFault {
        var input = filled.values().keySet().stream().sorted().findFirst();
        return input.isPresent()
                ? new Next.Errors(Map.of(input.get(), reply.sentence()))
                : notice(reply.sentence());
    }

    private static Next notice(String sentence) throws SlackFault {
        return new Next.Notice(Modals.ready(Modals.notice(sentence)));
    }

    static Filled filled(ViewState state) {
        var values = new HashMap<String, List<String>>();
        if (state != null && state.getValues() != null) {
            state.getValues()
                    .forEach((block, actions) -> values.put(
                            block,
                            actions.values().stream()
                                    .flatMap(Submissions::values)
                                    .toList()));
        }
        return new Filled(values);
    }

    private static Stream<String> values(ViewState.Value value) {
        if (value.getSelectedOptions() != null) {
            return value.getSelectedOptions().stream().map(ViewState.SelectedOption::getValue);
        }
        if (value.getSelectedOption() != null) {
            return Stream.ofNullable(value.getSelectedOption().getValue());
        }
        return Stream.ofNullable(value.getValue());
    }
}
