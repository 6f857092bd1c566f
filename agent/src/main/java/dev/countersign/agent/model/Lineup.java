package dev.countersign.agent.model;

import dev.countersign.agent.model.ModelFailure.Kind;
import dev.countersign.agent.run.Run;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A model and those that are asked in its place, in order, where it fails in one of certain ways.
 * Who thought, at which price and in whose place, is on the turn.
 */
public final class Lineup implements Model {
    private final List<Seat> seats;
    private final Set<Kind> falling;
    private final int retries;

    /** One model of a line-up; {@code turn} is how long it may take. */
    public record Seat(String name, Model model, Price price, Duration turn) {}

    /** What a million tokens cost. */
    public record Price(BigDecimal input, BigDecimal output) {
        public static final Price FREE = new Price(BigDecimal.ZERO, BigDecimal.ZERO);

        /** Millionths of the currency: tokens times the price of a million of them. */
        long micros(long tokensIn, long tokensOut) {
            return input.multiply(BigDecimal.valueOf(tokensIn))
                    .add(output.multiply(BigDecimal.valueOf(tokensOut)))
                    .setScale(0, RoundingMode.UP)
                    .longValue();
        }
    }

    public Lineup(List<Seat> seats, Set<Kind> falling, int retries) {
        this.seats = List.copyOf(seats);
        this.falling = Set.copyOf(falling);
        this.retries = retries;
    }

    @Override
    public Turn think(Prompt prompt) throws ModelFailure {
        var notes = new ArrayList<String>();
        Optional<ModelFailure> first = Optional.empty();
        for (int i = 0; i < seats.size(); i++) {
            var seat = seats.get(i);
            try {
                return priced(seat, seat.model().think(prompt)).noting(notes);
            } catch (ModelFailure failure) {
                var last = i == seats.size() - 1;
                if (!last && falling.contains(failure.kind())) {
                    var next = seats.get(i + 1).name();
                    notes.add(next + " was asked in place of " + seat.name() + ": "
                            + failure.getMessage().replace(" It is asked again.", ""));
                    first = Optional.of(first.orElse(failure));
                } else {
                    throw first.filter(f -> worthMore(f, failure)).orElse(failure);
                }
            }
        }
        throw new IllegalStateException("a line-up has at least one seat");
    }

    /** Where the first may do better later, that is what decides whether it is tried again. */
    private static boolean worthMore(ModelFailure first, ModelFailure last) {
        return first.retryable() || !last.retryable();
    }

    private static Turn priced(Seat seat, Turn turn) {
        var micros = seat.price().micros(turn.tokensIn(), turn.tokensOut());
        var bill = new Run.Bill(seat.name(), turn.tokensIn(), turn.tokensOut(), micros);
        return new Turn(turn.message(), bill, turn.notes());
    }

    @Override
    public Patience patience() {
        var all = seats.stream().map(Seat::turn).reduce(Duration.ZERO, Duration::plus);
        return new Patience(Optional.of(all), retries);
    }

    @Override
    public String toString() {
        return seats.stream().map(Seat::name).toList().toString();
    }
}
