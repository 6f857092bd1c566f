package dev.countersign.agent.run;

import dev.countersign.agent.run.Call.Binding;
import dev.countersign.agent.run.CallState.Clearance;
import dev.countersign.channels.Outbound;

import java.util.List;
import java.util.Optional;

/** What the gate says to one proposed call. */
public sealed interface Ruling {
    /** It may run now; {@code shown} is what people are told about it, where they are. */
    record Allow(Clearance by, String arguments, Binding binding, Optional<String> shown)
            implements Ruling {
        public Allow(Clearance by, String arguments, Binding binding) {
            this(by, arguments, binding, Optional.empty());
        }
    }

    /** People are asked; {@code asks} is what goes out to them. */
    record Ask(Question question, String arguments, Binding binding, List<Outbound.Ask> asks)
            implements Ruling {
        public Ask {
            asks = List.copyOf(asks);
        }
    }

    /** A rule forbids it, or nobody could ever allow it. */
    record Deny(String rule) implements Ruling {}

    /** It cannot be judged or would fail for certain; the model is told what is wrong. */
    record Invalid(String told) implements Ruling {}
}
