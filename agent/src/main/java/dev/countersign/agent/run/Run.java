package dev.countersign.agent.run;

import dev.countersign.channels.Conversation;
import dev.countersign.channels.QuestionKey;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One conversation with one agent, durable. {@code version} decides every race: a step is committed
 * only onto the version it was made from.
 */
public record Run(
        String id,
        long version,
        Origin origin,
        Phase phase,
        Counts counts,
        List<Question> questions) {
    /** Between the id of a run and the number of its call, in the id of the run that has it. */
    private static final char CHILD_MARK = '-';

    public Run {
        questions = List.copyOf(questions);
    }

    /**
     * Where a run comes from. {@code blueprint} is the hash of the agent as it was at the start: a
     * later edit of the agent does not reach a run that is under way. The requester is a person
     * also where a call of another run started it.
     */
    public record Origin(
            String agent,
            String blueprint,
            String requester,
            Conversation place,
            Instant started,
            Optional<Parent> parent) {
        /** Where a person started it. */
        public Origin(
                String agent,
                String blueprint,
                String requester,
                Conversation place,
                Instant started) {
            this(agent, blueprint, requester, place, started, Optional.empty());
        }

        /** Where the people are who wait for this run, or for the run that it works for. */
        public Conversation people() {
            return parent.map(Parent::people).orElse(place);
        }

        /** The agents that this run works for, the first one first; empty for a person's own. */
        public List<Ancestor> chain() {
            return parent.map(Parent::chain).orElse(List.of());
        }
    }

    /**
     * The call of another run that a run works for. {@code root} is the run that a person started,
     * {@code people} the place where it talks.
     */
    public record Parent(
            String root, String run, String call, List<Ancestor> chain, Conversation people) {
        /** The channel of the {@link Conversation} in which a child run answers its parent. */
        public static final String LINE = "agent";

        public Parent {
            chain = List.copyOf(chain);
        }
    }

    /** An agent that has delegated, as it was when it did. */
    public record Ancestor(String agent, String blueprint) {}

    /**
     * What has been counted: model turns since a human last spoke, turns, calls and messages in
     * all, and what the turns cost.
     */
    public record Counts(
            int sinceHuman,
            int turns,
            int calls,
            int messages,
            long tokensIn,
            long tokensOut,
            long micros) {
        public static final Counts ZERO = new Counts(0, 0, 0, 0);

        /** Counts of a run that has cost nothing. */
        public Counts(int sinceHuman, int turns, int calls, int messages) {
            this(sinceHuman, turns, calls, messages, 0, 0, 0);
        }

        /** A human spoke. */
        public Counts heard() {
            return new Counts(0, turns, calls, messages, tokensIn, tokensOut, micros);
        }

        /** The model took a turn, and this is what it cost. */
        public Counts turned(Bill bill) {
            return new Counts(
                    sinceHuman + 1,
                    turns + 1,
                    calls,
                    messages,
                    tokensIn + bill.tokensIn(),
                    tokensOut + bill.tokensOut(),
                    micros + bill.micros());
        }

        public Counts called(int more) {
            return new Counts(
                    sinceHuman, turns, calls + more, messages, tokensIn, tokensOut, micros);
        }

        public Counts said() {
            return new Counts(sinceHuman, turns, calls, messages + 1, tokensIn, tokensOut, micros);
        }

        public long tokens() {
            return tokensIn + tokensOut;
        }
    }

    /**
     * What one turn cost: by which model, how many tokens, and millionths of the currency that its
     * price is written in.
     */
    public record Bill(String model, long tokensIn, long tokensOut, long micros) {
        public static final Bill NONE = new Bill("", 0, 0, 0);
    }

    /** Tokens, and millionths of a currency. */
    public record Spent(long tokens, long micros) {
        public static final Spent NOTHING = new Spent(0, 0);

        public static Spent of(Counts counts) {
            return new Spent(counts.tokens(), counts.micros());
        }

        public Spent plus(Spent more) {
            return new Spent(tokens + more.tokens, micros + more.micros);
        }

        public Spent minus(Spent less) {
            return new Spent(tokens - less.tokens, micros - less.micros);
        }
    }

    /**
     * How much a run may cost in all; what is empty is limited elsewhere. Others may spend of it
     * too, and {@code and} is one more that holds beside it.
     */
    public record Budget(
            Optional<Long> tokens, Optional<Long> micros, Spent others, Optional<Budget> and) {
        public static final Budget NONE = new Budget(Optional.empty(), Optional.empty());

        public Budget(Optional<Long> tokens, Optional<Long> micros) {
            this(tokens, micros, Spent.NOTHING, Optional.empty());
        }

        /** The same, of which others have spent this, beside another one. */
        public Budget shared(Spent others, Budget and) {
            return new Budget(tokens, micros, others, Optional.of(and));
        }

        /** What a run has used up, in words; empty while there is some left. */
        public Optional<String> usedUp(Counts counts) {
            var all = Spent.of(counts).plus(others);
            var whose = others.equals(Spent.NOTHING) ? "" : ", with the other runs of its family,";
            return tokens.filter(most -> all.tokens() >= most)
                    .map(most ->
                            "used " + all.tokens() + " tokens" + whose + " of a budget of " + most)
                    .or(() -> micros.filter(most -> all.micros() >= most)
                            .map(most -> "cost " + money(all.micros()) + whose + " of a budget of "
                                    + money(most)))
                    .or(() -> and.flatMap(other -> other.usedUp(counts)));
        }
    }

    /** Millionths as people write them. */
    public static String money(long micros) {
        return BigDecimal.valueOf(micros, 6).setScale(2, RoundingMode.HALF_UP).toPlainString();
    }

    /** A run that nobody has said anything to yet, and that no store knows. */
    public static Run fresh(String id, Origin origin) {
        return new Run(id, 0, origin, new Phase.Resting(""), Counts.ZERO, List.of());
    }

    /** The run that a call of this one has started, or would start: always the same. */
    public String child(String call) {
        return id + CHILD_MARK + call.substring(call.indexOf('_') + 1);
    }

    /** The run whose call this one works for, as its id tells; empty for a person's own. */
    public static Optional<String> parentOf(String id) {
        int end = id.lastIndexOf(CHILD_MARK);
        return end < 0 ? Optional.empty() : Optional.of(id.substring(0, end));
    }

    /** Whether this is that run, or one that works for it by however many others. */
    public boolean worksFor(String other) {
        return id.equals(other) || id.startsWith(other + CHILD_MARK);
    }

    /** The run that a person started, and that this one belongs to; itself, if it is that. */
    public String root() {
        return origin.parent().map(Parent::root).orElse(id);
    }

    /** The calls in hand: of the turn that is being worked off, or still under way at the end. */
    public List<Call> calls() {
        return switch (phase) {
            case Phase.Acting acting -> acting.calls();
            case Phase.Closed closed -> closed.underway();
            case Phase.Thinking thinking -> List.of();
            case Phase.Resting resting -> List.of();
        };
    }

    /** What the model said beside the calls in hand. */
    public String words() {
        return phase instanceof Phase.Acting acting ? acting.words() : "";
    }

    public Optional<Call> call(String id) {
        return calls().stream().filter(c -> c.id().equals(id)).findFirst();
    }

    /** An open question, by its key. */
    public Optional<Question> question(QuestionKey key) {
        return questions.stream().filter(q -> q.key().equals(key)).findFirst();
    }

    public Run at(long newVersion) {
        return new Run(id, newVersion, origin, phase, counts, questions);
    }

    public Run in(Phase next) {
        return new Run(id, version, origin, next, counts, questions);
    }

    public Run counting(Counts next) {
        return new Run(id, version, origin, phase, next, questions);
    }

    public Run asking(List<Question> open) {
        return new Run(id, version, origin, phase, counts, open);
    }
}
