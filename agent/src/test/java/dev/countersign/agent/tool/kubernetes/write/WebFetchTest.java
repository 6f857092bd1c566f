package dev.countersign.agent.tool.kubernetes.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;

import dev.countersign.agent.tool.kubernetes.api.ToolFailed;
import dev.countersign.agent.tool.net.PublicAddress;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;

class WebFetchTest {
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/file", exchange -> {
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write("ok".getBytes());
            exchange.close();
        });
        server.createContext("/moved", exchange -> {
            exchange.getResponseHeaders().set("Location", "/file");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.createContext("/big", exchange -> {
            exchange.sendResponseHeaders(200, 1_000_001);
            exchange.getResponseBody().write(new byte[1_000_001]);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    @Test
    void addresses_of_our_own_network_are_never_fetched() {
        var fetch = new WebFetch(PublicAddress::is);
        for (String host : List.of(
                "127.0.0.1",
                "localhost",
                "10.1.2.3",
                "192.168.0.1",
                "172.16.0.1",
                "169.254.169.254",
                "100.64.0.1",
                "0.0.0.0",
                "[::1]",
                "[fd00::1]",
                "[fe80::1]",
                "[::ffff:127.0.0.1]",
                "[64:ff9b::a00:1]",
                "2130706433")) {
            assertThatThrownBy(() -> fetch.text("http://" + host + "/x"))
                    .as(host)
                    .isInstanceOf(ToolFailed.class)
                    .hasMessageMatching("(?s).*(private network|unknown|without a password).*");
        }
    }

    @Test
    void open_addresses_are_told_from_closed_ones() throws UnknownHostException {
        assertThat(PublicAddress.is(InetAddress.getByName("93.184.216.34"))).isTrue();
        assertThat(PublicAddress.is(InetAddress.getByName("2606:2800:220:1::1")))
                .isTrue();
        assertThat(PublicAddress.is(InetAddress.getByName("224.0.0.1"))).isFalse();
    }

    @Test
    void only_the_web_is_fetched_and_no_redirect_is_followed() {
        var fetch = new WebFetch(address -> true);

        assertThat(fetch.text(url("/file"))).isEqualTo("ok");
        assertThatThrownBy(() -> fetch.text(url("/moved"))).hasMessageContaining("302");
        assertThatThrownBy(() -> fetch.text(url("/big"))).hasMessageContaining("1000000 bytes");
        for (String url : List.of("file:///etc/passwd", "ftp://h/x", "x", "http://a:b@h/x")) {
            assertThatThrownBy(() -> fetch.text(url)).isInstanceOf(ToolFailed.class);
        }
    }
}
