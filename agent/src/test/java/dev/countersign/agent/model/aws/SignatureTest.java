package dev.countersign.agent.model.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.agent.model.wire.Asked;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.URI;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/** The examples that Amazon publishes for Signature Version 4, and whose key signs. */
class SignatureTest {
    private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private static final AccessKey KEY =
            new AccessKey("AKIDEXAMPLE", SECRET, Optional.empty(), Optional.empty());
    private static final Instant NOW = Instant.parse("2015-08-30T12:36:00Z");

    @Test
    void the_key_of_a_day_is_the_published_one() {
        assertThat(HexFormat.of().formatHex(new Signature(KEY, "us-east-1", "iam").key("20150830")))
                .isEqualTo("c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /, 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
        "GET, '', 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
        "POST, /, 5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
        "GET, /?Param2=value2&Param1=value1,"
                + " b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"
    })
    void requests_are_signed_as_in_the_published_examples(
            String method, String path, String signature) {
        var address = URI.create("https://example.amazonaws.com" + path);
        var headers = new Signature(KEY, "us-east-1", "service")
                .headers(new Asked(method, address, ""), NOW);

        assertThat(headers).containsEntry("x-amz-date", "20150830T123600Z");
        assertThat(headers.get("Authorization"))
                .isEqualTo("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/"
                        + "aws4_request, SignedHeaders=host;x-amz-date, Signature=" + signature);
    }

    @Test
    void a_session_is_signed_too_and_nothing_of_the_secret_is_sent() {
        var key = new AccessKey("AKIDEXAMPLE", SECRET, Optional.of("session+1="), Optional.empty());
        var headers = new Signature(key, "eu-central-1", "bedrock")
                .headers(
                        new Asked("POST", URI.create("https://h/model/a%3A0/converse"), "{}"), NOW);

        assertThat(headers).containsEntry("x-amz-security-token", "session+1=");
        assertThat(headers.get("Authorization"))
                .contains("SignedHeaders=host;x-amz-date;x-amz-security-token");
        assertThat(headers.toString()).doesNotContain(SECRET);
        assertThat(key.toString()).doesNotContain(SECRET);
    }

    @Test
    void a_key_is_read_as_it_stands_in_a_credentials_file() {
        var text = "[default]\naws_access_key_id = AKIDEXAMPLE\nAWS_SECRET_ACCESS_KEY=" + SECRET
                + "\naws_session_token =\nregion = eu-west-1\n[other]\naws_access_key_id = X\n";

        assertThat(AccessKey.in(text))
                .contains(new AccessKey(
                        "AKIDEXAMPLE", SECRET, Optional.empty(), Optional.of("eu-west-1")));
        assertThat(AccessKey.in("bedrock-api-key-YmVk==")).isEmpty();
        assertThat(AccessKey.in("aws_access_key_id = AKIDEXAMPLE")).isEmpty();
    }
}
