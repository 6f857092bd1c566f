package dev.countersign.store;

import static dev.countersign.agent.run.StoreSamples.LEASE;
import static dev.countersign.agent.run.StoreSamples.NOON;
import static dev.countersign.agent.run.StoreSamples.idle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.countersign.agent.machine.Limits;
import dev.countersign.agent.machine.RunMachine;
import dev.countersign.agent.run.Archive;
import dev.countersign.agent.run.Entry;
import dev.countersign.agent.run.Phase;
import dev.countersign.agent.run.Run;
import dev.countersign.agent.run.RunEvent;
import dev.countersign.channels.QuestionKey;
import dev.countersign.store.audit.AuditChain;
import dev.countersign.store.form.Codec;

import org.jdbi.v3.core.statement.SqlStatements;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Every form that a release has ever written, as a row among the rows of a run: the store's own
 * readers read it, and the run goes on to its end. See {@code FrozenFormsTest} for the file.
 */
class FrozenRowsTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final RunMachine MACHINE = new RunMachine(Limits.DEFAULT);
    private static final String CALL = "c_1";

    private record Line(String type, JsonNode form) {}

    @Test
    void every_form_is_read_as_a_row_of_h2_and_its_run_goes_on() throws Exception {
        try (var database = TestDatabases.h2()) {
            allGoOn(database);
        }
    }

    @Test
    void every_form_is_read_as_a_row_of_postgres_and_its_run_goes_on() throws Exception {
        try (var database = TestDatabases.postgres()) {
            allGoOn(database);
        }
    }

    private static void allGoOn(Database database) throws IOException {
        var lines = frozen();
        for (int i = 0; i < lines.size(); i++) {
            insert(database, "r_" + i, forms(lines, i));
        }
        var runs = new JdbiRunStore(database, TestDatabases.CLOCK);
        var archive = new JdbiArchive(database);
        assertThat(archive.verify()).isEmpty();
        var due = runs.claim(LEASE, NOON, lines.size());
        assertThat(due).hasSameSizeAs(lines);
        due.forEach(run -> {
            isWhole(run, runs, archive);
            goesOn(run, runs);
        });
        assertThat(archive.verify()).isEmpty();
        assertThat(new JdbiPostbox(database).claim(LEASE, NOON, lines.size())).hasSameSizeAs(lines);
        assertThat(new JdbiOutbox(database).claim(LEASE, NOON, lines.size() * lines.size()))
                .hasSizeGreaterThanOrEqualTo(lines.size());
        assertThat(new JdbiGrants(database).alive(NOON)).hasSameSizeAs(lines);
    }

    private static void isWhole(Run run, JdbiRunStore runs, Archive archive) {
        var key = key(run.id());
        assertThat(run.questions()).extracting(q -> q.key().value()).containsExactly(key);
        assertThat(archive.question(new QuestionKey(key)).orElseThrow().question())
                .isEqualTo(run.questions().getFirst());
        var call = archive.calls(run.id()).getFirst();
        switch (run.phase()) {
            case Phase.Acting acting -> assertThat(acting.calls()).containsExactly(call);
            case Phase.Closed closed -> assertThat(closed.underway()).containsExactly(call);
            case Phase.Thinking thinking -> assertThat(run.calls()).isEmpty();
            case Phase.Resting resting -> assertThat(run.calls()).isEmpty();
        }
        assertThat(runs.messages(run.id(), 0)).hasSize(1);
        assertThat(archive.record(run.id(), 1)).hasSize(1);
    }

    /** Somebody speaks, and then stops it: the machine knows what to do with what it reads. */
    private static void goesOn(Run run, JdbiRunStore runs) {
        var heard = MACHINE.next(run, new RunEvent.Heard("go on", "ana", NOON));
        var going = runs.commit(idle(run, heard));
        assertThat(runs.load(run.id())).contains(going);
        var stopped =
                runs.commit(idle(going, MACHINE.next(going, new RunEvent.Cancelled("ana", NOON))));
        assertThat(stopped.phase()).isInstanceOf(Phase.Closed.class);
        assertThat(runs.load(run.id())).contains(stopped);
    }

    private static String key(String run) {
        return "q_" + run;
    }

    /** The latest form of each type, but this line for its own; parts go where they belong. */
    private static Map<String, JsonNode> forms(List<Line> lines, int number) {
        var forms = new TreeMap<String, JsonNode>();
        lines.forEach(line -> forms.put(line.type(), line.form().deepCopy()));
        var line = lines.get(number);
        forms.put(line.type(), line.form().deepCopy());
        switch (line.type()) {
            case "Phase" -> put(forms, "RunForm", "phase", line.form());
            case "CallState" -> put(forms, "Call", "state", line.form());
            case "Clearance" -> put(forms, "Call", "state", cleared(line.form()));
            case "Vote" ->
                put(forms, "Question", "votes", JSON.createArrayNode().add(line.form()));
            case "Choice" -> {
                forms.put("Inbound", chose(lines));
                put(forms, "Inbound", "choice", line.form());
            }
            default -> {}
        }
        if (List.of("Call", "CallState", "Clearance").contains(line.type())) {
            put(forms, "RunForm", "phase", acting());
        }
        return forms;
    }

    private static void put(Map<String, JsonNode> forms, String type, String field, JsonNode part) {
        ((ObjectNode) forms.get(type)).set(field, part);
    }

    private static JsonNode cleared(JsonNode by) {
        return JSON.createObjectNode().put("kind", "Cleared").set("by", by);
    }

    private static JsonNode acting() {
        return JSON.createObjectNode().put("kind", "Acting").put("words", "");
    }

    private static JsonNode chose(List<Line> lines) {
        return lines.stream()
                .filter(line -> line.form().path("kind").asText().equals("Chose"))
                .findFirst()
                .orElseThrow()
                .form()
                .deepCopy();
    }

    /** The names are ours, so that the rows find each other; the rest is as it was written. */
    private static void insert(Database database, String run, Map<String, JsonNode> forms) {
        put(forms, "RunForm", "calls", JSON.createArrayNode().add(CALL));
        put(forms, "RunForm", "questions", JSON.createArrayNode().add(key(run)));
        put(forms, "RunForm", "counts", counts(forms.get("RunForm")));
        put(forms, "Call", "id", JSON.getNodeFactory().textNode(CALL));
        put(forms, "Question", "call", JSON.getNodeFactory().textNode(CALL));
        put(forms, "Question", "key", JSON.createObjectNode().put("value", key(run)));
        var entry = Codec.read(Entry.class, 1, forms.get("Entry").toString(), "an entry");
        var hash = AuditChain.hash(AuditChain.Link.NONE.hash(), run, 1, entry);
        database.inTransaction(handle -> ROWS.forEach((type, sql) -> {
            var insert = handle.createUpdate(sql)
                    .bind("run", run)
                    .bind("key", key(run))
                    .bind("call", CALL)
                    .bind("now", NOON)
                    .bind("later", NOON.plusSeconds(60))
                    .bind("none", AuditChain.Link.NONE.hash())
                    .bind("hash", hash)
                    .bind("origin", forms.get("Origin").toString())
                    .bind("form", forms.get(type).toString());
            insert.getConfig(SqlStatements.class).setUnusedBindingAllowed(true);
            insert.execute();
        }));
    }

    /** One message is there, whatever number the file has. */
    private static JsonNode counts(JsonNode runForm) {
        return ((ObjectNode) runForm.path("counts").deepCopy()).put("messages", 1);
    }

    private static final Map<String, String> ROWS = Map.of(
            "RunForm",
            "insert into run (id, version, format, agent, requester, channel, place, started_at,"
                    + " title, origin, phase, turn, open_questions, form, due_at, audit_number,"
                    + " audit_hash) values (:run, 1, 1, 'a', 'ana', 'web', 'p', :now, '', :origin,"
                    + " 'acting', 7, 1, :form, :now, 1, :hash)",
            "Message",
            "insert into message (run_id, number, format, form) values (:run, 0, 1, :form)",
            "Call",
            "insert into call (run_id, id, turn, position, format, form)"
                    + " values (:run, :call, 7, 0, 1, :form)",
            "Question",
            "insert into question (name, run_id, version, is_open, opened_at, format, form)"
                    + " values (:key, :run, 7, true, :now, 1, :form)",
            "Vote",
            "insert into vote (question, version, number, format, form)"
                    + " values (:key, 7, 0, 1, :form)",
            "Inbound",
            "insert into inbox (channel, delivery, received_at, due_at, format, form)"
                    + " values ('web', :run, :now, :now, 1, :form)",
            "Outbound",
            "insert into outbox (run_id, lane, about, tries, queued_at, due_at, format, form)"
                    + " values (:run, :run, :run, 0, :now, :now, 1, :form)",
            "Entry",
            "insert into audit (run_id, number, previous, hash, format, form)"
                    + " values (:run, 1, :none, :hash, 1, :form)",
            "Grant",
            "insert into grants (id, agent, tool, made_at, until_at, uses, max_uses, format, form)"
                    + " values (:run, 'a', 't', :now, :later, 0, 7, 1, :form)");

    private static List<Line> frozen() throws IOException {
        try (InputStream file = FrozenRowsTest.class.getResourceAsStream("/forms-1.txt")) {
            var text =
                    new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().map(FrozenRowsTest::line).toList();
        }
    }

    private static Line line(String text) {
        var parts = text.split(" ", 2);
        try {
            return new Line(parts[0], JSON.readTree(parts[1]));
        } catch (IOException broken) {
            throw new IllegalStateException(parts[0] + " is not JSON", broken);
        }
    }
}
