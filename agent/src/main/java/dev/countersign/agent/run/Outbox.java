package dev.countersign.agent.run;

import dev.countersign.agent.run.RunStore.Lease;
import dev.countersign.channels.Conversation;
import dev.countersign.channels.DeliveryId;
import dev.countersign.channels.Outbound;
import dev.countersign.channels.QuestionKey;
import dev.countersign.channels.Receipt;

import java.time.Instant;
import java.util.List;

/** What is still to be sent to people; filled by {@link RunStore#commit}. */
public interface Outbox {
    /** Takes messages that are due. To one place and about one run they come in order. */
    List<Parcel> claim(Lease lease, Instant now, int most);

    /** These have arrived. */
    void sent(List<Sent> sent);

    /** This one has not arrived; it is due again then. */
    void retry(long id, String why, Instant again);

    /** This one never will; kept for a person to look at. */
    void dead(long id, String why);

    /**
     * Whether a question has come to anybody: a message about it has arrived in one of these
     * places, or there is no place that messages go to, and people look for themselves.
     */
    boolean reached(QuestionKey key, List<Conversation> places);

    /** How many wait. */
    long pending();

    /** One message on its way; {@code earlier} as in {@code ContactChannel.Sending}. */
    record Parcel(
            long id,
            String run,
            Outbound message,
            int tries,
            Instant queued,
            List<Receipt> earlier) {
        public DeliveryId deliveryId() {
            return new DeliveryId("outbox", run + "-" + id);
        }
    }

    record Sent(long id, Receipt receipt) {}
}
