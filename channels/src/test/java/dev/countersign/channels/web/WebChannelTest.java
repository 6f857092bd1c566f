package dev.countersign.channels.web;

import dev.countersign.channels.ContactChannel;
import dev.countersign.channels.ContactChannelContract;
import dev.countersign.channels.Conversation;
import dev.countersign.channels.Inbound.Speaker;
import dev.countersign.channels.Inbox;
import dev.countersign.channels.Outbound;
import dev.countersign.channels.web.desk.RunView;
import dev.countersign.channels.web.desk.RunView.Line;

import java.util.Map;

/** The console keeps what every channel keeps; people see it on the page of the run. */
class WebChannelTest extends ContactChannelContract {
    @Override
    protected Outside start(Inbox inbox) {
        return new Console(inbox);
    }

    private static final class Console implements Outside {
        private final ConsoleHouse house = new ConsoleHouse();
        private final Browser browser;

        Console(Inbox inbox) {
            house.desk.inbox = inbox;
            house.desk.add("r_1", new Line.Human("ana", "hello"));
            house.channel.open(inbox);
            browser = house.as("dana");
        }

        @Override
        public ContactChannel channel() {
            return house.channel;
        }

        @Override
        public Conversation place() {
            return new Conversation("web", "r_1");
        }

        @Override
        public Speaker speaker() {
            return Speaker.signedIn("dana", "web");
        }

        /** The pages show the database, so here the test plays the database. */
        @Override
        public void kept(Outbound message) {
            switch (message) {
                case Outbound.Tell tell -> house.desk.add("r_1", new Line.Agent(tell.text()));
                case Outbound.Ask ask -> {
                    var shown = house.questions.ask(ask.key().value(), ask.card());
                    house.desk.add("r_1", Samples.call("c_1", RunView.State.GATED, shown));
                }
                case Outbound.Settle settle -> {
                    var key = settle.key().value();
                    house.questions.settle(key, settle.settlement());
                    house.questions
                            .find(settle.key())
                            .ifPresent(shown -> house.desk.add(
                                    "r_2", Samples.call("c_1", RunView.State.REFUSED, shown)));
                }
                case Outbound.Whisper whisper -> {}
                case Outbound.Progress progress -> {}
            }
        }

        @Override
        public String seen() {
            return text("/runs/r_1") + text("/runs/r_2");
        }

        private String text(String path) {
            return browser.get(path)
                    .body()
                    .replaceAll("<[^>]*>", " ")
                    .replace("&lt;", "<")
                    .replace("&gt;", ">")
                    .replace("&quot;", "\"")
                    .replace("&#39;", "'")
                    .replace("&amp;", "&");
        }

        @Override
        public void says(String words) {
            browser.post("/runs/r_1/say", Map.of("text", words, "nonce", "n"));
        }

        @Override
        public void close() {
            browser.close();
            house.close();
        }
    }
}
