package dev.countersign.agent.model.langchain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.countersign.agent.model.ModelFailure;
import dev.langchain4j.exception.TimeoutException;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Says how a model failed, whether to try again, and what to do. */
final class Failures {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Set<Integer> PASSING = Set.of(408, 409, 425, 429);
    private static final int MOST_WORDS = 300;
    private static final int MOST_CAUSES = 20;
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    private final String who;
    private final String keyName;
    private final Clock clock;

    Failures(String who, String keyName, Clock clock) {
        this.who = who;
        this.keyName = keyName;
        this.clock = clock;
    }

    ModelFailure of(Throwable thrown, String key) {
        var refused = find(thrown, Wire.Refused.class);
        if (refused.isPresent()) {
            return refused(refused.get(), key);
        }
        if (find(thrown, TimeoutException.class).isPresent()) {
            return passing(who + " did not answer in time. It is asked again.");
        }
        if (find(thrown, JsonProcessingException.class).isPresent()) {
            return passing(who + " answered with something that is no JSON. It is asked again.");
        }
        var io = find(thrown, java.io.IOException.class);
        if (io.isPresent()) {
            return passing(who + " cannot be reached, or cut the connection. It is asked again.");
        }
        return passing(who + " gave an answer that could not be read ("
                + thrown.getClass().getSimpleName()
                + "). It is asked again.");
    }

    private ModelFailure refused(Wire.Refused refused, String key) {
        int status = refused.statusCode();
        var said = without(key, words(refused.getMessage()));
        if (status == 401 || status == 403) {
            return lasting("The key in " + keyName + " was refused by " + who + " (" + status
                    + "). Set a key that may use this model." + said);
        }
        if (status == 404) {
            return lasting(who + " does not know this model or address (404)."
                    + " Check model and baseUrl." + said);
        }
        if (PASSING.contains(status) || status >= 500) {
            var why = status == 429 ? " asks us to slow down (429)." : " failed (" + status + ").";
            return new ModelFailure(
                    who + why + " It is asked again." + said, true, wait(refused), null);
        }
        return lasting(
                who + " refused the request (" + status + "). Asking again would not help." + said);
    }

    /** {@code Retry-After} is a number of seconds or a date. */
    private Optional<Duration> wait(Wire.Refused refused) {
        return refused.retryAfter()
                .map(String::strip)
                .flatMap(this::duration)
                .filter(wait -> !wait.isNegative())
                .map(wait -> wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait);
    }

    private Optional<Duration> duration(String text) {
        if (!text.isEmpty() && text.length() < 9 && text.chars().allMatch(Character::isDigit)) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
        }
        try {
            Instant at = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Optional.of(Duration.between(clock.instant(), at));
        } catch (DateTimeException noDate) {
            return Optional.empty();
        }
    }

    /** The provider's own words, where its body has some. */
    private static String words(String body) {
        try {
            var error = MAPPER.readTree(body).path("error");
            var message =
                    error.isTextual() ? error.asText() : error.path("message").asText();
            return message.isBlank() ? "" : " It says: " + cut(message.strip());
        } catch (JsonProcessingException noJson) {
            return "";
        }
    }

    private static String cut(String text) {
        return text.length() <= MOST_WORDS ? text : text.substring(0, MOST_WORDS) + "\u2026";
    }

    private static String without(String key, String text) {
        return key.isBlank() ? text : text.replace(key, "\u2022\u2022\u2022");
    }

    ModelFailure lasting(String message) {
        return new ModelFailure(message, false, Optional.empty(), null);
    }

    ModelFailure passing(String message) {
        return new ModelFailure(message, true, Optional.empty(), null);
    }

    static <T extends Throwable> Optional<T> find(Throwable thrown, Class<T> type) {
        return Stream.iterate(thrown, t -> t != null, Throwable::getCause)
                .limit(MOST_CAUSES)
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst();
    }
}
