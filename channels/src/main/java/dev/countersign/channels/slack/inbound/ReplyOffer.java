package dev.countersign.channels.slack.inbound;

import dev.countersign.channels.Questions.Shown;
import dev.countersign.channels.slack.block.Page;
import dev.countersign.channels.slack.kit.ButtonSeal;
import dev.countersign.channels.slack.kit.ButtonSeal.Target;
import dev.countersign.channels.slack.kit.Kit;

import java.util.List;

/** "Use this as the answer?": what somebody wrote in a thread where one question waits. */
final class ReplyOffer {
    /** What a button can carry beside its seal; longer answers go through the modal. */
    private static final int MOST = 1500;

    private final ButtonSeal seal;

    ReplyOffer(ButtonSeal seal) {
        this.seal = seal;
    }

    static boolean fits(String text) {
        return !text.isBlank() && text.length() <= MOST;
    }

    /** The buttons carry the writer's own words, because an ephemeral message keeps nothing. */
    Page of(Shown question, String text, String ts) {
        var value = seal.value(new Target(question.key(), question.version(), ts + "|" + text));
        return new Page(
                "Use this as the answer?",
                List.of(
                        Kit.section(Kit.plain("Use this as the answer to the question above?")),
                        Kit.richText(Kit.quote(text)),
                        Kit.actions(List.of(
                                Kit.button("use_yes", "Yes, that is the answer", value),
                                Kit.button("use_no", "No, just a message", value)))),
                true);
    }

    /** What one of its buttons carried. */
    record Carried(String ts, String text) {
        static Carried of(Target target) {
            var cut = target.extra().indexOf('|');
            return cut < 0
                    ? new Carried("", target.extra())
                    : new Carried(
                            target.extra().substring(0, cut), target.extra().substring(cut + 1));
        }
    }
}
