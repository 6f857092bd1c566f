package dev.countersign.store.mail;

import dev.countersign.store.Database;
import dev.countersign.store.SqlFault;
import dev.countersign.store.form.IndexedText;
import dev.countersign.store.form.Moment;
import dev.countersign.store.sql.Due;

import org.jdbi.v3.core.result.RowView;

import java.time.Instant;
import java.util.Base64;
import java.util.List;

/** Mails as they came, as rows that are worked off; safe for threads and replicas. */
public final class JdbiMails {
    private static final int MOST_WORDS = 2_000;
    private static final String INSERT = """
            insert into raw_mail (name, door, received_at, due_at, tries, what, raw)
            values (:name, :door, :received, :due, 0, '', :raw)""";

    private final Database database;

    public JdbiMails(Database database) {
        this.database = database;
    }

    /** Keeps a mail that nobody looks at before {@code due}; false where it is kept already. */
    public boolean keep(KeptMail mail, Instant due) {
        try {
            database.inTransaction(handle -> handle.createUpdate(INSERT)
                    .bind("name", IndexedText.name(mail.name()))
                    .bind("door", IndexedText.name(mail.door()))
                    .bind("received", Moment.of(mail.received()))
                    .bind("due", Moment.of(due))
                    .bind("raw", Base64.getEncoder().encodeToString(mail.raw()))
                    .execute());
            return true;
        } catch (RuntimeException failure) {
            if (SqlFault.of(failure) == SqlFault.DUPLICATE) {
                return false;
            }
            throw failure;
        }
    }

    /** Takes mails that are due, oldest first; they are due again at {@code until}. */
    public List<KeptMail> claim(Instant now, Instant until, int most) {
        return database.transact(handle -> {
            var due = handle.createQuery("""
                            select name, door, received_at, tries, raw from raw_mail
                            where %s order by due_at, name limit :most
                            for update skip locked""".formatted(Due.by("due_at")))
                    .bind("now", Moment.of(now))
                    .bind("most", most)
                    .map(view -> mail(view))
                    .list();
            if (!due.isEmpty()) {
                handle.createUpdate("update raw_mail set due_at = :until where name in (<names>)")
                        .bind("until", Moment.of(until))
                        .bindList("names", due.stream().map(KeptMail::name).toList())
                        .execute();
            }
            return due;
        });
    }

    private static KeptMail mail(RowView view) {
        return new KeptMail(
                view.getColumn("name", String.class),
                view.getColumn("door", String.class),
                Base64.getDecoder().decode(view.getColumn("raw", String.class)),
                view.getColumn("received_at", Instant.class),
                view.getColumn("tries", Integer.class));
    }

    /** This one needs nothing more. */
    public void done(String name, String what) {
        database.inTransaction(handle -> handle.createUpdate(
                        "update raw_mail set due_at = null, what = :what where name = :name")
                .bind("what", words(what))
                .bind("name", IndexedText.name(name))
                .execute());
    }

    /** This one was looked at in vain and is due again then. */
    public void again(String name, String why, Instant due) {
        database.inTransaction(handle -> handle.createUpdate("""
                        update raw_mail set due_at = :due, tries = tries + 1, what = :why
                        where name = :name""")
                .bind("due", Moment.of(due))
                .bind("why", words(why))
                .bind("name", IndexedText.name(name))
                .execute());
    }

    /** Forgets what came before this moment. */
    public void forget(Instant before) {
        database.inTransaction(
                handle -> handle.createUpdate("delete from raw_mail where received_at < :before")
                        .bind("before", Moment.of(before))
                        .execute());
    }

    /** What became of each mail that came since, oldest first, for people who look. */
    public List<String> outcomes(Instant since) {
        return database.read(
                handle -> handle.createQuery("select what from raw_mail where received_at >= :since"
                                + " order by received_at")
                        .bind("since", Moment.of(since))
                        .mapTo(String.class)
                        .list());
    }

    private static String words(String text) {
        var clean = IndexedText.clean(text);
        return clean.substring(0, Math.min(MOST_WORDS, clean.length()));
    }
}
