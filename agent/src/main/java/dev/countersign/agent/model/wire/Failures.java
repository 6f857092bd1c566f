package dev.countersign.agent.model.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.countersign.agent.model.ModelFailure;
import dev.countersign.agent.model.ModelFailure.Kind;
import dev.countersign.agent.model.wire.ProviderSettings.Key;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Says how a model failed, whether to try again, and what to do. */
public final class Failures {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Set<Integer> PASSING = Set.of(408, 409, 425, 429);
    /** How providers say that a conversation does not fit. */
    private static final List<String> TOO_LONG = List.of(
            "context_length_exceeded",
            "context length",
            "context window",
            "prompt is too long",
            "input is too long",
            "input token count",
            "too many tokens",
            "exceeds the maximum number of tokens");

    /** How they say that an account is empty, under numbers that usually mean something else. */
    private static final List<String> UNPAID =
            List.of("insufficient_quota", "credit balance is too low");

    private static final int MOST_WORDS = 300;
    /** Of the words of a key, those that are longer are the secret ones. */
    private static final int MOST_LABEL = 8;

    private static final int MOST_CAUSES = 20;
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    private final String who;
    private final String keyName;
    private final Clock clock;

    public Failures(String who, String keyName, Clock clock) {
        this.who = who;
        this.keyName = keyName;
        this.clock = clock;
    }

    public ModelFailure of(Throwable thrown, String key) {
        var refused = find(thrown, Refused.class);
        if (refused.isPresent()) {
            return refused(refused.get(), key);
        }
        if (find(thrown, TookTooLong.class).isPresent()) {
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

    private ModelFailure refused(Refused refused, String key) {
        int status = refused.status();
        var said = words(without(key, refused.getMessage()));
        if (refused.ofKey()) {
            return new ModelFailure(
                    "The key in " + keyName + " was refused by " + who + " (" + status
                            + "). Set a key that may use this model." + said,
                    Kind.KEY);
        }
        if (status == 402 || UNPAID.stream().anyMatch(refused.getMessage()::contains)) {
            return new ModelFailure(
                    who + " wants to be paid first (" + status + "). See to the account of "
                            + keyName + "." + said,
                    Kind.KEY);
        }
        if (status == 404) {
            return new ModelFailure(
                    who + " does not know this model or address (404). Check model and baseUrl."
                            + said,
                    Kind.MISSING);
        }
        if (PASSING.contains(status) || status >= 500) {
            var why = status == 429 ? " asks us to slow down (429)." : " failed (" + status + ").";
            return new ModelFailure(
                    who + why + " It is asked again." + said,
                    status == 429 ? Kind.BUSY : Kind.DOWN,
                    wait(refused),
                    null);
        }
        if (tooLong(status, refused.getMessage())) {
            return new ModelFailure(
                    "The conversation is too long for the model (" + status + ")." + said,
                    Kind.TOO_LONG);
        }
        return lasting(
                who + " refused the request (" + status + "). Asking again would not help." + said);
    }

    private static boolean tooLong(int status, String body) {
        var words = body.toLowerCase(Locale.ROOT);
        return status == 413 || TOO_LONG.stream().anyMatch(words::contains);
    }

    /** {@code Retry-After} is a number of seconds or a date. */
    private Optional<Duration> wait(Refused refused) {
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
            var whole = MAPPER.readTree(body);
            var error = whole.path("error").isMissingNode() ? whole : whole.path("error");
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

    /** A key of several words is in no sentence with any of them. */
    private static String without(String key, String text) {
        var left = text;
        for (var word : key.split("\\s+")) {
            var secret = !word.isEmpty() && (word.equals(key) || word.length() > MOST_LABEL);
            left = secret ? left.replace(word, "\u2022\u2022\u2022") : left;
        }
        return left;
    }

    public ModelFailure lasting(String message) {
        return new ModelFailure(message, Kind.REQUEST);
    }

    ModelFailure passing(String message) {
        return new ModelFailure(message, Kind.DOWN);
    }

    /** The key as it is now; without one that it needs, a provider is not even asked. */
    public String readable(Key key, boolean needed) throws ModelFailure {
        String read;
        try {
            read = key.read();
        } catch (RuntimeException e) {
            throw new ModelFailure(
                    "The key in " + keyName + " cannot be read (" + e.getClass().getSimpleName()
                            + "). The model was not asked.",
                    Kind.KEY);
        }
        if (read.isEmpty() && needed) {
            throw new ModelFailure(
                    keyName + " is empty or not set, and " + who + " wants a key. Set one.",
                    Kind.KEY);
        }
        return read;
    }

    static <T extends Throwable> Optional<T> find(Throwable thrown, Class<T> type) {
        return Stream.iterate(thrown, t -> t != null, Throwable::getCause)
                .limit(MOST_CAUSES)
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst();
    }
}
