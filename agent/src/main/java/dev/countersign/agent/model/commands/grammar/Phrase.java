package dev.countersign.agent.model.commands.grammar;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** One command as it was typed: its words, its options, and the block that came with it. */
record Phrase(List<Token> words, Map<Option, String> options, Optional<String> block) {
    Phrase {
        words = List.copyOf(words);
        options = Map.copyOf(options);
    }

    /** What may follow a dash. */
    enum Option {
        NAMESPACE,
        EVERYWHERE,
        OUTPUT,
        TAIL,
        CONTAINER,
        REPLICAS,
        PATCH,
        TYPE,
        LITERAL,
        FILE,
        OVERWRITE,
        STDIN
    }

    Optional<String> option(Option option) {
        return Optional.ofNullable(options.get(option));
    }

    Phrase with(Optional<String> nextBlock) {
        return new Phrase(words, options, nextBlock);
    }

    Phrase with(List<Token> other) {
        return new Phrase(other, options, block);
    }

    /** Neither options nor a block, which would belong to one half of it alone. */
    boolean plain() {
        return options.isEmpty() && block.isEmpty();
    }

    String said() {
        return words.stream().map(Token::text).collect(Collectors.joining(" "));
    }
}
