package dev.countersign.channels.slack.fake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;

/** What may never happen in a workspace, whatever a test did. */
final class Invariants {
    private static final Pattern DECIDED =
            Pattern.compile("(✅ Approved|⛔ Rejected|✅ Answered|⌛ Expired|⏹ Cancelled)");
    private static final List<String> DECIDING = List.of(
            "\"approve\"", "\"reject\"", "\"edit\"", "\"review\"", "\"answer\"", "\"choose_0\"");
    private static final List<String> PINGS = List.of("<!channel", "<!here", "<!everyone", "<@U");
    private static final String SECRET_MARK = "s3cr3t-mark";

    private Invariants() {}

    static void check(Workplace place, List<String> refusals) {
        assertThat(refusals)
                .as("what we sent broke no limit of Slack's")
                .noneMatch(one -> one.contains("invalid_blocks")
                        || one.contains("invalid_arguments")
                        || one.contains("msg_too_long")
                        || one.contains("no_text")
                        || one.contains("missing_argument"));
        for (Post post : place.posts) {
            if (post.user.equals(Workplace.BOT) && !post.deleted) {
                check(post);
            }
        }
    }

    private static void check(Post post) {
        var blocks = post.blocks.toString();
        if (DECIDED.matcher(post.text).lookingAt()) {
            assertThat(DECIDING)
                    .as("a decided message has no button that decides: %s", post.text)
                    .noneMatch(action -> blocks.contains("\"action_id\":" + action));
        }
        assertThat(PINGS).as("nothing pings: %s", post.text).noneMatch(post.text::contains);
        assertThat(Seen.markup(post.blocks))
                .as("nothing pings in markup")
                .noneMatch(text -> PINGS.stream().anyMatch(text::contains));
        assertThat(post.text + blocks).as("no secret is shown").doesNotContain(SECRET_MARK);
        if (!post.blocks.isEmpty()) {
            assertThat(post.text).as("there is a text for the lock screen").isNotEmpty();
        }
    }
}
