package dev.countersign.channels;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** What somebody chose when a question was put to them. */
public sealed interface Choice {
    record Approve(Optional<String> reason, Optional<GrantWish> grant) implements Choice {
        public Approve(Optional<String> reason) {
            this(reason, Optional.empty());
        }
    }

    /**
     * That a yes shall hold for later calls like this one: of this run only or of any, for so long
     * and so often at most; {@code same} are the arguments that must not differ.
     */
    record GrantWish(
            boolean thisRun, Optional<Duration> maxFor, OptionalInt maxUses, Set<String> same) {
        public GrantWish {
            same = Set.copyOf(same);
        }
    }

    /** An emergency: approve at once, without those who would decide; they all are told. */
    record BreakGlass(String reason) implements Choice {}

    /** Nobody decided in time: put the same call to people again, as a new question. */
    record AskAgain() implements Choice {}

    record Reject(Optional<String> reason) implements Choice {}

    /** Approve with other arguments: a new version of the question, and a vote where allowed. */
    record Edit(String arguments, Optional<String> reason) implements Choice {}

    /** One list of answers for each thing that was asked, in order. */
    record Answer(List<List<String>> answers) implements Choice {
        public Answer {
            answers = answers.stream().map(List::copyOf).toList();
        }
    }

    /** The fields of a form, by name. */
    record Fill(Map<String, String> values) implements Choice {
        public Fill {
            values = Map.copyOf(values);
        }
    }

    /** Somebody reports what became of work that was done, or may have been done, elsewhere. */
    record Report(Result result, String text) implements Choice {}

    /** How reported work ended; AGAIN asks for another run of a call whose outcome is unknown. */
    enum Result {
        RAN,
        FAILED,
        AGAIN,
        GIVE_UP
    }
}
