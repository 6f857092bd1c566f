package dev.countersign.store.sql;

import com.zaxxer.hikari.HikariConfig;

/** How connections to each kind of database are made. */
public final class Connections {
    /** On a server one of them listens to the other processes. */
    private static final int MAX_CONNECTIONS = 11;

    private static final int CONNECT_MILLIS = 5_000;

    /**
     * All statements find rows by an index, whatever the values are: planning them again each time
     * costs as much as they do, and a plan of the first minute must not scan a table that grows.
     */
    private static final String PLANS =
            "set plan_cache_mode = force_generic_plan; set enable_seqscan = off";

    private Connections() {}

    /** To a database in this process. */
    public static HikariConfig inProcess(String url, String user, String password) {
        var config = settings(url, user, password);
        config.setMaxLifetime(0);
        return config;
    }

    /** To a server. */
    public static HikariConfig toServer(String url, String user, String password) {
        var config = settings(url, user, password);
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
        config.addDataSourceProperty("connectTimeout", "5");
        config.addDataSourceProperty("socketTimeout", "30");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        config.addDataSourceProperty("logServerErrorDetail", "false");
        config.addDataSourceProperty("ApplicationName", "countersign");
        config.setConnectionInitSql(PLANS);
        return config;
    }

    private static HikariConfig settings(String url, String user, String password) {
        var config = new HikariConfig();
        config.setPoolName("store");
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(MAX_CONNECTIONS);
        config.setConnectionTimeout(CONNECT_MILLIS);
        config.setInitializationFailTimeout(1);
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        return config;
    }
}
