package dev.countersign.channels.email;

import dev.countersign.channels.Assurance;
import dev.countersign.channels.ContactChannel;
import dev.countersign.channels.ContactChannelContract;
import dev.countersign.channels.Conversation;
import dev.countersign.channels.Inbound.Speaker;
import dev.countersign.channels.Inbox;

import java.util.Map;

/** Mail keeps what every channel keeps. */
class EmailChannelTest extends ContactChannelContract {
    @Override
    protected Outside start(Inbox inbox) {
        var house = new MailHouse(true).open(inbox);
        return new Mail(house);
    }

    private record Mail(MailHouse house) implements Outside {
        @Override
        public ContactChannel channel() {
            return house.channel;
        }

        @Override
        public Conversation place() {
            return MailHouse.place();
        }

        @Override
        public Speaker speaker() {
            return new Speaker("email", MailHouse.DANA, Assurance.CLAIMED, Map.of());
        }

        @Override
        public String seen() throws Exception {
            var all = new StringBuilder();
            for (var mail : house.mails()) {
                all.append(mail.getSubject()).append('\n').append(MailHouse.text(mail));
            }
            return all.toString();
        }

        @Override
        public void says(String words) throws Exception {
            house.post("From: " + MailHouse.DANA + "\r\nTo: " + MailHouse.BOT
                    + "\r\nMessage-ID: <1@dana>\r\nSubject: hello\r\n\r\n" + words + "\r\n");
            MailHouse.until("the mail is put away", () -> house.inFolder("Processed") == 1);
        }

        @Override
        public boolean breaks() {
            house.server.stop();
            return true;
        }

        @Override
        public void close() {
            house.close();
        }
    }
}
