package dev.countersign.channels.web;

import io.javalin.http.Context;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;

/** Who is signed in, kept in a signed cookie and nowhere else. */
final class Sessions {
    static final Duration LIFE = Duration.ofHours(12);
    private static final String PURPOSE = "session";
    private static final int PARTS = 4;

    private final WebSettings settings;
    private final Seal seal;
    private final InstantSource clock;

    /** One signing in; {@code id} stays the same when the cookie is renewed. */
    record Session(String person, String id, Instant until) {}

    Sessions(WebSettings settings, Seal seal, InstantSource clock) {
        this.settings = settings;
        this.seal = seal;
        this.clock = clock;
    }

    Optional<Session> read(Context ctx) {
        return Optional.ofNullable(ctx.cookie(name()))
                .flatMap(this::parse)
                .filter(session -> clock.instant().isBefore(session.until));
    }

    private Optional<Session> parse(String cookie) {
        var parts = cookie.split("\\.", -1);
        if (parts.length != PARTS) {
            return Optional.empty();
        }
        var signed = parts[0] + "." + parts[1] + "." + parts[2];
        if (!seal.holds(PURPOSE, signed, parts[3])) {
            return Optional.empty();
        }
        var person = new String(Base64.getUrlDecoder().decode(parts[0]), StandardCharsets.UTF_8);
        var until = Instant.ofEpochSecond(Long.parseLong(parts[2]));
        return Optional.of(new Session(person, parts[1], until));
    }

    void open(Context ctx, String person) {
        write(ctx, person, Seal.random());
    }

    /** Whoever comes back in the second half of a session's life gets a whole one. */
    void renew(Context ctx, Session session) {
        if (clock.instant().isAfter(session.until.minus(LIFE.dividedBy(2)))) {
            write(ctx, session.person, session.id);
        }
    }

    private void write(Context ctx, String person, String id) {
        var name = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(person.getBytes(StandardCharsets.UTF_8));
        var signed = name + "." + id + "." + clock.instant().plus(LIFE).getEpochSecond();
        cookie(ctx, name(), signed + "." + seal.over(PURPOSE, signed), LIFE.toSeconds());
    }

    void close(Context ctx) {
        cookie(ctx, name(), "", 0);
    }

    /** What forms of this session must carry. */
    String csrf(Session session) {
        return seal.over("csrf", session.person + "\n" + session.id);
    }

    /** The same for somebody who is not signed in, bound to a cookie of their browser. */
    String strangersCsrf(Context ctx) {
        var mark = Optional.ofNullable(ctx.cookie(doorName())).orElseGet(Seal::random);
        cookie(ctx, doorName(), mark, LoginLinks.LIFE.toSeconds());
        return seal.over("door", mark);
    }

    boolean strangerSent(Context ctx, String csrf) {
        return Optional.ofNullable(ctx.cookie(doorName()))
                .filter(mark -> seal.holds("door", mark, csrf))
                .isPresent();
    }

    private void cookie(Context ctx, String name, String value, long seconds) {
        ctx.addHeader(
                "Set-Cookie",
                name + "=" + value + "; Path=/; Max-Age=" + seconds
                        + "; HttpOnly; SameSite=Strict"
                        + (settings.https() ? "; Secure" : ""));
    }

    /** Cookies know no ports, so two consoles on one machine need two names. */
    private String name() {
        return settings.https()
                ? "__Host-countersign"
                : "countersign-" + settings.baseUrl().get().getPort();
    }

    private String doorName() {
        return name() + "-door";
    }
}
