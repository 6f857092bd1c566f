package dev.countersign.channels.slack.desk;

import dev.countersign.channels.Conversation;
import dev.countersign.channels.Inbound.Speaker;
import dev.countersign.channels.QuestionKey;
import dev.countersign.channels.Questions.Shown;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What Slack shows but does not know itself; the assembly answers it. Everything here is asked
 * while Slack waits for an acknowledgement, so it must answer from what is at hand.
 */
public interface SlackDesk {
    /** The answer to a word of chat-ops; empty when the text is meant for the agent. */
    Optional<String> command(Speaker speaker, Conversation where, String text);

    /** Whether a run lives in this place, so that a reply without a mention is meant for us. */
    boolean knows(Conversation where);

    /** The questions that wait for an answer in this place. */
    List<Shown> openIn(Conversation where);

    /**
     * The accounts of those whose word an open question waits for, without who asked; nobody
     * where they are too many to be called one by one.
     */
    List<String> awaited(QuestionKey key);

    /** A run as its card shows it. */
    Optional<RunView> run(String run);

    /** What the Home tab shows to this person. */
    Home home(Speaker speaker);

    /** Takes back a grant that this person has given; the sentence says what became of it. */
    String revoke(Speaker speaker, String grant);

    /**
     * A run in a few words; {@code steps} are ours, {@code title} is what was asked, and {@code
     * speaking} what the model has said so far of a turn that is not over.
     */
    record RunView(
            String id,
            String agent,
            String title,
            Mood mood,
            List<String> steps,
            Optional<String> speaking,
            String asker,
            Optional<Conversation> where) {
        public RunView {
            steps = List.copyOf(steps);
        }
    }

    /** How a run fares. */
    enum Mood {
        WORKING,
        WAITING,
        DONE,
        FAILED,
        STOPPED
    }

    /** A yes for later calls: of which tool, where these arguments are the same, in which run. */
    record Granted(
            String id,
            String tool,
            Map<String, String> same,
            Optional<String> run,
            int left,
            Instant until) {
        public Granted {
            same = Map.copyOf(same);
        }
    }

    /** The inbox of one person; without a person the account is not linked to anybody. */
    record Home(
            Optional<String> person,
            List<String> groups,
            List<Shown> waiting,
            List<RunView> yours,
            List<RunView> running,
            List<Granted> grants,
            List<Shown> recent) {
        public static final Home UNKNOWN = new Home(
                Optional.empty(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

        public Home {
            groups = List.copyOf(groups);
            waiting = List.copyOf(waiting);
            yours = List.copyOf(yours);
            running = List.copyOf(running);
            grants = List.copyOf(grants);
            recent = List.copyOf(recent);
        }
    }
}
