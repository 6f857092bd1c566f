package dev.countersign.bot.email;

import dev.countersign.channels.email.tray.InTray;
import dev.countersign.channels.email.tray.RawMail;
import dev.countersign.store.mail.JdbiMails;
import dev.countersign.store.mail.KeptMail;

import java.time.Instant;
import java.util.List;

/** The mail channel's tray as rows of the store. */
final class KeptMails implements InTray {
    private final JdbiMails rows;

    KeptMails(JdbiMails rows) {
        this.rows = rows;
    }

    @Override
    public boolean keep(RawMail mail, Instant due) {
        return rows.keep(
                new KeptMail(mail.name(), mail.door(), mail.raw(), mail.received(), mail.tries()),
                due);
    }

    @Override
    public List<RawMail> claim(Instant now, Instant until, int most) {
        return rows.claim(now, until, most).stream()
                .map(row ->
                        new RawMail(row.name(), row.door(), row.raw(), row.received(), row.tries()))
                .toList();
    }

    @Override
    public void done(String name, String what) {
        rows.done(name, what);
    }

    @Override
    public void again(String name, String why, Instant due) {
        rows.again(name, why, due);
    }

    @Override
    public void aside(String name, String why) {
        rows.done(name, "aside: " + why);
    }

    @Override
    public void forget(Instant before) {
        rows.forget(before);
    }
}
