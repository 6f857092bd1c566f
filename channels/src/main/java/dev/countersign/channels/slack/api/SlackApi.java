package dev.countersign.channels.slack.api;

import com.slack.api.Slack;
import com.slack.api.SlackConfig;
import com.slack.api.methods.MethodsClient;
import com.slack.api.methods.SlackApiException;
import com.slack.api.methods.SlackApiTextResponse;

import dev.countersign.channels.slack.desk.SlackSettings;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The one place from which Slack's Web API is called: limits in time, waits where Slack asked for
 * it, and every failure sorted by what helps. For many threads.
 */
public final class SlackApi implements AutoCloseable {
    private static final int TOO_MANY = 429;
    private static final Duration UNTOLD_WAIT = Duration.ofSeconds(30);

    private final Slack slack;
    private final MethodsClient methods;
    private final RateGate gate;

    public SlackApi(SlackSettings settings, Duration timeout, InstantSource clock) {
        this.slack = Slack.getInstance(config(settings, timeout));
        this.methods = slack.methods(settings.botToken().value());
        this.gate = new RateGate(clock);
    }

    /** Not the library's default: that one cannot be pointed elsewhere, and never gives up. */
    private static SlackConfig config(SlackSettings settings, Duration timeout) {
        var config = new SlackConfig();
        var limit = Math.toIntExact(timeout.toMillis());
        config.setMethodsEndpointUrlPrefix(settings.apiUrl().toString());
        config.setHttpClientCallTimeoutMillis(limit);
        config.setHttpClientReadTimeoutMillis(limit);
        config.setHttpClientWriteTimeoutMillis(limit);
        config.setStatsEnabled(false);
        if (!SlackSettings.SLACK.equals(settings.apiUrl())) {
            config.setProxyUrl(null);
        }
        return config;
    }

    /** One call to a method. */
    @FunctionalInterface
    public interface Call<T> {
        T on(MethodsClient methods) throws IOException, SlackApiException;
    }

    public <T extends SlackApiTextResponse> T call(String method, Call<T> call) throws SlackFault {
        gate.check(method);
        var answer = perform(method, call);
        if (!answer.isOk()) {
            var error = Optional.ofNullable(answer.getError()).orElse("unknown_error");
            throw SlackFault.refused(method, error, Optional.ofNullable(answer.getNeeded()));
        }
        return answer;
    }

    private <T> T perform(String method, Call<T> call) throws SlackFault {
        try {
            return call.on(methods);
        } catch (SlackApiException refused) {
            throw sorted(method, refused);
        } catch (IOException silent) {
            throw SlackFault.network(method, silent);
        }
    }

    private SlackFault sorted(String method, SlackApiException refused) {
        var status = refused.getResponse().code();
        if (status != TOO_MANY) {
            return SlackFault.status(method, status, refused);
        }
        var wait = retryAfter(refused);
        gate.close(method, wait);
        return SlackFault.limited(method, wait);
    }

    private static Duration retryAfter(SlackApiException refused) {
        var header = refused.getResponse().header("Retry-After", "");
        return header.matches("\\d{1,6}")
                ? Duration.ofSeconds(Math.max(1, Long.parseLong(header)))
                : UNTOLD_WAIT;
    }

    /** The library's client, for the part of Bolt that dispatches. */
    public Slack slack() {
        return slack;
    }

    @Override
    public void close() {
        try {
            slack.close();
        } catch (Exception broken) {
            throw new IllegalStateException("the Slack client could not be closed", broken);
        }
    }
}
