package dev.countersign.channels.email.mime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.channels.email.mime.Mail.Vouched;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Line 9 of the acceptance list: each costs less than two seconds and stops nothing. */
class HostileMailTest {
    private static final String HEAD =
            "From: dana@example.com\r\nTo: bot@example.com\r\nMessage-ID: <1@x>\r\n";

    private final MailReader reader = new MailReader("mx.example.com");

    record Sample(String name, String raw, Optional<String> text) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Sample> samples() {
        return Stream.of(
                read("unknown charset", type("text/plain; charset=unknown-8bit") + "approve"),
                read("quoted charset", type("text/plain; charset=\" utf-8\"") + "approve"),
                read("odd charset", type("text/plain; charset=cp-850") + "approve"),
                refused("transfer encoding", HEAD + "Content-Transfer-Encoding: x\r\n\r\napprove"),
                read("broken type", HEAD + "Content-Type: text\r\n\r\napprove"),
                refused("no parts", type("multipart/mixed; boundary=b") + "nothing"),
                refused("deep", HEAD + nested(1_500)),
                refused("many parts", type("multipart/mixed; boundary=b") + parts(20_000)),
                refused(
                        "a hundred thousand parts",
                        type("multipart/mixed; boundary=b") + parts(100_000)),
                refused("header line", "X: " + "a".repeat(5_000_000) + "\r\n" + HEAD + "\r\nx"),
                refused("fields", "X: y\r\n".repeat(500) + HEAD + "\r\nx"),
                refused("subject", "Subject: " + "=?utf-8?q?a?= ".repeat(50_000) + "\r\n\r\nx"),
                read(
                        "recipients",
                        "Cc: " + "a@b.c, ".repeat(8_000) + "x@b.c\r\n" + HEAD + "\r\napprove"),
                refused(
                        "recipients",
                        "Cc: " + "a@b.c, ".repeat(50_000) + "x@b.c\r\n" + HEAD + "\r\nx"),
                read("line", HEAD + "\r\napprove\r\n\r\n" + "On a ".repeat(20_000)),
                read("html", type("text/html") + "<div>".repeat(50_000) + "approve"),
                read(
                        "comment",
                        "Authentication-Results: " + "(".repeat(40_000) + "\r\n" + HEAD
                                + "\r\napprove"),
                read("windows-1252 as utf-8", type("text/plain; charset=utf-8") + "approve"));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void costs_less_than_two_seconds(Sample sample) {
        var text = text(sample.raw());
        assertThat(text.isPresent()).isEqualTo(sample.text().isPresent());
        sample.text().ifPresent(words -> assertThat(text.get()).startsWith(words));
    }

    @Test
    void a_mail_that_costs_too_much_work_or_takes_too_long_is_given_up() throws Exception {
        var ends = new CountDownLatch(1);
        var busy = new Budget(Duration.ofMillis(200), Duration.ofMinutes(1));
        assertThatThrownBy(() -> busy.spend(() -> {
                    while (!Thread.interrupted()) {
                        Thread.onSpinWait();
                    }
                    ends.countDown();
                    return "";
                }))
                .isInstanceOf(BadMail.class)
                .hasMessageContaining("of work");
        var stuck = new Budget(Duration.ofMinutes(1), Duration.ofMillis(200));
        assertThatThrownBy(() -> stuck.spend(HostileMailTest::hang))
                .isInstanceOf(BadMail.class)
                .hasMessageContaining("took over");
        assertThat(ends.await(20, TimeUnit.SECONDS)).as("nor does it work on").isTrue();
    }

    private static String hang() throws InterruptedException {
        new CountDownLatch(1).await();
        return "";
    }

    @Test
    void two_from_fields_and_two_addresses_in_one_are_nobody() throws Exception {
        assertThat(mail("From: eve@x.org\r\n" + HEAD + "\r\nx").from()).isEmpty();
        assertThat(mail("From: dana@example.com, eve@x.org\r\n\r\nx").from()).isEmpty();
        assertThat(mail("From: \"dana@example.com\" <eve@x.org>\r\n\r\nx").from())
                .contains("eve@x.org");
        assertThat(mail("From: Dana <Dana@EXAMPLE.com>\r\n\r\nx").from())
                .contains("dana@example.com");
    }

    @Test
    void only_the_topmost_field_of_the_configured_host_vouches() throws Exception {
        var pass = "Authentication-Results: mx.example.com 1; spf=pass; dmarc=pass (p=x;q)"
                + " header.from=example.com\r\n";
        var fail = "Authentication-Results: mx.example.com; dmarc = fail header."
                + "from=example.com\r\n";
        var other = "Authentication-Results: evil.org; dmarc=pass header.from=example.com\r\n";
        var wrong = pass.replace("header.from=example.com", "header.from=evil.org");

        assertThat(vouched(pass)).isEqualTo(Vouched.PASS);
        assertThat(vouched(fail)).isEqualTo(Vouched.FAIL);
        assertThat(vouched(fail + pass)).isEqualTo(Vouched.FAIL);
        assertThat(vouched(other)).isEqualTo(Vouched.NONE);
        assertThat(vouched(other + pass)).isEqualTo(Vouched.NONE);
        assertThat(vouched(wrong)).isEqualTo(Vouched.NONE);
        assertThat(vouched("")).isEqualTo(Vouched.NONE);
        assertThat(vouched(pass.replace("dmarc=pass", "x=\"; dmarc=pass\"")))
                .isEqualTo(Vouched.NONE);
    }

    @Test
    void a_field_without_the_name_of_a_host_vouches_only_where_that_is_set() throws Exception {
        var bare = "Authentication-Results: spf=pass (sender IP is 192.0.2.1)"
                + " smtp.mailfrom=example.com; dmarc=pass action=none header.from=example.com\r\n";
        var named = "Authentication-Results: evil.org; dmarc=pass header.from=example.com\r\n";
        var only = new MailReader(AuthenticationResults.WITHOUT_ID);

        assertThat(only.read(bytes(bare)).vouched()).isEqualTo(Vouched.PASS);
        assertThat(only.read(bytes(named)).vouched()).isEqualTo(Vouched.NONE);
        assertThat(only.read(bytes(named + bare)).vouched()).isEqualTo(Vouched.NONE);
        assertThat(only.read(bytes(bare.replace("dmarc=pass", "dmarc=fail") + bare))
                        .vouched())
                .isEqualTo(Vouched.FAIL);
        assertThat(only.read(bytes("")).vouched()).isEqualTo(Vouched.NONE);
        assertThat(vouched(bare)).isEqualTo(Vouched.NONE);
    }

    private static byte[] bytes(String fields) {
        return (fields + HEAD + "\r\nx").getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void programs_are_told_from_people() throws Exception {
        assertThat(kind("Auto-Submitted: auto-replied (vacation)")).isEqualTo(Mail.Kind.AWAY);
        assertThat(kind("Auto-Submitted: auto-generated")).isEqualTo(Mail.Kind.AUTOMATIC);
        assertThat(kind("Auto-Submitted: no")).isEqualTo(Mail.Kind.HUMAN);
        assertThat(kind("X-Autoreply: yes")).isEqualTo(Mail.Kind.AWAY);
        assertThat(kind("Precedence: bulk")).isEqualTo(Mail.Kind.AUTOMATIC);
        assertThat(kind("List-Id: <x.y>")).isEqualTo(Mail.Kind.AUTOMATIC);
        assertThat(kind("Subject: Abwesenheitsnotiz: Re: x")).isEqualTo(Mail.Kind.AWAY);
        assertThat(kind("Return-Path: <>")).isEqualTo(Mail.Kind.BOUNCE);
        assertThat(kind("X-Countersign-Mail: 1")).isEqualTo(Mail.Kind.OWN);
        assertThat(kind("X-Auto-Response-Suppress: All")).isEqualTo(Mail.Kind.HUMAN);
        assertThat(kind("Content-Type: multipart/report; boundary=b; report-type=delivery-status")
                        .name())
                .isEqualTo("HUMAN");
    }

    @Test
    void a_delivery_report_says_whether_it_is_for_good() throws Exception {
        var report = "From: MAILER-DAEMON@x.org\r\nAuto-Submitted: auto-replied\r\n"
                + "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n"
                + "--b\r\n\r\nsorry\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
                + "Reporting-MTA: dns; x\r\n\r\nAction: %s\r\nStatus: %s\r\n--b--\r\n";

        assertThat(mail(report.formatted("failed", "5.1.1")).origin().kind())
                .isEqualTo(Mail.Kind.BOUNCE);
        assertThat(mail(report.formatted("delayed", "4.4.7")).origin().kind())
                .isEqualTo(Mail.Kind.DELIVERY_NOTE);
    }

    @Test
    void a_latin_mail_that_says_it_is_utf8_is_read_all_the_same() throws Exception {
        var raw = (type("text/plain; charset=utf-8") + "rejeté")
                .getBytes(StandardCharsets.ISO_8859_1);

        assertThat(reader.read(raw).text()).isEqualTo("rejeté");
    }

    @Test
    void the_same_mail_has_the_same_name_and_another_recipient_another() throws Exception {
        var one = mail(HEAD + "\r\napprove");

        assertThat(mail("X-Seen: 2\r\n" + HEAD + "\r\napprove").contentHash())
                .isEqualTo(one.contentHash());
        assertThat(mail("From: d@x.y\r\nTo: a@b.c\r\n\r\napprove").contentHash())
                .isNotEqualTo(mail("From: d@x.y\r\nTo: a@b.d\r\n\r\napprove").contentHash());
    }

    private Mail.Kind kind(String header) throws BadMail {
        var body = header.contains("boundary") ? "--b\r\n\r\nx\r\n--b--" : "x";
        return mail(HEAD + header + "\r\n\r\n" + body).origin().kind();
    }

    private Vouched vouched(String fields) throws BadMail {
        return mail(fields + HEAD + "\r\nx").vouched();
    }

    private Mail mail(String raw) throws BadMail {
        return reader.read(raw.getBytes(StandardCharsets.UTF_8));
    }

    /** The reader itself gives up after two seconds of work; that is no refusal. */
    private Optional<String> text(String raw) {
        try {
            return Optional.of(mail(raw).text());
        } catch (BadMail refused) {
            assertThat(refused).hasMessageNotContaining("to read");
            return Optional.empty();
        }
    }

    private static String type(String type) {
        return HEAD + "Content-Type: " + type + "\r\n\r\n";
    }

    private static String nested(int depth) {
        var out = new StringBuilder();
        for (int i = 0; i < depth; i++) {
            out.append("Content-Type: multipart/mixed; boundary=b")
                    .append(i)
                    .append("\r\n\r\n--b")
                    .append(i)
                    .append("\r\n");
        }
        return out.append("\r\nx").toString();
    }

    private static String parts(int count) {
        return "--b\r\n\r\nx\r\n".repeat(count) + "--b--\r\n";
    }

    private static Sample read(String name, String raw) {
        return new Sample(name, raw, Optional.of("approve"));
    }

    private static Sample refused(String name, String raw) {
        return new Sample(name, raw, Optional.empty());
    }
}
