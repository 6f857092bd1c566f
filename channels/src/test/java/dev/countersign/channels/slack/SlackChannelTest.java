package dev.countersign.channels.slack;

import dev.countersign.channels.Assurance;
import dev.countersign.channels.ContactChannel;
import dev.countersign.channels.ContactChannelContract;
import dev.countersign.channels.Conversation;
import dev.countersign.channels.Inbound.Speaker;
import dev.countersign.channels.Inbox;
import dev.countersign.channels.slack.fake.FakeSlack;
import dev.countersign.channels.slack.fake.Fault;
import dev.countersign.channels.slack.fake.Seen;

import java.util.Map;
import java.util.stream.Collectors;

/** Slack keeps what every channel keeps. */
class SlackChannelTest extends ContactChannelContract {

    @Override
    protected Outside start(Inbox inbox) {
        var house = new SlackHouse(inbox);
        house.slack.with("dana");
        return new Workspace(house);
    }

    private record Workspace(SlackHouse house) implements Outside {
        @Override
        public ContactChannel channel() {
            return house.channel;
        }

        @Override
        public Conversation place() {
            return SlackHouse.OPS;
        }

        @Override
        public Speaker speaker() {
            return new Speaker("slack", FakeSlack.id("dana"), Assurance.SIGNED, Map.of());
        }

        @Override
        public String seen() {
            return house.slack.messages().stream()
                            .map(Seen::words)
                            .collect(Collectors.joining("\n"))
                    + String.join("\n", house.slack.as("dana").whispers());
        }

        @Override
        public void says(String words) {
            house.slack.as("dana").mentions(words);
        }

        @Override
        public boolean breaks() {
            house.slack.next("chat.postMessage", new Fault.Silence(false));
            return true;
        }

        @Override
        public void close() {
            house.afterEach();
        }
    }
}
