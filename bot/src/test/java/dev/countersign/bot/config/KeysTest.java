package dev.countersign.bot.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

class KeysTest {
    private static final String SHARED = ", store: { key: 0123456789abcdef0123456789abcdef }";

    @TempDir
    private Path folder;

    @Test
    void servers_that_share_a_secret_have_the_same_keys_and_each_use_has_its_own()
            throws IOException {
        var one = Keys.named("console-key", config("one", SHARED));

        assertThat(Keys.named("console-key", config("two", SHARED))).isEqualTo(one);
        assertThat(Keys.named("ticket-key", config("two", SHARED))).isNotEqualTo(one);
        assertThat(one.bytes()).hasSizeGreaterThanOrEqualTo(32);
        assertThat(one.reveal()).doesNotContain("0123456789abcdef");
        assertThat(folder.resolve("one")).doesNotExist();
    }

    @Test
    void a_server_alone_makes_its_keys_once() throws IOException {
        var made = Keys.named("seal-key", config("one", ""));

        assertThat(Keys.named("seal-key", config("one", ""))).isEqualTo(made);
        assertThat(Keys.named("seal-key", config("two", ""))).isNotEqualTo(made);
        assertThat(folder.resolve("one").resolve("seal-key")).exists();
    }

    private Config config(String data, String more) {
        return ConfigFile.parse(
                "{ data: " + folder.resolve(data) + more + " }",
                new Source("cs.yaml", folder, Map.of()));
    }
}
