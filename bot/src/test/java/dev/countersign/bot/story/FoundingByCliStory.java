package dev.countersign.bot.story;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.regex.Pattern;

/** The four tests of the founding tutorial, at a terminal alone. */
class FoundingByCliStory {
    private static final Pattern KEY = Pattern.compile("Question (q_\\w+)");
    private static final Pattern RUN = Pattern.compile("countersign runs (r_\\w+)");

    @RegisterExtension
    static final House house = House.asShipped();

    private final Shell shell = house.cli("local");

    @Test
    void reading_needs_no_approval() {
        var screen = shell.types("ask", "List all pods in the kagent namespace");

        assertThat(screen.exit()).isZero();
        assertThat(screen.out()).contains("NAME", "kagent-controller").doesNotContain("Question");
    }

    @Test
    void a_create_waits_for_a_yes() {
        var asked = shell.types(
                "ask",
                "Create a ConfigMap called test-config in the default namespace with the key"
                        + " message set to \"hello from kagent\"");

        assertThat(asked.out())
                .contains("Would run: k8s_apply_manifest", "hello from kagent", "Decide:");
        house.cluster().neverChanged("default/test-config");

        var approved = shell.types("approve", found(KEY, asked));

        assertThat(approved.exit()).isZero();
        assertThat(ended(asked)).contains("ConfigMap test-config in default was created.");
        house.cluster().changedOnce("default/test-config");
    }

    @Test
    void a_rejected_delete_does_not_happen_and_the_agent_says_why() {
        var asked = shell.types("ask", "Delete the ConfigMap web-config in the shop namespace");

        var rejected = shell.types(
                "reject", found(KEY, asked), "--reason", "I want to keep this ConfigMap for now");

        assertThat(rejected.exit()).isZero();
        assertThat(ended(asked))
                .contains("rejected with the reason “I want to keep this ConfigMap for now”");
        house.cluster().neverChanged("shop/web-config");
    }

    @Test
    void a_vague_request_becomes_a_question() {
        var asked = shell.types("ask", "Set up a namespace for my application");
        assertThat(asked.out()).contains("namespace be called?");

        assertThat(shell.types("answer", found(KEY, asked), "orders").exit()).isZero();

        house.api("local").question(found(RUN, asked));
        var open = shell.types("questions");
        assertThat(open.out()).contains("orders");
    }

    @Test
    void a_second_answer_is_told_who_decided() {
        var asked = shell.types("ask", "scale deploy web 4 -n shop");
        var key = found(KEY, asked);
        shell.types("approve", key);

        var again = shell.types("reject", key);

        assertThat(again.exit()).isOne();
        assertThat(again.err()).startsWith("Already approved by local at").contains("from cli");
    }

    private String ended(Shell.Screen asked) {
        var run = found(RUN, asked);
        house.api("local").ended(run);
        return shell.types("runs", run).out();
    }

    private static String found(Pattern what, Shell.Screen in) {
        var matcher = what.matcher(in.out());
        assertThat(matcher.find()).as(what + " in " + in).isTrue();
        return matcher.group(1);
    }
}
