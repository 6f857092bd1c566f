package dev.countersign.bot.config;

import dev.countersign.bot.config.CallbackSettings.Happening;

import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads a {@link Config} from a file; one wrong key stops the start and is named with its line. */
public final class ConfigFile {

    private static final int LONGEST = 1024 * 1024;
    private static final int SMTP_PORT = 587;
    private static final int IMAP_PORT = 993;

    private ConfigFile() {}

    /** Reads this file; {@code environment} fills what is written as {@code ${NAME}}. */
    public static Config read(Path file, Map<String, String> environment) {
        var folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(Path.of("."));
        try {
            return parse(Files.readString(file), new Source(file.toString(), folder, environment));
        } catch (IOException unreadable) {
            throw new ConfigFailure(
                    file + " cannot be read. Check the path and its rights. Nothing was started.",
                    unreadable);
        }
    }

    static Config parse(String yaml, Source source) {
        var settings = LoadSettings.builder()
                .setLabel(source.name())
                .setCodePointLimit(LONGEST)
                .setAllowNonScalarKeys(false)
                .build();
        try {
            return new Compose(settings)
                    .composeString(yaml)
                    .map(root -> new Section(source, "", root).read(ConfigFile::config))
                    .orElseGet(Config::embedded);
        } catch (YamlEngineException broken) {
            throw new ConfigFailure(
                    source.name() + " is not YAML: " + broken.getMessage()
                            + "\nCorrect it there. Nothing was started.",
                    broken);
        }
    }

    private static Config config(Section root) {
        var base = Config.embedded();
        return new Config(
                root.text("data").map(Path::of).orElse(base.data()),
                root.section("http", ConfigFile::http).orElse(base.http()),
                root.section("store", ConfigFile::store).orElse(base.store()),
                root.section("api", ConfigFile::api).orElse(base.api()),
                root.texts("manifests").stream().map(Path::of).toList(),
                root.section("kubernetes", ConfigFile::kubernetes).orElse(base.kubernetes()),
                root.section("slack", ConfigFile::slack),
                root.section("email", ConfigFile::email),
                root.sections("callbacks", ConfigFile::callback),
                root.section("limits", ConfigFile::limits).orElse(base.limits()));
    }

    private static Config.Http http(Section part) {
        var base = Config.Http.DEFAULT;
        var bind = part.text("bind", base.bind());
        int port = part.number("port", base.port());
        var here = bind.equals("0.0.0.0") || bind.equals("::") ? "127.0.0.1" : bind;
        var host = here.contains(":") ? "[" + here + "]" : here;
        var url = part.address("baseUrl", URI.create("http://" + host + ":" + port));
        return new Config.Http(bind, port, url);
    }

    private static Config.Store store(Section part) {
        var base = Config.Store.DEFAULT;
        return new Config.Store(
                part.text("url", base.url()),
                part.text("user", base.user()),
                part.secret("password"),
                part.duration("keep"),
                part.secret("key"));
    }

    private static Config.Api api(Section part) {
        return new Config.Api(part.sections("tokens", ConfigFile::token));
    }

    private static Config.Token token(Section part) {
        return new Config.Token(
                part.text("name", ""),
                part.secret("value"),
                part.text("person"),
                part.someOf("roles", Config.Role.class));
    }

    private static Config.Kubernetes kubernetes(Section part) {
        return kubernetes(part, part.sections("clusters", ConfigFile::cluster));
    }

    private static Config.NamedCluster cluster(Section part) {
        return new Config.NamedCluster(part.text("name", ""), kubernetes(part, List.of()));
    }

    private static Config.Kubernetes kubernetes(Section part, List<Config.NamedCluster> others) {
        var base = Config.Kubernetes.DEFAULT;
        return new Config.Kubernetes(
                part.oneOf("cluster", Config.Cluster.class, base.cluster()),
                part.text("file").map(Path::of),
                part.text("context"),
                part.oneOf("impersonate", Config.Impersonate.class, base.impersonate()),
                others);
    }

    private static SlackSettings slack(Section part) {
        return new SlackSettings(
                part.secret("botToken"),
                part.secret("signingSecret"),
                part.secret("oldSigningSecret"),
                part.secret("appToken"),
                part.oneOf("mode", SlackSettings.Mode.class, SlackSettings.Mode.HTTP),
                part.address("apiUrl", SlackSettings.API),
                part.text("agent", ""));
    }

    private static CallbackSettings callback(Section part) {
        return new CallbackSettings(
                part.text("name", ""),
                part.address("url", URI.create("")),
                part.secret("secret"),
                part.texts("events").stream().map(Happening::of).collect(Collectors.toSet()));
    }

    private static EmailSettings email(Section part) {
        var starttls = EmailSettings.Tls.STARTTLS;
        var implicit = EmailSettings.Tls.IMPLICIT;
        var imap = part.section("imap", server -> server(server, IMAP_PORT, implicit));
        return new EmailSettings(
                part.text("address", ""),
                part.text("name", "Countersign"),
                part.text("authservId", ""),
                part.text("agent", ""),
                part.section("smtp", smtp -> server(smtp, SMTP_PORT, starttls))
                        .orElseThrow(() -> new IllegalArgumentException(
                                "smtp: missing. Mail cannot be sent without it")),
                imap,
                part.duration("keepRaw", Duration.ofDays(7)),
                part.secret("hookSecret"));
    }

    private static EmailSettings.Server server(Section part, int port, EmailSettings.Tls tls) {
        return new EmailSettings.Server(
                part.text("host", ""),
                part.number("port", port),
                part.oneOf("tls", EmailSettings.Tls.class, tls),
                part.text("user"),
                part.secret("password"),
                part.text("ca").map(Path::of),
                part.text("folder", "INBOX"),
                part.section("oauth", ConfigFile::oauth));
    }

    private static EmailSettings.OAuth oauth(Section part) {
        return new EmailSettings.OAuth(
                URI.create(part.text("tokenUrl", "")),
                part.text("clientId", ""),
                part.secret("clientSecret"),
                part.text("scope", ""),
                part.secret("refreshToken"));
    }

    private static Limits limits(Section part) {
        var base = Limits.DEFAULT;
        return new Limits(
                part.number("turns", base.turns()),
                part.number("callsPerTurn", base.callsPerTurn()),
                part.number("openQuestions", base.openQuestions()),
                part.bytes("mailBytes", base.mailBytes()),
                part.bytes("bodyBytes", base.bodyBytes()),
                part.duration("modelCall", base.modelCall()),
                part.duration("toolCall", base.toolCall()),
                part.number("runTokens", base.runTokens()),
                part.duration("lease", base.lease()));
    }
}
