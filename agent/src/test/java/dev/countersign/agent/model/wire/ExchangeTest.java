package dev.countersign.agent.model.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;

import dev.countersign.agent.model.wire.ProviderSettings.Route;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** The way to a provider: by a proxy, and to one that an authority of our own vouches for. */
@Timeout(30)
class ExchangeTest {
    private static final String PASSWORD = "changeit";

    @TempDir
    private Path folder;

    @Test
    void what_goes_by_a_proxy_reaches_it_and_nothing_else() throws Exception {
        var asked = new CopyOnWriteArrayList<URI>();
        var proxy = HttpServer.create(anywhere(), 0);
        proxy.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI());
            answer(exchange);
        });
        proxy.start();
        try {
            var by = URI.create("http://127.0.0.1:" + proxy.getAddress().getPort());
            assertThat(heard("http://models.invalid/v1/models", route(Optional.of(by), null)))
                    .isEqualTo("hello");
            assertThat(asked).containsExactly(URI.create("http://models.invalid/v1/models"));
        } finally {
            proxy.stop(0);
        }
    }

    @Test
    void an_authority_of_our_own_is_trusted_where_it_is_named_and_only_there() throws Exception {
        var server = HttpsServer.create(anywhere(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(certified()));
        HttpHandler hello = ExchangeTest::answer;
        server.createContext("/", hello);
        server.start();
        try {
            var address = "https://localhost:" + server.getAddress().getPort() + "/";
            assertThat(heard(address, route(Optional.empty(), folder.resolve("own.pem"))))
                    .isEqualTo("hello");
            assertThatThrownBy(() -> heard(address, Route.USUAL))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("certification path");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void a_file_without_certificates_is_named() throws Exception {
        var empty = Files.writeString(folder.resolve("empty.pem"), "no certificate");

        assertThatThrownBy(() -> new Exchange(route(Optional.empty(), empty)))
                .hasMessageContaining("empty.pem")
                .hasMessageContaining("PEM");
    }

    private static Route route(Optional<URI> proxy, Path ca) {
        return new Route(Duration.ofSeconds(10), proxy, Optional.ofNullable(ca), Map::of, Map.of());
    }

    private static String heard(String address, Route route) {
        var heard = new StringBuilder();
        new Exchange(route)
                .run(
                        Exchange.to(address).GET(),
                        (response, body) -> heard.append(
                                new String(body.readAllBytes(), StandardCharsets.UTF_8)));
        return heard.toString();
    }

    private static void answer(com.sun.net.httpserver.HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(200, 5);
            exchange.getResponseBody().write("hello".getBytes(StandardCharsets.UTF_8));
        }
    }

    private static InetSocketAddress anywhere() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    /** A certificate that vouches for itself, made by the tool of the JDK. */
    private SSLContext certified() throws Exception {
        var store = folder.resolve("own.p12");
        keytool(
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-keystore",
                store.toString());
        keytool(
                "-exportcert",
                "-rfc",
                "-keystore",
                store.toString(),
                "-file",
                folder.resolve("own.pem").toString());
        var keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private void keytool(String... arguments) throws Exception {
        var command = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-alias", "own", "-storepass", PASSWORD));
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.txt").toFile())
                .start();
        assertThat(process.waitFor()).isZero();
    }
}
