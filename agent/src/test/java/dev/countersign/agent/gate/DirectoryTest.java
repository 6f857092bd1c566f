package dev.countersign.agent.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.agent.gate.Directory.Found;
import dev.countersign.agent.gate.Groups.Member;
import dev.countersign.channels.Assurance;
import dev.countersign.channels.Inbound.Speaker;
import dev.countersign.channels.Person;

import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

class DirectoryTest {
    private static final Person DANA = new Person(
            "dana",
            Set.of("oncall"),
            Map.of("email", Set.of("dana@example.com"), "slack", Set.of("U0DANA")));
    private static final Person LI = new Person(
            "li", Set.of(), Map.of("email", Set.of("li@example.com", "leads@example.com")));
    private static final Person BO =
            new Person("bo", Set.of(), Map.of("email", Set.of("leads@example.com")));

    private final Directory directory = new Directory(List.of(DANA, LI, BO), Groups.NONE);

    private static Speaker speaker(String scheme, String account) {
        return new Speaker(scheme, account, Assurance.SIGNED, Map.of("name", "dana"));
    }

    @Test
    void a_person_is_known_by_the_account_of_each_channel() {
        assertThat(directory.find(speaker("slack", "U0DANA"))).isEqualTo(new Found.Known(DANA));
        assertThat(directory.find(speaker("email", "dana@example.com")))
                .isEqualTo(new Found.Known(DANA));
        assertThat(directory.find(Speaker.signedIn("dana", "console")))
                .isEqualTo(new Found.Known(DANA));
    }

    @Test
    void the_case_of_a_mail_address_does_not_matter_and_that_of_others_does() {
        assertThat(directory.find(speaker("email", "Dana@EXAMPLE.com")))
                .isEqualTo(new Found.Known(DANA));
        assertThat(directory.find(speaker("slack", "u0dana"))).isInstanceOf(Found.Nobody.class);
        assertThat(directory.find(Speaker.signedIn("Dana", "x"))).isInstanceOf(Found.Nobody.class);
    }

    @Test
    void an_account_under_another_scheme_and_a_display_name_find_nobody() {
        assertThat(directory.find(speaker("slack", "dana"))).isInstanceOf(Found.Nobody.class);
        assertThat(directory.find(speaker("email", "U0DANA")))
                .isInstanceOfSatisfying(
                        Found.Nobody.class, nobody -> assertThat(nobody.instructions())
                                .contains("email account U0DANA", "administrator"));
    }

    @Test
    void an_account_of_two_people_is_nobodys() {
        assertThat(directory.find(speaker("email", "leads@example.com")))
                .isInstanceOfSatisfying(Found.Ambiguous.class, found -> assertThat(found.people())
                        .containsExactlyInAnyOrder("li", "bo"));
    }

    @Test
    void a_group_is_asked_again_at_every_decision() {
        var slackGroup = new HashMap<String, Set<Member>>();
        var asked = new Directory(
                List.of(DANA, LI, BO), group -> slackGroup.getOrDefault(group, Set.of()));

        assertThat(asked.isIn(DANA, "oncall")).isTrue();
        assertThat(asked.isIn(LI, "oncall")).isFalse();
        slackGroup.put("oncall", Set.of(new Member("email", "LI@example.com")));
        assertThat(asked.isIn(LI, "oncall")).isTrue();
        slackGroup.clear();
        assertThat(asked.isIn(LI, "oncall")).isFalse();
    }

    @Test
    void an_account_of_two_people_puts_neither_into_a_group() {
        var asked = new Directory(
                List.of(DANA, LI, BO), group -> Set.of(new Member("email", "leads@example.com")));

        assertThat(asked.isIn(LI, "g")).isFalse();
        assertThat(asked.isIn(BO, "g")).isFalse();
    }

    @Test
    void somebody_who_is_no_longer_known_is_in_no_group() {
        assertThat(new Directory(List.of(LI), Groups.NONE).isIn(DANA, "oncall")).isFalse();
    }
}
