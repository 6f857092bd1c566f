package dev.countersign.agent.tool.kubernetes.sandbox.tree;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** As much protobuf as {@code kubectl auth can-i} needs, which asks in no other form. */
public final class Protobuf {
    /** Four bytes that say "k8s" come before the envelope. */
    private static final int MAGIC = 4;

    private static final int RAW = 2;
    private static final int SPEC = 2;
    private static final int RESOURCE = 1;
    private static final int LENGTH_DELIMITED = 2;
    private static final List<String> ATTRIBUTES =
            List.of("namespace", "verb", "group", "version", "resource", "subresource", "name");

    private Protobuf() {}

    /** The access review in the body. */
    public static ObjectNode selfReview(byte[] body) {
        ObjectNode review = Json.object();
        ObjectNode attributes = review.putObject("spec").putObject("resourceAttributes");
        Optional<ByteBuffer> asked = body.length <= MAGIC
                ? Optional.empty()
                : field(ByteBuffer.wrap(body, MAGIC, body.length - MAGIC), RAW)
                        .flatMap(raw -> field(raw, SPEC))
                        .flatMap(spec -> field(spec, RESOURCE));
        for (int i = 0; i < ATTRIBUTES.size(); i++) {
            String name = ATTRIBUTES.get(i);
            int number = i + 1;
            asked.flatMap(in -> field(in, number))
                    .ifPresent(text -> attributes.put(
                            name, StandardCharsets.UTF_8.decode(text).toString()));
        }
        return review;
    }

    /** The bytes of one field; these messages have no fields of another wire type before it. */
    private static Optional<ByteBuffer> field(ByteBuffer message, int wanted) {
        ByteBuffer in = message.slice();
        while (in.hasRemaining()) {
            int tag = number(in);
            int length = number(in);
            if ((tag & 7) != LENGTH_DELIMITED || length < 0 || length > in.remaining()) {
                throw Failures.badRequest("the review is not one in protobuf");
            }
            if (tag >> 3 == wanted) {
                return Optional.of(in.slice(in.position(), length));
            }
            in.position(in.position() + length);
        }
        return Optional.empty();
    }

    private static int number(ByteBuffer in) {
        int value = 0;
        for (int shift = 0; shift < 32 && in.hasRemaining(); shift += 7) {
            byte next = in.get();
            value |= (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw Failures.badRequest("the review ends in the middle of a number");
    }
}
