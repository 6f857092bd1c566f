package dev.countersign.bot.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.bot.config.Config.Role;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

class ConfigTest {

    private static final String WHOLE = """
            data: ./elsewhere
            http: { bind: 0.0.0.0, port: 9090, baseUrl: "https://cs.example.com" }
            store: { url: "jdbc:postgresql://db/cs", user: cs, password: "${DB}" }
            api:
              tokens:
                - { name: dana-cli, value: "${DANA}", person: dana }
                - { name: ci, value: s2, roles: [operator, admin] }
                - { name: portal, value: s3, roles: [front-end] }
            manifests: [ ./a, ./b.yaml ]
            kubernetes: { cluster: kubeconfig, context: prod, impersonate: requester, clusters: [
                { name: east, cluster: kubeconfig, file: ./east.kubeconfig }, { name: toy } ] }
            slack: { botToken: xoxb-1, signingSecret: s, appToken: xapp-1, mode: socket,
                     apiUrl: "http://127.0.0.1:1/api/", agent: a }
            email:
              address: cs@example.com
              name: CS
              authservId: mx.example.com
              agent: a
              smtp: { host: mail, port: 25, tls: implicit, user: u, password: p, ca: ./ca.pem }
              imap: { host: localhost, port: 143, tls: none, folder: In }
              keepRaw: 2d
              hookSecret: whsec_c2VjcmV0LXNlY3JldC1zZWNyZXQ=
            limits: { turns: 3, bodyBytes: 1KB, mailBytes: 2MB, toolCall: 5s }
            """;

    /** What is written, and what is said about it. */
    private static final String WRONG = """
            slack: { botTokn: x } | 1: unknown key slack.botTokn. Did you mean slack.botToken?
            \\nhtpp: {} | 2: unknown key htpp. Did you mean http?
            http: { port: many } | 1: http.port: "many" is not a whole number.
            http: { port: 99999 } | 1: http.port: 99999 is no port between 0 and 65535.
            http: { baseUrl: nowhere } | 1: http.baseUrl: "nowhere" is no address
            http: { baseUrl: "a b" } | 1: http.baseUrl: "a b" is no address
            store: { key: short } | 1: store.key: at least 32 characters
            http: [1] | 1: http must hold keys with values.
            http: { bind: [1] } | 1: http.bind must be one value.
            manifests: x | 1: manifests must be a list
            store: { url: mysql } | 1: store.url: "mysql" is neither
            store: { password: "${NO}" } | 1: the environment has no NO.
            store: { password: "${file:no}" } | 1: the file no cannot be read.
            kubernetes: { cluster: sandbx }\
             | "sandbx" is none of sandbox, kubeconfig, in-cluster. Did you mean sandbox?
            kubernetes: { clusters: [ { name: A } ] }\
             | 1: kubernetes.clusters[0].name: "A" is no name
            kubernetes: { context: c } | 1: kubernetes.context: is for cluster: kubeconfig
            api: { tokens: [ { name: a, value: b } ] } | api.tokens[0].person: token a needs
            api: { tokens: [ { value: b } ] } | 1: api.tokens[0].name: missing.
            api: { tokens: [ { name: a, value: x, person: p }, { name: a, value: y, person: p } ] }\
             | 1: api.tokens: two are called a.
            api: { tokens: [ { name: a, value: x, person: p }, { name: b, value: x, person: p } ] }\
             | 1: api.tokens: b has the same value
            email: { address: x, agent: a, smtp: { host: m } } | 1: email.address: "x" is no
            email: { address: a@b, agent: a } | 1: email.smtp: missing.
            email: { address: a@b, agent: a, smtp: { host: m, tls: none } }\
             | 1: email.smtp.tls: none is for loopback only
            email: { address: a@b, agent: a, smtp: { host: m, user: u, oauth:\
             { tokenUrl: "http://t", clientId: c, clientSecret: s } } }\
             | 1: email.smtp.oauth.tokenUrl: must begin with https://
            email: { address: a@b, agent: a, smtp: { host: m, user: u, password: p, oauth:\
             { tokenUrl: "https://t", clientId: c, refreshToken: r } } }\
             | 1: email.smtp.oauth: a login has a password or oauth
            email: { address: a@b, agent: a, smtp: { host: m, user: u } }\
             | 1: email.smtp.user: user and password belong together
            limits: { turns: 0 } | 1: limits.turns: 0 must be more than 0.
            limits: { toolCall: soon } | 1: limits.toolCall: "soon" is not a time
            limits: { bodyBytes: lots } | 1: limits.bodyBytes: "lots" is not a size
            http: { | is not YAML
            http: { port: 1, port: 2 } | 1: http.port stands here twice.
            slack: {}\\nslack: {} | 2: slack stands here twice.
            """;

    @TempDir
    private Path folder;

    /** Every key with its default. A change here is a change of the outside contract. */
    @Test
    void the_defaults_of_every_key() {
        var config = parse("", Map.of());

        assertThat(config).isEqualTo(Config.embedded());
        assertThat(config.toString())
                .isEqualTo("Config[data=./data, "
                        + "http=Http[bind=127.0.0.1, port=8080, baseUrl=http://127.0.0.1:8080], "
                        + "store=Store[url=jdbc:h2:file:./data/countersign, user=sa, password=, "
                        + "keep=Optional.empty, key=], "
                        + "api=Api[tokens=[]], manifests=[], "
                        + "kubernetes=Kubernetes[cluster=SANDBOX, file=Optional.empty, "
                        + "context=Optional.empty, impersonate=NONE, clusters=[]], "
                        + "slack=Optional.empty, email=Optional.empty, "
                        + "callbacks=[], "
                        + "limits=Limits[turns=25, callsPerTurn=16, openQuestions=10000, "
                        + "mailBytes=1048576, bodyBytes=262144, modelCall=PT2M, toolCall=PT1M, "
                        + "runTokens=2000000, lease=PT30S]]");
    }

    @Test
    void the_defaults_of_slack_and_email() {
        var config = parse("""
                slack: { botToken: b, signingSecret: s, agent: a }
                email: { address: a@b, agent: a, smtp: { host: m }, imap: { host: m } }
                """, Map.of());

        assertThat(config.slack().orElseThrow().toString())
                .isEqualTo("SlackSettings[botToken=..., signingSecret=..., oldSigningSecret=,"
                        + " appToken=, mode=HTTP,"
                        + " apiUrl=https://slack.com/api/, agent=a]");
        assertThat(config.email().orElseThrow().toString())
                .isEqualTo("EmailSettings[address=a@b, name=Countersign, authservId=, agent=a,"
                        + " smtp=Server[host=m, port=587, tls=STARTTLS, user=Optional.empty,"
                        + " password=, ca=Optional.empty, folder=INBOX,"
                        + " oauth=Optional.empty],"
                        + " imap=Optional[Server[host=m, port=993, tls=IMPLICIT,"
                        + " user=Optional.empty, password=, ca=Optional.empty, folder=INBOX,"
                        + " oauth=Optional.empty]],"
                        + " keepRaw=PT168H, hookSecret=]");
    }

    @Test
    void every_key_is_read_and_secrets_print_as_dots() {
        var config = parse(WHOLE, Map.of("DB", "db-secret", "DANA", "dana-secret"));

        assertThat(config.data()).isEqualTo(Path.of("./elsewhere"));
        assertThat(config.http().baseUrl()).isEqualTo(URI.create("https://cs.example.com"));
        assertThat(config.store().password()).isEqualTo(new Secret("db-secret"));
        var tokens = config.api().tokens();
        assertThat(tokens.get(0).person()).contains("dana");
        assertThat(tokens.get(1).roles()).containsExactlyInAnyOrder(Role.OPERATOR, Role.ADMIN);
        assertThat(tokens.get(2).roles()).containsExactly(Role.FRONT_END);
        assertThat(config.manifests()).containsExactly(Path.of("./a"), Path.of("./b.yaml"));
        assertThat(config.kubernetes().context()).contains("prod");
        var east = config.kubernetes().clusters().getFirst();
        assertThat(east.name()).isEqualTo("east");
        assertThat(east.is().file()).contains(Path.of("./east.kubeconfig"));
        assertThat(config.kubernetes().clusters().getLast().is())
                .isEqualTo(Config.Kubernetes.DEFAULT);
        assertThat(config.slack().orElseThrow().mode()).isEqualTo(SlackSettings.Mode.SOCKET);
        var email = config.email().orElseThrow();
        assertThat(email.smtp().ca()).contains(Path.of("./ca.pem"));
        assertThat(email.imap().orElseThrow().tls()).isEqualTo(EmailSettings.Tls.NONE);
        assertThat(config.limits().bodyBytes()).isEqualTo(1024);
        assertThat(config.limits().toolCall()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.toString())
                .doesNotContain("db-secret", "dana-secret", "xoxb-1", "s2", "whsec");
    }

    @Test
    void the_file_that_the_page_shows_is_read() throws Exception {
        var page = Files.readString(Path.of("CONFIGURATION.md"));
        var shown = page.split("```")[1].replaceFirst("yaml\n", "").replace("/run/secrets/", "");
        Files.writeString(folder.resolve("mail"), "mail-secret\n");

        var config = parse(
                shown,
                Map.of("STORE_PASSWORD", "a", "SLACK_BOT_TOKEN", "b", "SLACK_SIGNING_SECRET", "c"));

        assertThat(config.slack()).isPresent();
        assertThat(config.email().orElseThrow().imap()).isPresent();
    }

    @Test
    void a_missing_base_url_follows_bind_and_port() {
        var config = parse("http: { bind: 0.0.0.0, port: 9000 }", Map.of());

        assertThat(config.http().baseUrl()).isEqualTo(URI.create("http://127.0.0.1:9000"));
    }

    @Test
    void a_file_beside_the_configuration_holds_a_secret() throws Exception {
        Files.writeString(folder.resolve("password.txt"), "from-file\n");
        var file = folder.resolve("countersign.yaml");
        Files.writeString(
                file, "store: { url: \"jdbc:h2:mem:x\", password: \"${file:password.txt}\" }");

        var config = ConfigFile.read(file, Map.of());

        assertThat(config.store().password().reveal()).isEqualTo("from-file");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = WRONG)
    void a_wrong_key_stops_the_start_and_is_named_with_its_line(String yaml, String message) {
        assertThatThrownBy(() -> parse(yaml.replace("\\n", "\n"), Map.of()))
                .isInstanceOf(ConfigFailure.class)
                .hasMessageStartingWith("cs.yaml")
                .hasMessageContaining(message)
                .hasMessageEndingWith("Nothing was started.");
    }

    @Test
    void a_file_that_is_not_there_is_named() {
        assertThatThrownBy(() -> ConfigFile.read(folder.resolve("no.yaml"), Map.of()))
                .hasMessageContaining("no.yaml cannot be read");
    }

    @Test
    void the_local_token_is_made_once_and_readable_for_its_user_alone() throws Exception {
        var data = folder.resolve("data");

        var made = LocalToken.keptIn(data);

        assertThat(LocalToken.keptIn(data)).isEqualTo(made);
        assertThat(LocalToken.findIn(data)).isEqualTo(Optional.of(made));
        assertThat(made.reveal()).hasSize(64);
        assertThat(made).hasToString("...");
        var rights = Files.getPosixFilePermissions(data.resolve("local-token"));
        assertThat(PosixFilePermissions.toString(rights)).isEqualTo("rw-------");
        assertThat(LocalToken.findIn(folder.resolve("other"))).isEmpty();
    }

    @Test
    void every_limit_of_the_design_has_a_key() {
        var keys = Arrays.stream(Limits.class.getRecordComponents()).map(c -> c.getName());

        keys.forEach(key -> assertThatThrownBy(() -> parse("limits: { " + key + ": {} }", Map.of()))
                .hasMessageContaining("limits." + key + " must be"));
    }

    private Config parse(String yaml, Map<String, String> environment) {
        return ConfigFile.parse(yaml, new Source("cs.yaml", folder, environment));
    }
}
