package dev.countersign.agent.tool.kubernetes.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What was answered survives a kill, with the tally. */
class SandboxSurvivesTest {
    private static final String MAPS = "/api/v1/namespaces/default/configmaps";

    @TempDir
    Path folder;

    /** The process that is killed. */
    static final class Child {
        private Child() {}

        public static void main(String[] args) throws InterruptedException {
            Sandbox sandbox = Sandbox.start(
                    new SandboxSettings(0, Optional.of(Path.of(args[0])), Clock.systemUTC()));
            System.out.println("URL " + sandbox.url());
            System.out.flush();
            Thread.currentThread().join();
        }
    }

    @Test
    void an_answered_write_survives_kill_9_and_half_a_line_is_left_out() throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            Browser browser = new Browser(urlOf(child));
            for (int i = 0; i < 20; i++) {
                String body = "{\"metadata\":{\"name\":\"kept-" + i + "\"}}";
                assertThat(browser.post(MAPS, body).code()).isEqualTo(201);
            }
        } finally {
            child.destroyForcibly();
        }
        assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
        Files.writeString(
                folder.resolve("sandbox.journal"), "{\"rv\":9", StandardOpenOption.APPEND);

        try (Sandbox again = start()) {
            Browser browser = new Browser(again.url());
            assertThat(browser.get(MAPS).json().path("items")).hasSize(20);
            assertThat(again.tally().changed("create", "ConfigMap", "default", "kept-19"))
                    .isEqualTo(1);
            assertThat(again.tally().changed()).isEqualTo(20);
        }
    }

    private static String urlOf(Process child) throws IOException {
        try (var lines = child.inputReader().lines()) {
            return lines.filter(it -> it.startsWith("URL "))
                    .findFirst()
                    .orElseThrow()
                    .substring(4);
        }
    }

    private Sandbox start() {
        return Sandbox.start(new SandboxSettings(0, Optional.of(folder), Clock.systemUTC()));
    }

    @Test
    void a_second_sandbox_on_the_same_folder_is_refused() {
        try (Sandbox first = start()) {
            assertThat(first.url()).startsWith("http://127.0.0.1:");
            org.assertj.core.api.Assertions.assertThatThrownBy(this::start)
                    .hasMessageContaining("open in another sandbox");
        }
    }

    @Test
    void a_journal_that_grows_is_made_small_again_and_nothing_of_it_is_lost() throws Exception {
        Path journal = folder.resolve("sandbox.journal");
        long largest = 0;
        try (Sandbox sandbox = start()) {
            Browser browser = new Browser(sandbox.url());
            for (int i = 0; i < 40; i++) {
                String text = ("round " + i + " ").repeat(40_000);
                String body =
                        "{\"metadata\":{\"name\":\"large\"},\"data\":{\"k\":\"" + text + "\"}}";
                if (i > 0) {
                    assertThat(browser.delete(MAPS + "/large").code()).isEqualTo(200);
                }
                assertThat(browser.post(MAPS, body).code()).isEqualTo(201);
                largest = Math.max(largest, Files.size(journal));
            }
        }

        assertThat(largest).isLessThan(10_000_000);
        assertThat(Files.size(journal)).isLessThan(largest);
        try (Sandbox again = start()) {
            Browser browser = new Browser(again.url());
            assertThat(browser.get(MAPS + "/large").json().at("/data/k").asText())
                    .startsWith("round 39 ");
            assertThat(again.tally().changed("create", "ConfigMap", "default", "large"))
                    .isEqualTo(40);
        }
    }
}
