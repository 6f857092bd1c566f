package dev.countersign.channels.email.letter;

import dev.countersign.channels.Card;
import dev.countersign.channels.Card.Fact;
import dev.countersign.channels.Card.Level;
import dev.countersign.channels.Outbound;
import dev.countersign.channels.Outbound.Ask;
import dev.countersign.channels.Outbound.Ending;
import dev.countersign.channels.Outbound.Occasion;
import dev.countersign.channels.Outbound.Settlement;
import dev.countersign.channels.Outbound.Tell;
import dev.countersign.channels.Outbound.Tone;
import dev.countersign.channels.email.reply.ReplyParser;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes letters; pure. Every fact is ours, and the agent's words are a quotation. */
public final class Letters {
    private static final int SUBJECT = 180;
    private static final int MOST_SHOWN = 12_000;
    private static final int LONGEST_ANSWER = 200_000;

    private Letters() {}

    /**
     * The subject of everything about a question; it never changes, so that mails thread. It begins
     * as its channel has it, or else with what is wanted.
     */
    public static String subject(Card card, String key, Optional<String> heading) {
        var what = heading.orElseGet(() -> switch (card.kind()) {
            case APPROVE -> "Approval needed";
            case ASK -> "A question for you";
            case FORM -> "Values needed";
            case EXTERNAL -> "Outcome needed";
        });
        var end = " [" + key + "]";
        return Visible.line(what + ": " + card.title(), SUBJECT - end.length()) + end;
    }

    /** Whether a reply by mail may decide this one: only what was seen whole, and not critical. */
    public static boolean answerable(Card card) {
        return switch (card.kind()) {
            case APPROVE -> card.level() != Level.CRITICAL && CardBlocks.fits(card, MOST_SHOWN);
            case ASK -> card.prompts().size() == 1 && card.level() != Level.CRITICAL;
            case FORM, EXTERNAL -> false;
        };
    }

    public static Letter ask(Ask ask, Access access, Instant now, String subject) {
        var card = ask.card();
        var blocks = new ArrayList<Block>();
        if (access.link().isPresent()) {
            blocks.add(new Block.Words(ReplyParser.DELIMITER));
        }
        occasion(ask.occasion()).ifPresent(words -> blocks.add(new Block.Words(words)));
        blocks.addAll(CardBlocks.first(card, MOST_SHOWN));
        blocks.add(new Block.Facts(List.of(new Fact(
                "Open until",
                ask.expires()
                        .map(end -> access.times().until(end, now))
                        .orElse("somebody decides")))));
        access(blocks, card, access);
        blocks.addAll(CardBlocks.rest(card, MOST_SHOWN));
        blocks.add(new Block.Facts(
                List.of(new Fact("Question", ask.key().value() + ", version " + ask.version()))));
        return Letter.of(subject, blocks);
    }

    private static Optional<String> occasion(Occasion occasion) {
        return switch (occasion) {
            case FIRST, VOTE_COUNTED -> Optional.empty();
            case REMINDER -> Optional.of("A reminder: this still waits for a decision.");
            case ESCALATION ->
                Optional.of("Nobody has decided yet, so this question now comes to you, too.");
            case NEXT_STAGE ->
                Optional.of("Those who were asked before have agreed; now it is your turn.");
            case NEW_VERSION ->
                Optional.of("This replaces an earlier version, whose links and replies"
                        + " no longer count.");
        };
    }

    private static void access(List<Block> blocks, Card card, Access access) {
        if (access.link().isEmpty()) {
            blocks.add(new Block.Words("This mail is for information: its address belongs to no"
                    + " person who may decide. Those who may will find the question in the console"
                    + " at " + access.console() + "."));
            return;
        }
        boolean approve = card.kind() == Card.Kind.APPROVE;
        blocks.add(new Block.Link(
                approve ? "Review, then decide on the page" : "Open the page and answer there",
                access.link().get()));
        if (card.level() == Level.HIGH) {
            access.code()
                    .ifPresent(code -> blocks.add(
                            new Block.Words("The page asks for this code, which stands in no link: "
                                    + code.secret())));
        }
        blocks.add(new Block.Words(instructions(card)));
    }

    /** Inside a sentence, so that no line of ours can be read as a decision. */
    private static String instructions(Card card) {
        if (!answerable(card)) {
            return card.level() == Level.CRITICAL
                    ? "A reply by mail cannot decide this one: the page asks you to sign in."
                    : "A reply by mail cannot answer this one: please use the page.";
        }
        return card.kind() == Card.Kind.ASK
                ? "Or reply to this mail: everything you write above the quoted text is the answer."
                : "Or reply to this mail with a first line that says \"approve\", or \"reject:\""
                        + " and your reason. Anything else changes nothing.";
    }

    /** Why mail decides nothing for somebody just now. */
    public static String frozen(Instant until, Moments times) {
        return "You said that a decision in your name was not yours, so mail decides nothing for"
                + " you until " + times.at(until) + ". This changed nothing; sign in to the console"
                + " to decide.";
    }

    /** The outcome, complete by itself, because it may begin a new thread in some programs. */
    public static Letter settle(
            String title, Outbound.Settle settle, Access access, String subject) {
        var how = settle.settlement();
        var blocks = new ArrayList<Block>();
        blocks.add(new Block.Title(title));
        blocks.add(new Block.Words(outcome(how, access.times())));
        how.reason()
                .filter(words -> !words.isBlank())
                .ifPresent(words -> blocks.add(new Block.Quote("Reason", words)));
        how.then()
                .filter(words -> !words.isBlank())
                .ifPresent(words -> blocks.add(new Block.Words(words)));
        blocks.add(new Block.Facts(List.of(
                new Fact("Question", settle.key().value() + ", version " + settle.version()))));
        access.link()
                .ifPresentOrElse(
                        link -> blocks.addAll(notMe(link)),
                        () -> blocks.add(new Block.Words("Nothing more is needed from you.")));
        return Letter.of("Re: " + subject, blocks);
    }

    /** For who is said to have decided: the link shows a page that asks once more. */
    private static List<Block> notMe(String link) {
        return List.of(
                new Block.Words("You decided this, so nothing more is needed from you. If it was"
                        + " not you, say so on this page: it stops the run."),
                new Block.Link("This was not me", link));
    }

    public static String outcome(Settlement how, Moments times) {
        return "This question is closed. " + word(how.ending())
                + how.by().map(by -> " by " + by).orElse("")
                + " at " + times.at(how.at())
                + (how.channel().isEmpty() ? "" : ", from " + how.channel()) + ".";
    }

    private static String word(Ending ending) {
        return switch (ending) {
            case APPROVED -> "Approved";
            case REJECTED -> "Rejected";
            case ANSWERED -> "Answered";
            case EXPIRED -> "Expired";
            case CANCELLED -> "Cancelled";
            case SUPERSEDED -> "Replaced by a newer version";
        };
    }

    public static Letter tell(Tell tell, String subject, String console) {
        var blocks = new ArrayList<Block>();
        if (tell.tone() != Tone.ANSWER) {
            blocks.add(new Block.Words(
                    tell.tone() == Tone.FAILURE
                            ? "The run has ended without an answer."
                            : "A notice from Countersign."));
        }
        var text = tell.text();
        boolean whole = text.length() <= LONGEST_ANSWER;
        blocks.add(new Block.Prose(whole ? text : text.substring(0, LONGEST_ANSWER)));
        if (!whole) {
            blocks.add(new Block.Words("[" + (text.length() - LONGEST_ANSWER)
                    + " more characters are in the console at " + console + "/runs/" + tell.run()
                    + "]"));
        }
        blocks.add(new Block.Words("Reply to this mail to go on. (Run " + tell.run() + ")"));
        return Letter.of("Re: " + subject, blocks);
    }

    /** One sentence to one person, with the way to decide where there is one. */
    public static Letter whisper(String sentence, String subject, Access access) {
        var blocks = new ArrayList<Block>();
        var words = sentence.length() > LONGEST_ANSWER
                ? sentence.substring(0, LONGEST_ANSWER)
                : sentence;
        blocks.add(new Block.Words("Countersign says: " + words));
        access.link().ifPresent(link -> blocks.add(new Block.Link("Open the question", link)));
        access.code()
                .ifPresent(code -> blocks.add(
                        new Block.Words("The page may ask for this code, which stands in no link: "
                                + code.secret())));
        return Letter.of("Re: " + subject, blocks);
    }
}
