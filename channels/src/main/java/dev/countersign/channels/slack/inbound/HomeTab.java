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
        front.aside().later("the Home tab", () -> publish(user, team));
    }

    private void publish(String user, String team) throws SlackFault {
        var view =
                switch (front.members().look(user, team)) {
                    case Standing.Member member -> page.of(front.desk().home(member.speaker()));
                    case Standing.Stranger stranger -> page.refusing(stranger.sentence());
                };
        front.views().publish(user, Modals.ready(view));
    }
}
