package dev.countersign.channels.slack.inbound;

import dev.countersign.channels.slack.api.SlackFault;
import dev.countersign.channels.slack.block.HomePage;
import dev.countersign.channels.slack.block.Modals;
import dev.countersign.channels.slack.inbound.Members.Standing;

/** The Home tab of whoever opens it, or has changed something there. */
final class HomeTab {
    private final Front front;
    private final HomePage page;

    HomeTab(Front front) {
        this.front = front;
        this.page = new HomePage(front.seal());
    }

    /** Draws it as things are now; a courtesy, because opening it again draws it, too. */
    void draw(String user, String team) {
        draw(user, team, 0);
    }

    /** The page that begins with this one of what waits; what is no number is the first page. */
    void turn(String user, String team, String from) {
        draw(user, team, from.matches("[0-9]{1,5}") ? Integer.parseInt(from) : 0);
    }

    private void draw(String user, String team, int from) {
        front.aside().later("the Home tab", () -> publish(user, team, from));
    }

    private void publish(String user, String team, int from) throws SlackFault {
        var view =
                switch (front.members().look(user, team)) {
                    case Standing.Member member ->
                        page.of(front.desk().home(member.speaker()), from);
                    case Standing.Stranger stranger -> page.refusing(stranger.sentence());
                };
        front.views().publish(user, Modals.ready(view));
    }
}
