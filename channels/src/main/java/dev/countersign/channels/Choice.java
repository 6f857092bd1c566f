package dev.countersign.channels;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What somebody chose when a question was put to them. */
public sealed interface Choice {
    record Approve(Optional<String> reason) implements Choice {}

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
