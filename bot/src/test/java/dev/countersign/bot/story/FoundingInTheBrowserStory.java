package dev.countersign.bot.story;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The four tests of the founding tutorial with a mouse, in a real Chromium. */
class FoundingInTheBrowserStory {
    @RegisterExtension
    static final House house = House.with("ana in approvers");

    private Tab ana;

    @BeforeEach
    void she_signs_in() {
        ana = house.browser("ana");
    }

    @AfterEach
    void nothing_went_wrong_in_the_browser() {
        assertThat(ana.complaints()).isEmpty();
        assertThat(ana.strays()).isEmpty();
        ana.close();
    }

    @Test
    void reading_needs_no_approval() {
        ana.asks("List all pods in the kagent namespace");

        ana.reads("kagent-controller").hasNo("Approve");
    }

    @Test
    void a_create_waits_for_a_yes_and_runs_as_shown() {
        ana.asks("Create a ConfigMap called test-config in the default namespace with the key"
                + " message set to \"hello from kagent\"");

        ana.reads("Approval needed").reads("hello from kagent");
        house.cluster().neverChanged("default/test-config");

        ana.clicks("Approve");

        ana.reads("Approved by ana").hasNo("Approve");
        ana.reads("ConfigMap test-config in default was created.");
        house.cluster().changedOnce("default/test-config");
    }

    @Test
    void a_rejected_delete_does_not_happen_and_the_agent_repeats_the_reason() {
        ana.asks("Delete the ConfigMap web-config in the shop namespace");

        ana.writes("Reason", "I want to keep this ConfigMap for now").clicks("Reject");

        ana.reads("Rejected by ana").hasNo("Reject");
        ana.reads("it was rejected with the reason “I want to keep this ConfigMap for now”");
        house.cluster().neverChanged("shop/web-config");
    }

    @Test
    void a_vague_request_becomes_a_question_and_the_answer_is_used() {
        ana.asks("Set up a namespace for my application");

        ana.writes("namespace be called?", "orders").clicks("Answer");
        ana.reads("Namespace orders").clicks("Approve");

        ana.reads("Namespace orders was created.");
        house.cluster().changedOnce("orders");
    }
}
