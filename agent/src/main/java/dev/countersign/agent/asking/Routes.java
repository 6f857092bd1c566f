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

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
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

    /** A question of a run that is to be brought to people now, and why. */
    public record Errand(Run run, Question question, Occasion occasion, Instant now) {}

    /** The messages that put a question to those whose turn it is. */
    List<Outbound.Ask> asks(AgentSpec agent, Errand errand) {
        var gate = errand.question().gate();
        var named = gate.channels().isEmpty() ? agent.channels() : gate.channels();
        return named.isEmpty() ? at(errand.run().origin().people(), errand) : to(named, errand);
    }

    /** The messages that put a question to the people behind these named channels. */
    public List<Outbound.Ask> to(List<String> names, Errand errand) {
        var asks = new ArrayList<Outbound.Ask>();
        for (String name : names) {
            ChannelSpec spec = workshop.catalog().channels().get(name);
            if (spec != null) {
                var place = new Conversation(spec.type(), spec.place());
                asks.addAll(at(place, errand));
                notice(place, errand).ifPresent(asks::add);
            }
        }
        return asks;
    }

    /**
     * Where a channel asks each person at an address of their own, its named address, such as a
     * team's list, is told as well; what belongs to nobody gets nothing to decide with.
     */
    private Optional<Outbound.Ask> notice(Conversation place, Errand errand) {
        return Optional.ofNullable(workshop.channels().get(place.channel()))
                .flatMap(asksEachBy -> asksEachBy)
                .filter(scheme -> !place.place().isBlank() && isNobodys(scheme, place.place()))
                .map(scheme -> ask(place, errand, Optional.empty()));
    }

    private boolean isNobodys(String scheme, String account) {
        return workshop.directory().people().stream()
                .flatMap(person -> person.identities(scheme).stream())
                .noneMatch(account::equalsIgnoreCase);
    }

    /** The question again, wherever it is, but not to who has voted or may not decide any more. */
    public List<Outbound.Ask> reminders(Errand errand) {
        return errand.question().places().stream()
                .flatMap(place -> reminder(place, errand).stream())
                .toList();
    }

    private Optional<Outbound.Ask> reminder(Conversation place, Errand errand) {
        var scheme = Optional.ofNullable(workshop.channels().get(place.channel()))
                .flatMap(asksEachBy -> asksEachBy);
        if (scheme.isEmpty()) {
            return Optional.of(ask(place, errand, Optional.empty()));
        }
        return workshop.directory().people().stream()
                .filter(p -> p.identities(scheme.get()).contains(place.place()))
                .filter(p -> isAsked(p, errand))
                .findFirst()
                .map(p -> ask(place, errand, Optional.of(p.name())));
    }

    /**
     * Where else to ask when this channel did not get through to somebody: who may be asked by now
     * and was not, such as a delegate; else the next rung that asks further people, before its
     * time; else where the conversation is, if nobody else is asked.
     */
    public List<Outbound.Ask> instead(String failed, AgentSpec agent, Errand errand) {
        var others = unasked(asks(agent, errand), errand);
        return others.isEmpty() ? nextRung(failed, errand) : others;
    }

    private static List<Outbound.Ask> unasked(List<Outbound.Ask> asks, Errand errand) {
        return asks.stream()
                .filter(ask -> !errand.question().places().contains(ask.to()))
                .toList();
    }

    private List<Outbound.Ask> nextRung(String failed, Errand errand) {
        return errand.question().gate().schedule().escalate().stream()
                .map(rung -> unasked(to(rung.to(), errand), errand))
                .filter(asks -> asks.stream().anyMatch(this::asksSomebody))
                .findFirst()
                .orElseGet(() -> whereTheConversationIs(failed, errand));
    }

    /** Whether it lets somebody decide; a notice to the address of a team does not. */
    public boolean asksSomebody(Outbound.Ask ask) {
        return ask.addressee().isPresent() || !asksEach(ask.to().channel());
    }

    private List<Outbound.Ask> whereTheConversationIs(String failed, Errand errand) {
        var origin = errand.run().origin().people();
        var places = errand.question().places();
        boolean others = places.stream().anyMatch(p -> !p.channel().equals(failed));
        boolean tried =
                places.contains(origin) || origin.channel().equals(failed) && asksEach(failed);
        return others || tried ? List.of() : at(origin, errand);
    }

    private boolean asksEach(String channel) {
        var known = workshop.channels().get(channel);
        return known != null && known.isPresent();
    }

    /**
     * Where everybody hears of an emergency: wherever the question is, where the conversation is,
     * and each person who would have had a say, by every channel that reaches them alone.
     */
    List<Conversation> everywhere(Run run, Question q) {
        var places = new LinkedHashSet<>(q.places());
        places.add(run.origin().people());
        for (Person person : workshop.directory().people()) {
            var chooser = workshop.directory().chooser(person);
            if (q.gate().everybody().stream().anyMatch(a -> Gatekeeper.mayDecide(a, chooser))) {
                workshop.channels().forEach((channel, asksEachBy) -> asksEachBy
                        .flatMap(scheme -> account(person, scheme))
                        .ifPresent(account -> places.add(new Conversation(channel, account))));
            }
        }
        return List.copyOf(places);
    }

    private List<Outbound.Ask> at(Conversation place, Errand errand) {
        var channel = workshop.channels().get(place.channel());
        if (channel == null) {
            return List.of();
        }
        return channel.map(scheme -> each(place, scheme, errand))
                .orElseGet(() -> List.of(ask(place, errand, Optional.empty())));
    }

    /** One message for each approver who has an account in that scheme. */
    private List<Outbound.Ask> each(Conversation place, String scheme, Errand errand) {
        var asks = new ArrayList<Outbound.Ask>();
        for (Person person : workshop.directory().people()) {
            if (isAsked(person, errand)) {
                account(person, scheme)
                        .map(account -> new Conversation(place.channel(), account))
                        .ifPresent(to -> asks.add(ask(to, errand, Optional.of(person.name()))));
            }
        }
        return asks;
    }

    /** An account that somebody else has, too, is nobody's: what is sent there reaches two. */
    private Optional<String> account(Person person, String scheme) {
        return person.identities(scheme).stream()
                .sorted()
                .filter(account -> workshop.directory().isOnly(person, scheme, account))
                .findFirst();
    }

    private boolean isAsked(Person person, Errand errand) {
        var q = errand.question();
        var chooser = workshop.directory().chooser(person);
        return q.voteOf(person.name()).isEmpty()
                && Gatekeeper.voice(q, errand.run().origin().requester(), chooser, errand.now())
                        .isPresent();
    }

    private static Outbound.Ask ask(Conversation to, Errand errand, Optional<String> addressee) {
        var q = errand.question();
        return new Outbound.Ask(
                to,
                q.key(),
                q.version(),
                q.card(),
                q.timing().expires(),
                addressee,
                errand.occasion());
    }
}
