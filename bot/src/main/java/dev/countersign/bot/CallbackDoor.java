package dev.countersign.bot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import dev.countersign.agent.run.Question;
import dev.countersign.channels.Assurance;
import dev.countersign.channels.Choice;
import dev.countersign.channels.Conversation;
import dev.countersign.channels.DeliveryId;
import dev.countersign.channels.HttpDoor;
import dev.countersign.channels.Inbound.Chose;
import dev.countersign.channels.Inbound.Speaker;
import dev.countersign.channels.QuestionKey;
import dev.countersign.channels.Questions;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Supplier;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The signed link by which a program reports what came of a call that was handed out to it. It says
 * {@code {"result": "ran|failed|give-up", "text": "..."}}; the first report holds.
 */
final class CallbackDoor implements HttpDoor {
    private static final String PATH = "/external/";
    private static final String HMAC = "HmacSHA256";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final byte[] key;
    private final Supplier<URI> base;
    private final Questions questions;

    CallbackDoor(byte[] key, Supplier<URI> base, Questions questions) {
        this.key = key.clone();
        this.base = base;
        this.questions = questions;
    }

    /** Where the outcome of this question is to be reported; only of a call that was handed out. */
    Optional<String> link(Question q) {
        return q.open() && q.handedOut()
                ? Optional.of(base.get() + PATH + q.key() + "/" + seal(q.key().value()))
                : Optional.empty();
    }

    private String seal(String question) {
        try {
            var mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            var text = "external " + question;
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + HMAC, e);
        }
    }

    @Override
    public List<String> routes() {
        return List.of("POST " + PATH + "{question}/{seal}");
    }

    @Override
    public Answer knock(Knock knock) {
        var parts = knock.path().substring(PATH.length()).split("/", 2);
        if (parts.length < 2 || !same(parts[1], seal(parts[0]))) {
            return answer(401, "This link is not signed by us. Nothing was changed.");
        }
        var report = report(knock.body());
        if (report.isEmpty()) {
            return answer(
                    422,
                    "Send {\"result\": \"ran\", \"failed\" or \"give-up\", \"text\":"
                            + " \"...\"}. Nothing was changed.");
        }
        var reply = questions.decide(new Chose(
                new DeliveryId(Speaker.CALLBACK, UUID.randomUUID().toString()),
                new Speaker(
                        Speaker.CALLBACK,
                        Speaker.CALLBACK,
                        Assurance.SIGNED,
                        Map.of("network", knock.remote())),
                new Conversation(Speaker.CALLBACK, parts[0]),
                new QuestionKey(parts[0]),
                OptionalInt.empty(),
                report.get()));
        return answer(HttpDoor.status(reply.verdict()), reply.sentence());
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(
                one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<Choice> report(byte[] body) {
        try {
            JsonNode said = JSON.readTree(body);
            var text = said.path("text").asText("");
            return switch (said.path("result").asText("")) {
                case "ran" -> Optional.of(new Choice.Report(Choice.Result.RAN, text));
                case "failed" -> Optional.of(new Choice.Report(Choice.Result.FAILED, text));
                case "give-up" -> Optional.of(new Choice.Report(Choice.Result.GIVE_UP, text));
                default -> Optional.empty();
            };
        } catch (IOException notJson) {
            return Optional.empty();
        }
    }

    private static Answer answer(int status, String sentence) {
        var body = JsonNodeFactory.instance.objectNode().put("sentence", sentence);
        return new Answer(
                status,
                Map.of("Content-Type", "application/json"),
                body.toString().getBytes(StandardCharsets.UTF_8));
    }
}
