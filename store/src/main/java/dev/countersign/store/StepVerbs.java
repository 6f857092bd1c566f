package dev.countersign.store;

import dev.countersign.store.sql.Verb;

import java.util.ArrayList;
import java.util.List;

/** Everything that steps do to tables; the row of the run comes first, and decides. */
final class StepVerbs {
    private static final List<String> STATE = List.of(
            "version bigint",
            "format integer",
            "phase varchar",
            "turn integer",
            "open_questions integer",
            "form text",
            "due_at timestamptz",
            "claimed_by varchar",
            "audit_number bigint",
            "audit_hash varchar");

    private static final List<String> RUN_KEYS = List.of("id varchar", "version bigint");

    static final Verb NEW_RUN = Verb.insert(
            0,
            "run",
            "id varchar",
            "agent varchar",
            "requester varchar",
            "channel varchar",
            "place varchar",
            "started_at timestamptz",
            "root varchar",
            "origin text",
            "title varchar",
            "version bigint",
            "format integer",
            "phase varchar",
            "turn integer",
            "open_questions integer",
            "form text",
            "due_at timestamptz",
            "claimed_by varchar",
            "audit_number bigint",
            "audit_hash varchar");

    static final Verb RUN = Verb.decide(1, "run", STATE, RUN_KEYS);

    /** The first words that somebody says to a run that was begun without any. */
    static final Verb RUN_AND_TITLE = Verb.decide(2, "run", titled(), RUN_KEYS);

    static final Verb MESSAGE = Verb.insert(
            3, "message", "run_id varchar", "number integer", "format integer", "form text");

    static final Verb NEW_CALL = Verb.insert(
            4,
            "call",
            "run_id varchar",
            "id varchar",
            "turn integer",
            "position integer",
            "format integer",
            "form text");

    static final Verb CALL = Verb.update(
            5,
            "call",
            List.of("format integer", "form text"),
            List.of("run_id varchar", "id varchar"));

    static final Verb NEW_QUESTION = Verb.insert(
            6,
            "question",
            "run_id varchar",
            "version integer",
            "is_open boolean",
            "opened_at timestamptz",
            "next_at timestamptz",
            "format integer",
            "form text",
            "name varchar");

    static final Verb QUESTION = Verb.update(
            7,
            "question",
            List.of(
                    "version integer",
                    "is_open boolean",
                    "opened_at timestamptz",
                    "next_at timestamptz",
                    "format integer",
                    "form text"),
            List.of("name varchar"));

    static final Verb VOTE = Verb.insert(
            8,
            "vote",
            "question varchar",
            "version integer",
            "number integer",
            "format integer",
            "form text");

    static final Verb OUTBOX = Verb.insert(
            9,
            "outbox",
            "run_id varchar",
            "lane varchar",
            "about varchar",
            "tries integer",
            "queued_at timestamptz",
            "due_at timestamptz",
            "format integer",
            "form text");

    static final Verb AUDIT = Verb.insert(
            10,
            "audit",
            "run_id varchar",
            "number bigint",
            "previous varchar",
            "hash varchar",
            "format integer",
            "form text");

    /**
     * Marks a delivery as consumed, or adds it so where it came by a door of our own. One that was
     * consumed before breaks the constraint inbox_once, or hits nothing.
     */
    static final Verb CONSUME = Verb.deciding(
            11,
            List.of(
                    "channel varchar",
                    "delivery varchar",
                    "run_id varchar",
                    "received_at timestamptz",
                    "format integer"),
            """
            merge into inbox t using (select cast(? as varchar) as channel,
                    cast(? as varchar) as delivery, cast(? as varchar) as run_id,
                    cast(? as timestamp(6) with time zone) as received_at,
                    cast(? as integer) as format) s
                on t.channel = s.channel and t.delivery = s.delivery
                when matched and t.due_at is not null then
                    update set due_at = null, claimed_by = null, run_id = s.run_id
                when not matched then
                    insert (channel, delivery, received_at, run_id, format, form)
                    values (s.channel, s.delivery, s.received_at, s.run_id, s.format, '')""",
            """
            insert into inbox as t (channel, delivery, run_id, received_at, format, form)
                select s.p0, s.p1, s.p2, s.p3, s.p4, '' from <rows>
                on conflict (channel, delivery) do update
                    set due_at = null, claimed_by = null, run_id = excluded.run_id
                    where t.due_at is not null""");

    private StepVerbs() {}

    private static List<String> titled() {
        var all = new ArrayList<>(STATE);
        all.addFirst("title varchar");
        return all;
    }
}
