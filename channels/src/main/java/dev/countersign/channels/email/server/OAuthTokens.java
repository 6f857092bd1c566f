package dev.countersign.channels.email.server;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Fetches access tokens from an OAuth 2.0 token server, with the client's own credentials or with a
 * refresh token, and keeps each while it is good.
 */
public final class OAuthTokens implements AccessTokens {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** A token that ends while we log in is no good. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    private static final int USUAL_SECONDS = 300;
    private static final int LONGEST_ERROR = 60;

    private final Client client;
    private final InstantSource clock;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private String refresh;
    private String token = "";
    private Instant ends = Instant.MIN;

    /** Who asks the token server; without a refresh token it asks in its own name. */
    public record Client(URI url, String id, String secret, String scope, String refresh) {
        private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

        public Client {
            boolean safe = "https".equals(url.getScheme()) || LOOPBACK.contains(url.getHost());
            if (!safe) {
                throw new IllegalArgumentException(
                        "tokenUrl: " + url + " must begin with https://, for secrets go there");
            }
        }

        @Override
        public String toString() {
            return "Client[" + url + ", " + id + ", ...]";
        }
    }

    public OAuthTokens(Client client, InstantSource clock) {
        this.client = client;
        this.clock = clock;
        this.refresh = client.refresh();
    }

    @Override
    public synchronized String current() throws MessagingException {
        if (token.isEmpty() || !clock.instant().isBefore(ends.minus(MARGIN))) {
            fetch();
        }
        return token;
    }

    @Override
    public synchronized void refused() {
        token = "";
    }

    private void fetch() throws MessagingException {
        var answer = ask();
        var said = read(answer);
        if (answer.statusCode() >= 400 && answer.statusCode() < 500) {
            var error = word(said, "error");
            throw new AuthenticationFailedException("the token server at " + client.url()
                    + " refuses the client (" + answer.statusCode() + " "
                    + error.substring(0, Math.min(LONGEST_ERROR, error.length())) + ")");
        }
        var found = word(said, "access_token");
        if (answer.statusCode() != 200 || found.isEmpty()) {
            throw new MessagingException("the token server at " + client.url() + " gave no token ("
                    + answer.statusCode() + ")");
        }
        var seconds = word(said, "expires_in");
        token = found;
        ends = clock.instant()
                .plusSeconds(seconds.matches("\\d{1,8}") ? Long.parseLong(seconds) : USUAL_SECONDS);
        // Some hosts change the refresh token at each use.
        refresh = word(said, "refresh_token").isEmpty() ? refresh : word(said, "refresh_token");
    }

    private HttpResponse<String> ask() throws MessagingException {
        var request = HttpRequest.newBuilder(client.url())
                .timeout(PATIENCE)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form()))
                .build();
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new MessagingException(
                    "the token server at " + client.url() + " cannot be reached", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MessagingException("interrupted while a token was fetched", e);
        }
    }

    private String form() {
        var fields = new LinkedHashMap<String, String>();
        fields.put("grant_type", refresh.isEmpty() ? "client_credentials" : "refresh_token");
        fields.put("client_id", client.id());
        fields.put("client_secret", client.secret());
        fields.put("scope", client.scope());
        fields.put("refresh_token", refresh);
        return fields.entrySet().stream()
                .filter(field -> !field.getValue().isEmpty())
                .map(OAuthTokens::encoded)
                .collect(Collectors.joining("&"));
    }

    private static String encoded(Map.Entry<String, String> field) {
        return field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8);
    }

    private static JsonObject read(HttpResponse<String> answer) {
        try {
            return JsonParser.parseString(answer.body()).getAsJsonObject();
        } catch (JsonParseException | IllegalStateException noJson) {
            return new JsonObject();
        }
    }

    private static String word(JsonObject said, String name) {
        var value = said.get(name);
        return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
    }
}
