package dev.countersign.agent.asking;

import dev.countersign.agent.catalog.AgentSpec;
import dev.countersign.agent.catalog.ChannelSpec;
import dev.countersign.agent.gate.Gatekeeper;
import dev.countersign.agent.run.Question;
import dev.countersign.agent.run.Run;
import dev.countersign.channels.Conversation;
import dev.countersign.channels.Outbound;
import dev.countersign.channels.Outbound.Occasion;
import dev.countersign.channels.Person;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a question goes: to the channels its rule names, else to those of the agent, else to where
 * the conversation is. It is in the console's inbox of those who may decide in any case.
 */
public final class Routes {
    private final Workshop workshop;

    public Routes(Workshop workshop) {
        this.workshop = workshop;
    }

    List<Outbound.Ask> asks(Run run, AgentSpec agent, Question q, Occasion occasion) {
        var named = q.gate().channels().isEmpty() ? agent.channels() : q.gate().channels();
        if (named.isEmpty()) {
            return at(run.origin().people(), run, q, occasion);
        }
        return to(named, run, q, occasion);
    }

    /** The messages that put a question to the people behind these named channels. */
    public List<Outbound.Ask> to(List<String> names, Run run, Question q, Occasion occasion) {
        var asks = new ArrayList<Outbound.Ask>();
        for (String name : names) {
            ChannelSpec spec = workshop.catalog().channels().get(name);
            if (spec != null) {
                asks.addAll(at(new Conversation(spec.type(), spec.place()), run, q, occasion));
            }
        }
        return asks;
    }

    /** The question again, wherever it is, but not to who has voted or may not decide any more. */
    public List<Outbound.Ask> reminders(Run run, Question q) {
        return q.places().stream()
                .flatMap(place -> reminder(place, run, q).stream())
                .toList();
    }

    private Optional<Outbound.Ask> reminder(Conversation place, Run run, Question q) {
        var scheme = Optional.ofNullable(workshop.channels().get(place.channel()))
                .flatMap(asksEachBy -> asksEachBy);
        if (scheme.isEmpty()) {
            return Optional.of(ask(place, q, Optional.empty(), Occasion.REMINDER));
        }
        return workshop.directory().people().stream()
                .filter(p -> p.identities(scheme.get()).contains(place.place()))
                .filter(p -> mayDecide(p, run, q) && !hasVoted(p, q))
                .findFirst()
                .map(p -> ask(place, q, Optional.of(p.name()), Occasion.REMINDER));
    }

    private static boolean hasVoted(Person person, Question q) {
        return q.votes().stream().anyMatch(v -> v.by().equals(person.name()));
    }

    /**
     * Where else to ask when this channel did not get through to somebody: the next rung that asks
     * further people, before its time; else where the conversation is, if nobody else is asked.
     */
    public List<Outbound.Ask> instead(String failed, Run run, Question q) {
        return q.gate().schedule().escalate().stream()
                .map(rung -> to(rung.to(), run, q, Occasion.ESCALATION).stream()
                        .filter(ask -> !q.places().contains(ask.to()))
                        .toList())
                .filter(asks -> !asks.isEmpty())
                .findFirst()
                .orElseGet(() -> whereTheConversationIs(failed, run, q));
    }

    private List<Outbound.Ask> whereTheConversationIs(String failed, Run run, Question q) {
        var origin = run.origin().people();
        boolean others = q.places().stream().anyMatch(p -> !p.channel().equals(failed));
        boolean tried =
                q.places().contains(origin) || origin.channel().equals(failed) && asksEach(failed);
        return others || tried ? List.of() : at(origin, run, q, Occasion.ESCALATION);
    }

    private boolean asksEach(String channel) {
        var known = workshop.channels().get(channel);
        return known != null && known.isPresent();
    }

    private List<Outbound.Ask> at(Conversation place, Run run, Question q, Occasion occasion) {
        var channel = workshop.channels().get(place.channel());
        if (channel == null) {
            return List.of();
        }
        return channel.map(scheme -> each(place, scheme, run, q, occasion))
                .orElseGet(() -> List.of(ask(place, q, Optional.empty(), occasion)));
    }

    /** One message for each approver who has an account in that scheme. */
    private List<Outbound.Ask> each(
            Conversation place, String scheme, Run run, Question q, Occasion occasion) {
        var asks = new ArrayList<Outbound.Ask>();
        for (Person person : workshop.directory().people()) {
            if (mayDecide(person, run, q)) {
                person.identities(scheme).stream()
                        .sorted()
                        .findFirst()
                        .map(account -> new Conversation(place.channel(), account))
                        .ifPresent(
                                to -> asks.add(ask(to, q, Optional.of(person.name()), occasion)));
            }
        }
        return asks;
    }

    private boolean mayDecide(Person person, Run run, Question q) {
        var chooser = workshop.directory().chooser(person);
        return Gatekeeper.mayDecide(q.gate().approvers(), chooser)
                && !Gatekeeper.excluded(q, run.origin().requester(), person.name());
    }

    private static Outbound.Ask ask(
            Conversation to, Question q, Optional<String> addressee, Occasion occasion) {
        return new Outbound.Ask(
                to, q.key(), q.version(), q.card(), q.timing().expires(), addressee, occasion);
    }
}
