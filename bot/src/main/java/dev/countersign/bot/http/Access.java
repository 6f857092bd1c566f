package dev.countersign.bot.http;

import dev.countersign.bot.config.Config.Role;
import dev.countersign.bot.config.Config.Token;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Who calls: a token of the configuration, and the person or the roles it acts for. */
final class Access {

    private static final Logger LOG = LoggerFactory.getLogger(Access.class);
    private static final String STRANGER =
            "token {} acts as {}, and there is no such Person; answering it with 403 until a Person"
                    + " document of that name is loaded";

    private static final String SCHEME = "bearer ";
    private static final String CALLER = "countersign.caller";

    private final List<Known> tokens;
    private final Predicate<String> people;

    /** {@code people} says whether there is a Person of this name now. */
    Access(List<Token> tokens, Predicate<String> people) {
        this.tokens = tokens.stream()
                .map(token -> new Known(digest(token.value().reveal()), token))
                .toList();
        this.people = people;
    }

    /** Says in the log which tokens act as somebody who is not there. */
    void warnOfStrangers() {
        tokens.stream().map(Known::token).forEach(token -> token.person()
                .filter(people.negate())
                .ifPresent(person -> LOG.warn(STRANGER, token.name(), person)));
    }

    private record Known(byte[] digest, Token token) {}

    /** Stops a request that may not go on, and notes for the others who is calling. */
    void check(Context ctx) {
        var token = of(ctx).orElseThrow(() -> unauthorized(ctx));
        token.person().filter(people.negate()).ifPresent(person -> {
            throw forbidden("The token " + token.name() + " acts as " + person
                    + ", and there is no such Person. Add a Person document of that name.");
        });
        ctx.attribute(CALLER, new Caller(token.name(), token.person(), token.roles(), people));
    }

    static Caller caller(Context ctx) {
        Caller caller = ctx.attribute(CALLER);
        if (caller == null) {
            throw unauthorized(ctx);
        }
        return caller;
    }

    /** The token of a request; every known one is compared, in the same time. */
    Optional<Token> of(Context ctx) {
        var header = ctx.header("Authorization");
        if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }
        var given = digest(header.substring(SCHEME.length()).strip());
        Optional<Token> found = Optional.empty();
        for (var known : tokens) {
            if (MessageDigest.isEqual(known.digest(), given)) {
                found = Optional.of(known.token());
            }
        }
        return found;
    }

    static Problem unauthorized(Context ctx) {
        ctx.header("WWW-Authenticate", "Bearer");
        return new Problem(
                HttpStatus.UNAUTHORIZED,
                "A valid token is needed: send the header Authorization: Bearer TOKEN.");
    }

    static Problem forbidden(String detail) {
        return new Problem(HttpStatus.FORBIDDEN, detail + " Nothing was changed.");
    }

    private static byte[] digest(String value) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(value.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    /** A token at work. */
    record Caller(
            String token, Optional<String> person, Set<Role> roles, Predicate<String> people) {

        /** The person this request acts for; {@code as} is for front-ends, which must name one. */
        Optional<String> actsFor(Optional<String> as) {
            if (!roles.contains(Role.FRONT_END)) {
                if (as.isPresent() && !as.equals(person)) {
                    throw forbidden("Only a token with the role front-end may act as somebody.");
                }
                return person;
            }
            var name = as.orElseThrow(() ->
                    Problem.invalid("as: a front-end names the Person it has authenticated."));
            if (!people.test(name)) {
                throw forbidden("There is no Person " + name + ".");
            }
            return as;
        }

        /** Who started or continued a run: a person, or the token itself, which is nobody. */
        String speaksAs(Optional<String> as) {
            return actsFor(as).orElse("token:" + token);
        }

        /** Whose requests may repeat each other: those of a token, and of one person behind it. */
        String lane(String person) {
            return roles.contains(Role.FRONT_END) ? token + ":" + person : token;
        }

        String decidesAs(Optional<String> as) {
            return actsFor(as)
                    .orElseThrow(() -> forbidden(
                            "The token " + token + " acts for no Person, and only people decide."));
        }

        void mustBe(Role role) {
            if (!roles.contains(role)) {
                throw forbidden("This needs a token with the role "
                        + role.name().toLowerCase(Locale.ROOT) + ".");
            }
        }
    }
}
