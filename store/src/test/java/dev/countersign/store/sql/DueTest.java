package dev.countersign.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** What H2 looks at when it is asked for rows whose time has come, among many that have none. */
class DueTest {
    private Connection connection;

    @BeforeEach
    void three_rows_with_a_time_among_a_thousand() throws SQLException {
        connection = DriverManager.getConnection("jdbc:h2:mem:");
        change("create table run (id bigint primary key, due_at timestamp(6) with time zone)");
        change("create index run_due on run (due_at)");
        change("insert into run select x, null from system_range(1, 1000)");
        change("insert into run select 1000 + x, dateadd(day, x - 2, current_timestamp)"
                + " from system_range(1, 3)");
    }

    @AfterEach
    void closed() throws SQLException {
        connection.close();
    }

    @Test
    void rows_without_a_time_are_not_looked_at() throws SQLException {
        var due =
                "select id from run where " + Due.by("due_at").replace(":now", "current_timestamp")
                        + " order by due_at limit 10";

        assertThat(answers(due)).isEqualTo(2);
        assertThat(plan(due)).containsPattern("scanCount: [123] ");
        assertThat(plan("select id from run where due_at <= current_timestamp"))
                .containsPattern("scanCount: 10[0-9]{2} ");
    }

    @Test
    void the_earliest_is_the_first_that_has_one() throws SQLException {
        var earliest = Due.earliest("due_at", "run");

        assertThat(answers("select * from " + earliest + " e where due_at < current_timestamp"))
                .isEqualTo(1);
        assertThat(plan(earliest)).containsPattern("scanCount: [12] ");
        assertThat(answers("select id from run where " + Due.some("due_at"))).isEqualTo(3);
    }

    private void change(String words) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(words);
        }
    }

    private int answers(String query) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("select count(*) from (" + query + ")")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private String plan(String query) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("explain analyze " + query)) {
            rows.next();
            return rows.getString(1).replaceAll("\\s+", " ");
        }
    }
}
