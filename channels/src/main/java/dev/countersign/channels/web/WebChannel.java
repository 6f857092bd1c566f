package dev.countersign.channels.web;

import dev.countersign.channels.ChannelFailure;
import dev.countersign.channels.ChannelFailure.Remedy;
import dev.countersign.channels.ContactChannel;
import dev.countersign.channels.Inbox;
import dev.countersign.channels.Outbound;
import dev.countersign.channels.Receipt;
import dev.countersign.channels.web.live.Pages;

/**
 * The console as a channel. Its pages show what the database holds, so sending is no more than
 * waking those that are open; only a whisper, which stands nowhere else, is kept for its reader.
 */
public final class WebChannel implements ContactChannel {
    /** The word for this channel in conversations and in the audit. */
    public static final String NAME = "web";

    private final Pages pages = new Pages();

    Pages pages() {
        return pages;
    }

    @Override
    public String name() {
        return NAME;
    }

    /** The console hands in at the desk, where it gets an answer; it needs no inbox. */
    @Override
    public void open(Inbox inbox) {
        pages.poke();
    }

    @Override
    public Receipt send(Outbound message, Sending sending) throws ChannelFailure {
        if (!NAME.equals(message.to().channel())) {
            throw failure(Remedy.GIVE_UP, "this message is for " + message.to().channel());
        }
        if (pages.closed()) {
            throw failure(Remedy.TRY_LATER, "the console is closing; it comes back with the bot");
        }
        show(message, sending.id().id());
        return new Receipt(sending.id().id());
    }

    private void show(Outbound message, String id) {
        switch (message) {
            case Outbound.Whisper whisper ->
                pages.whisper(
                        whisper.to().place(), whisper.speaker().account(), id, whisper.text());
            case Outbound.Tell tell -> pages.poke();
            case Outbound.Ask ask -> pages.poke();
            case Outbound.Settle settle -> pages.poke();
            case Outbound.Progress progress -> pages.poke();
        }
    }

    private static ChannelFailure failure(Remedy remedy, String message) {
        return new ChannelFailure(NAME, remedy, message, null);
    }

    @Override
    public void close() {
        pages.close();
    }
}
