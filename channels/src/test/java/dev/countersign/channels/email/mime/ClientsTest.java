package dev.countersign.channels.email.mime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.channels.email.reply.ReplyParser;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/** Line 8 of the acceptance list: what mail programs really send, as MIME. */
class ClientsTest {
    private static final String HEAD =
            "From: dana@example.com\r\nTo: bot@example.com\r\nMIME-Version: 1.0\r\n";
    private static final String OURS = "<p>Approve or reject: delete ConfigMap test-config?</p>";

    private final MailReader reader = new MailReader("mx.example.com");

    record Client(String name, String html) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Client> clients() {
        return Stream.of(
                new Client("Gmail", """
                        <div dir="ltr">approve</div><br><div class="gmail_quote"><div dir="ltr"
                        class="gmail_attr">On Sat, 21 Nov 2026 at 10:42, Bot wrote:<br></div>
                        <blockquote class="gmail_quote">%s</blockquote></div>"""),
                new Client("Outlook on the web", """
                        <div style="font-family:Calibri">approve</div><div id="appendonsend">
                        </div><hr><div id="divRplyFwdMsg"><b>From:</b> Bot<br><b>Sent:</b> Saturday
                        <br><b>To:</b> Dana<br><b>Subject:</b> x</div><div>%s</div>"""),
                new Client("Outlook of Windows", """
                        <div class="WordSection1"><p class="MsoNormal">approve</p><div
                        style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0 0 0">
                        <p class="MsoNormal"><b>From:</b> Bot<br><b>Sent:</b> Saturday 21 November
                        2026<br><b>To:</b> Dana<br><b>Subject:</b> x</p></div>%s</div>"""),
                new Client("Apple Mail", """
                        <html><body>approve<br><div><br><blockquote type="cite"><div>On 21 Nov 2026,
                        at 10:42, Bot &lt;bot@example.com&gt; wrote:</div><br>%s</blockquote></div>
                        </body></html>"""),
                new Client("Thunderbird", """
                        <p>approve</p><div class="moz-cite-prefix">On 21.11.26 10:42, Bot wrote:
                        <br></div><blockquote type="cite">%s</blockquote>"""),
                new Client("Yahoo", """
                        <div class="yahoo-style-wrap"><div>approve</div></div><div
                        id="yahoo_quoted_1" class="yahoo_quoted"><div>On Saturday, Bot wrote:</div>
                        <div>%s</div></div>"""));
    }

    @ParameterizedTest
    @MethodSource("clients")
    void a_reply_in_html_alone_is_read_without_what_it_quotes(Client client) throws Exception {
        var raw = HEAD + "Content-Type: text/html; charset=utf-8\r\n\r\n"
                + client.html().formatted(OURS).replace("\n", "\r\n");

        assertThat(words(raw.getBytes(StandardCharsets.UTF_8))).isEqualTo("approve");
    }

    @Test
    void flowed_lines_are_joined_and_quoted_ones_stay_quoted() throws Exception {
        var raw = HEAD + "Content-Type: text/plain; charset=utf-8; format=flowed\r\n\r\n"
                + "Reject: this is too \r\nlate in the day\r\n\r\n"
                + "On Sat, Nov 21, 2026 at 10:42 AM Bot <bot@example.com> wrote:\r\n"
                + "> Approve or \r\n> reject?\r\n";

        assertThat(words(raw.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("Reject: this is too late in the day");
    }

    @Test
    void email_reply_quotes_the_word_approve() throws Exception {
        var raw = HEAD + "Content-Type: text/plain; charset=utf-8\r\n\r\n"
                + "Let me look at it first.\r\n\r\n"
                + "On Sat, Nov 21, 2026 at 10:42 AM Bot <bot@example.com> wrote:\r\n"
                + "> Reply with a first line that says\r\n> approve\r\n";

        assertThat(words(raw.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("Let me look at it first.");
    }

    @Test
    void windows_1252_that_says_it_is_utf_8_is_read() throws Exception {
        var raw = HEAD + "Content-Type: text/plain; charset=utf-8\r\n\r\nrejeté : c’est trop\r\n";

        assertThat(words(raw.getBytes(Charset.forName("windows-1252"))))
                .isEqualTo("rejeté : c’est trop");
    }

    private String words(byte[] raw) throws BadMail {
        return ReplyParser.parse(reader.read(raw).text()).text();
    }
}
