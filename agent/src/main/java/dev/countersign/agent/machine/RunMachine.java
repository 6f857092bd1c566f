package dev.countersign.agent.machine;

import dev.countersign.agent.run.Call;
import dev.countersign.agent.run.Question;
import dev.countersign.agent.run.Run;
import dev.countersign.agent.run.RunEvent;
import dev.countersign.agent.run.Step;
import dev.countersign.channels.Choice;
import dev.countersign.channels.Outbound.Ending;

/**
 * Says what a run becomes when something happens to it, and what is to be kept and done about it.
 * Pure and total: it reads no clock, touches nothing, and an event that has come too late, or at a
 * time when it means nothing, leaves the run as it is.
 */
public final class RunMachine {
    private final Talking talking;
    private final Calling calling = new Calling();
    private final Asking asking = new Asking();
    private final Waiting waiting = new Waiting();

    public RunMachine(Limits limits) {
        talking = new Talking(limits);
    }

    /** How a question ends with this choice. */
    public static Ending ending(Choice choice) {
        return Asking.ending(choice);
    }

    /** Whether this call asks again for the one that this question was about. */
    public static boolean asksAgain(Call call, Question expired) {
        return call.proposal().providerId().equals(Talking.againId(expired.key().value()));
    }

    public Step next(Run run, RunEvent event) {
        var draft = new Draft(run, event.at());
        switch (event) {
            case RunEvent.Heard heard -> talking.heard(draft, heard);
            case RunEvent.Turned turned -> talking.turned(draft, turned);
            case RunEvent.Stumbled stumbled -> talking.stumbled(draft, stumbled);
            case RunEvent.AskedAgain again -> talking.askedAgain(draft, again);
            case RunEvent.Cancelled cancelled -> talking.cancelled(draft, cancelled);
            case RunEvent.Judged judged -> calling.judged(draft, judged);
            case RunEvent.Verified verified -> calling.verified(draft, verified);
            case RunEvent.HandedOut out -> calling.handedOut(draft, out);
            case RunEvent.Changed changed -> calling.changed(draft, changed);
            case RunEvent.Finished finished -> calling.finished(draft, finished);
            case RunEvent.HandedOver handed -> calling.handedOver(draft, handed);
            case RunEvent.Moved moved -> calling.moved(draft, moved);
            case RunEvent.Repeated repeated -> calling.repeated(draft, repeated);
            case RunEvent.Vanished vanished -> calling.vanished(draft, vanished);
            case RunEvent.Voted voted -> asking.voted(draft, voted);
            case RunEvent.Decided decided -> asking.decided(draft, decided);
            case RunEvent.Edited edited -> asking.edited(draft, edited);
            case RunEvent.Declined declined -> asking.declined(draft, declined);
            case RunEvent.Revoked revoked -> asking.revoked(draft, revoked);
            case RunEvent.Expired expired -> waiting.expired(draft, expired);
            case RunEvent.Prodded prodded -> waiting.prodded(draft, prodded);
            case RunEvent.Undelivered undelivered -> waiting.undelivered(draft, undelivered);
        }
        return draft.step();
    }
}
