package dev.countersign.channels.email.host;

import dev.countersign.channels.email.server.MailServer;
import dev.countersign.channels.email.server.MailServer.Login;
import dev.countersign.channels.email.server.MailServer.Tls;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;

import org.junit.jupiter.api.Assumptions;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * The one real mail host of this JVM, Postfix and Dovecot on loopback, as {@code mail-host.sh} sets
 * it up. Each test takes a mailbox of its own for the bot.
 */
public final class MailHost {
    public static final String DOMAIN = "example.com";
    /** What the host calls itself in Authentication-Results. */
    public static final String AUTHSERV_ID = "mx.example.com";

    private static final int PATIENCE_SECONDS = 60;
    /** Below those that the system gives to outgoing connections. */
    private static final int FIRST_PORT = 15_000;

    private static final int LAST_PORT = 30_000;
    private static MailHost shared;

    private final Path folder;
    private final Path script;
    private final Map<Door, Integer> ports = new EnumMap<>(Door.class);
    private final AtomicInteger bots = new AtomicInteger();

    /** The ways into the host. */
    public enum Door {
        /** Open to everybody, as between mail hosts. */
        SMTP,
        /** STARTTLS and a login are required. */
        SUBMISSION,
        /** TLS from the first byte, and a login. */
        SMTPS,
        IMAP,
        IMAPS
    }

    private MailHost(Path folder) throws IOException {
        this.folder = folder;
        this.script = folder.resolve("mail-host.sh");
        try (var text = MailHost.class.getResourceAsStream("mail-host.sh")) {
            Files.copy(text, script, StandardCopyOption.REPLACE_EXISTING);
        }
        for (var door : Door.values()) {
            ports.put(door, freePort());
        }
    }

    /** Starts it when it is first needed; skips the test where it cannot be, but fails in CI. */
    public static synchronized MailHost shared() {
        if (shared == null) {
            shared = begin();
        }
        return shared;
    }

    private static MailHost begin() {
        try {
            var host = new MailHost(Files.createTempDirectory("countersign-mail"));
            var why = host.does("possible").strip();
            if (!why.isEmpty()) {
                missing(why);
            }
            host.does("start");
            host.guard();
            Runtime.getRuntime().addShutdownHook(new Thread(host::end, "stop the mail host"));
            return host;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void missing(String why) {
        var words = "The tests with Postfix and Dovecot are NOT run: " + why;
        System.out.println(words);
        if ("true".equals(System.getenv("CI"))) {
            throw new AssertionError(words);
        }
        Assumptions.abort(words);
    }

    private int freePort() throws IOException {
        for (int i = 0; i < 100; i++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT);
            try (var free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                if (!ports.containsValue(port)) {
                    return free.getLocalPort();
                }
            } catch (IOException taken) {
                continue;
            }
        }
        throw new IOException("no port between " + FIRST_PORT + " and " + LAST_PORT + " is free");
    }

    /** Runs the script with these words, and gives back what it says. */
    public String does(String... words) {
        try {
            var out = Files.createTempFile(folder, "said", ".txt");
            var process = command(words)
                    .redirectErrorStream(true)
                    .redirectOutput(out.toFile())
                    .start();
            boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            var said = Files.readString(out);
            if (!ended || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new AssertionError(Arrays.toString(words) + " failed: " + said + log());
            }
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private ProcessBuilder command(String... words) {
        var line = new ArrayList<>(List.of("bash", script.toString()));
        line.addAll(List.of(words));
        var builder = new ProcessBuilder(line);
        builder.environment().put("MAIL_HOST", folder.toString());
        ports.forEach((door, port) -> builder.environment().put(door.name(), port.toString()));
        return builder;
    }

    /** Also when this process is killed the host ends. */
    private void guard() throws IOException {
        command("guard", "" + ProcessHandle.current().pid())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Whether Postfix has written this in its log. */
    public boolean noted(String words) {
        try {
            return log().contains(words);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String log() throws IOException {
        var out = new StringBuilder();
        for (var name : List.of("start.log", "postfix.log", "dovecot.log")) {
            var file = folder.resolve(name);
            out.append("\n").append(Files.exists(file) ? Files.readString(file) : name + ": none");
        }
        return out.toString();
    }

    private void end() {
        does("stop");
        try (var all = Files.walk(folder)) {
            for (var file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            System.out.println("the mail host's folder could not be removed: " + e);
        }
    }

    /** A mailbox that nobody has used before, such as {@code bot7}. */
    public String newBot() {
        return "bot" + bots.incrementAndGet();
    }

    public static String address(String mailbox) {
        return mailbox + "@" + DOMAIN;
    }

    public int port(Door door) {
        return ports.get(door);
    }

    /** What signs the host's certificate. */
    public Path authority() {
        return folder.resolve("ca.pem");
    }

    /** How this mailbox logs in at a door. */
    public MailServer server(Door door, String mailbox) {
        var tls =
                switch (door) {
                    case SMTP, IMAP -> Tls.NONE;
                    case SUBMISSION -> Tls.STARTTLS;
                    case SMTPS, IMAPS -> Tls.IMPLICIT;
                };
        boolean open = door == Door.SMTP;
        return new MailServer(
                "127.0.0.1",
                port(door),
                tls,
                open ? Optional.empty() : Optional.of(new Login(address(mailbox), "secret")),
                tls == Tls.NONE ? Optional.empty() : Optional.of(authority()));
    }

    /**
     * Hands in a mail from outside; a sender such as {@code dana+pass@example.com} says what the
     * host will find out about it.
     */
    public void deliver(String sender, String to, String raw) {
        var properties = new Properties();
        properties.put("mail.smtp.host", "127.0.0.1");
        properties.put("mail.smtp.port", "" + port(Door.SMTP));
        properties.put("mail.smtp.from", sender);
        var session = Session.getInstance(properties);
        var bytes = raw.getBytes(StandardCharsets.UTF_8);
        try (var transport = session.getTransport("smtp")) {
            transport.connect();
            var mail = new MimeMessage(session, new ByteArrayInputStream(bytes));
            transport.sendMessage(
                    mail,
                    new jakarta.mail.Address[] {new jakarta.mail.internet.InternetAddress(to)});
        } catch (MessagingException e) {
            throw new AssertionError("the mail host did not take a mail for " + to, e);
        }
    }

    /** The mails in a mailbox as they lie on its disk, oldest first; no flag is touched. */
    public List<MimeMessage> mails(String mailbox, String... folders) {
        return files(mailbox, folders).stream()
                .sorted(Comparator.comparing(file -> file.getFileName().toString()))
                .flatMap(file -> read(file).stream())
                .toList();
    }

    /** How many they are, without reading them. */
    public int count(String mailbox, String... folders) {
        return files(mailbox, folders).size();
    }

    private List<Path> files(String mailbox, String... folders) {
        var box = folder.resolve("mail").resolve(mailbox);
        for (var name : folders) {
            box = box.resolve("." + name);
        }
        var found = new ArrayList<Path>();
        for (var part : List.of("cur", "new")) {
            var files = box.resolve(part);
            if (Files.isDirectory(files)) {
                try (Stream<Path> some = Files.list(files)) {
                    some.forEach(found::add);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return found;
    }

    /** A mail that is moved while we look at it is not there. */
    private static Optional<MimeMessage> read(Path file) {
        try {
            var session = Session.getInstance(new Properties());
            return Optional.of(
                    new MimeMessage(session, new ByteArrayInputStream(Files.readAllBytes(file))));
        } catch (IOException moved) {
            return Optional.empty();
        } catch (MessagingException e) {
            throw new AssertionError("a mail that cannot be read: " + file, e);
        }
    }
}
