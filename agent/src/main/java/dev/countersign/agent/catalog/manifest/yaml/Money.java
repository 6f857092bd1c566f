package dev.countersign.agent.catalog.manifest.yaml;

import java.math.BigDecimal;
import java.util.Optional;

/** Amounts of money as people write them; of which currency, they know. */
public final class Money {
    private Money() {}

    public static Optional<BigDecimal> amount(String text) {
        return text.matches("\\d{1,9}(\\.\\d{1,6})?")
                ? Optional.of(new BigDecimal(text))
                : Optional.empty();
    }

    /** Millionths; nothing is no budget. */
    public static Optional<Long> micros(String text) {
        return amount(text)
                .map(a -> a.movePointRight(6).longValueExact())
                .filter(micros -> micros > 0);
    }
}
