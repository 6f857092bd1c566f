package dev.countersign.agent.run;

import dev.countersign.agent.run.RunStore.Lease;
import dev.countersign.channels.DeliveryId;
import dev.countersign.channels.Inbound;

import java.time.Instant;
import java.util.List;

/** What came in and is not worked off yet. */
public interface Postbox {
    /** Keeps a delivery; false when it came before. */
    boolean keep(Inbound inbound, Instant now);

    /** Takes deliveries that nobody works on, oldest first. */
    List<Inbound> claim(Lease lease, Instant now, int most);

    /** This one needs nothing more, though it caused no step. */
    void done(DeliveryId delivery);

    /** When the oldest one that waits came in; now, if none waits. */
    Instant oldest(Instant now);
}
