package dev.countersign.agent.tool.people;

import dev.countersign.agent.catalog.ChannelSpec;
import dev.countersign.agent.tool.Asking;
import dev.countersign.agent.tool.Repeat;
import dev.countersign.agent.tool.ToolClass;
import dev.countersign.agent.tool.ToolSpec;
import dev.countersign.channels.Card.Prompt;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A contact channel as a tool, as agents of KubeChain have it: a message, and a person answers. */
public final class HumanContact implements Asking {
    private static final String MESSAGE = "message";
    private static final Pattern CALLABLE = Pattern.compile("[a-zA-Z0-9_-]{1,64}");
    private static final String SCHEMA = """
            {"type":"object","required":["message"],"properties":{"message":{"type":"string",\
            "minLength":1,"description":"What the person is told or asked."}}}""";

    private final ChannelSpec channel;
    private final ToolSpec spec;

    private HumanContact(ChannelSpec channel) {
        this.channel = channel;
        this.spec = new ToolSpec(
                name(channel),
                about(channel),
                SCHEMA,
                ToolClass.READ,
                Repeat.SAFE,
                "contact channel " + channel.name());
    }

    /** The tool that reaches this channel; empty where its name is none that a model can call. */
    public static Optional<HumanContact> over(ChannelSpec channel) {
        return CALLABLE.matcher(name(channel)).matches()
                ? Optional.of(new HumanContact(channel))
                : Optional.empty();
    }

    private static String name(ChannelSpec channel) {
        return channel.name() + "__human_contact_" + channel.type();
    }

    private static String about(ChannelSpec channel) {
        return Stream.of("contextAboutChannelOrUser", "contextAboutUser")
                .map(key -> channel.settings().getOrDefault(key, ""))
                .filter(text -> !text.isBlank())
                .findFirst()
                .orElse("Contact a person by " + channel.type() + ", and wait for the answer.");
    }

    @Override
    public ToolSpec spec() {
        return spec;
    }

    @Override
    public List<String> channels() {
        return List.of(channel.name());
    }

    @Override
    public Asked ask(String arguments) {
        return Wanted.read(arguments, MESSAGE, message -> prompt(message.asText("")));
    }

    private static Asked prompt(String message) {
        return message.isBlank()
                ? new Asked.Fails(MESSAGE + " parameter is required")
                : new Asked.Prompts(List.of(new Prompt(message, List.of(), false)));
    }
}
