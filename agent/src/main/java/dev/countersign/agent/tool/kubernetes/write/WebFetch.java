package dev.countersign.agent.tool.kubernetes.write;

import dev.countersign.agent.tool.kubernetes.api.Bounded;
import dev.countersign.agent.tool.kubernetes.api.ToolFailed;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Predicate;

/** Fetches what a public address serves; nothing of our own network, no redirects. */
final class WebFetch implements Fetch {
    private static final int MAX_BYTES = 1_000_000;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Predicate<InetAddress> allowed;

    WebFetch(Predicate<InetAddress> allowed) {
        this.allowed = allowed;
    }

    @Override
    public String text(String address) {
        URI uri = checked(address);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(PATIENCE)
                .header("Accept", "application/yaml, text/plain, application/json, */*")
                .GET()
                .build();
        try (HttpClient client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(HttpClient.Builder.NO_PROXY)
                .connectTimeout(PATIENCE)
                .build()) {
            return body(client.send(request, HttpResponse.BodyHandlers.ofInputStream()));
        } catch (IOException e) {
            throw new ToolFailed("The address could not be fetched: "
                    + Bounded.line(String.valueOf(e.getMessage())) + ". Check the url.");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new ToolFailed("Fetching the address was interrupted. Try again.");
        }
    }

    private static String body(HttpResponse<InputStream> response) throws IOException {
        try (InputStream in = response.body()) {
            if (response.statusCode() != 200) {
                throw new ToolFailed("The address answered " + response.statusCode()
                        + "; redirects are not followed. Use the final address of the file.");
            }
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new ToolFailed("The address serves more than " + MAX_BYTES + " bytes.");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /** Names are looked up here; the JDK keeps the answer, so the request goes where we looked. */
    private URI checked(String address) {
        try {
            URI uri = new URI(address.strip());
            boolean web = "https".equalsIgnoreCase(uri.getScheme())
                    || "http".equalsIgnoreCase(uri.getScheme());
            if (!web || uri.getHost() == null || uri.getUserInfo() != null) {
                throw new ToolFailed("url must be an http or https address without a password.");
            }
            for (InetAddress found : InetAddress.getAllByName(uri.getHost())) {
                if (!allowed.test(found)) {
                    throw new ToolFailed("The url leads into a private network, and such addresses"
                            + " are not fetched. Put the YAML into k8s_create_resource instead.");
                }
            }
            return uri;
        } catch (URISyntaxException e) {
            throw new ToolFailed("url is not an address: " + Bounded.line(e.getReason()) + ".");
        } catch (UnknownHostException e) {
            throw new ToolFailed("The host of the url is unknown. Check the url.");
        }
    }
}
