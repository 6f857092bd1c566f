package dev.countersign.agent.model.aws;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A key of an IAM user or role, which signs requests and is never sent. */
public record AccessKey(
        String id, String secret, Optional<String> session, Optional<String> region) {
    public static final String ID = "aws_access_key_id";
    public static final String SECRET = "aws_secret_access_key";
    public static final String SESSION = "aws_session_token";
    public static final String REGION = "region";

    /**
     * A key in the words of a credentials file, {@code aws_access_key_id = ...} and so on; empty
     * where the text is something else, such as a key that is sent as it is.
     */
    public static Optional<AccessKey> in(String text) {
        Map<String, String> read = new HashMap<>();
        text.lines()
                .map(line -> line.split("=", 2))
                .filter(two -> two.length == 2)
                .forEach(two -> {
                    var value = two[1].strip();
                    if (!value.isEmpty()) {
                        read.putIfAbsent(two[0].strip().toLowerCase(Locale.ROOT), value);
                    }
                });
        return Optional.ofNullable(read.get(ID)).flatMap(id -> Optional.ofNullable(read.get(SECRET))
                .map(secret -> new AccessKey(
                        id,
                        secret,
                        Optional.ofNullable(read.get(SESSION)),
                        Optional.ofNullable(read.get(REGION)))));
    }

    @Override
    public String toString() {
        return "AccessKey[\u2022\u2022\u2022]";
    }
}
