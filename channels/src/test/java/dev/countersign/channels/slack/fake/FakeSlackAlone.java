package dev.countersign.channels.slack.fake;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The little Slack for trying things by hand: it prints the settings for a server, and does what is
 * typed. {@code ana mentions TEXT}, {@code ana says TEXT} in the last thread, {@code li clicks
 * Approve}, {@code li submits LABEL=VALUE; LABEL=VALUE}, {@code li opens home}.
 */
public final class FakeSlackAlone {
    private final FakeSlack slack = new FakeSlack(InstantSource.system()).with("ana", "li");
    private final Map<String, String> shown = new HashMap<>();
    private String thread = "";

    private FakeSlackAlone() {}

    /** The address of the server's {@code /slack/events}. */
    public static void main(String[] args) throws IOException {
        var alone = new FakeSlackAlone();
        alone.slack.deliversTo(URI.create(args[0]));
        System.out.printf(
                "slack: { botToken: %s, signingSecret: %s, apiUrl: \"%s\" }%n",
                FakeSlack.BOT_TOKEN, FakeSlack.SIGNING_SECRET, alone.slack.apiUrl());
        System.out.println("ana is " + FakeSlack.id("ana") + ", li is " + FakeSlack.id("li"));
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (var line = in.readLine(); line != null; line = in.readLine()) {
            alone.perform(line.strip());
        }
        alone.slack.check();
        alone.slack.close();
    }

    private void perform(String line) {
        var words = line.split(" ", 3);
        try {
            if (words.length == 3) {
                perform(slack.as(words[0]), words[1], words[2]);
            }
        } catch (AssertionError wrong) {
            System.out.println("?? " + wrong.getMessage());
        }
        show();
    }

    private void perform(SlackPerson who, String verb, String rest) {
        switch (verb) {
            case "mentions" -> thread = who.mentions(rest);
            case "says" -> who.mentionsIn(thread, rest);
            case "clicks" -> who.clicks(rest);
            case "submits" -> System.out.println(who.submits(filled(rest)));
            case "opens" -> System.out.println(who.opensHome().words());
            case "sees" -> System.out.println(who.modal().words());
            case "hears" -> who.whispers().forEach(System.out::println);
            default -> System.out.println("mentions, says, clicks, submits, opens, sees, hears");
        }
    }

    private static Map<String, String> filled(String rest) {
        return Arrays.stream(rest.split(";"))
                .map(pair -> pair.split("=", 2))
                .filter(pair -> pair.length == 2)
                .collect(Collectors.toMap(pair -> pair[0].strip(), pair -> pair[1].strip()));
    }

    /** What is new or has changed in the channel. */
    private void show() {
        for (Seen seen : slack.messages()) {
            var words = seen.words() + seen.buttons().keySet();
            if (!words.equals(shown.put(seen.ts(), words))) {
                System.out.println("--- " + seen.ts() + "\n" + words);
            }
        }
    }
}
