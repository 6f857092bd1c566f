package dev.countersign.agent.model.wire;

import dev.countersign.agent.model.ModelCheck;

import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Map;

/** Tries a key by asking for the list of models, and says in words what came of it. */
public final class KeyCheck implements ModelCheck {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String provider;
    private final ProviderSettings settings;
    private final Asking asking;
    private final Exchange exchange;

    /** Where the models of a provider are listed, and with which headers. */
    public record Asking(String address, Headers headers, boolean needsKey) {}

    /** The headers that carry a key. */
    @FunctionalInterface
    public interface Headers {
        Map<String, String> with(String key);
    }

    public KeyCheck(String provider, ProviderSettings settings, Asking asking, Exchange exchange) {
        this.provider = provider;
        this.settings = settings;
        this.asking = asking;
        this.exchange = exchange.within(PATIENCE);
    }

    @Override
    public Status check() {
        try {
            var key = settings.key().read();
            if (key.isEmpty() && asking.needsKey()) {
                return new Status(
                        false, settings.key().name() + " is empty or not set. Set a key.");
            }
            exchange.run(request(key), (response, body) -> {});
            return new Status(true, provider + " API key validated successfully");
        } catch (Refused refused) {
            return said(refused);
        } catch (UncheckedIOException | TookTooLong e) {
            return new Status(false, settings.baseUrl() + " cannot be reached. Check the address.");
        } catch (RuntimeException e) {
            return new Status(
                    false,
                    "The key in " + settings.key().name() + " cannot be read or sent ("
                            + e.getClass().getSimpleName() + ").");
        }
    }

    private HttpRequest.Builder request(String key) {
        var request = Exchange.to(asking.address());
        settings.route().headers().get().forEach(request::setHeader);
        if (!key.isEmpty()) {
            asking.headers().with(key).forEach(request::setHeader);
        }
        return request.GET();
    }

    private Status said(Refused refused) {
        int status = refused.status();
        if (refused.ofKey()) {
            return new Status(
                    false, "the key in " + settings.key().name() + " was refused (" + status + ")");
        }
        if (status == 404) {
            return new Status(true, settings.baseUrl() + " answers, and does not list its models");
        }
        return new Status(status == 429, settings.baseUrl() + " answered the check with " + status);
    }
}
