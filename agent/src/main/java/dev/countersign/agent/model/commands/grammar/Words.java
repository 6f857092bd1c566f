package dev.countersign.agent.model.commands.grammar;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The words of a phrase while the grammar takes them one after the other. */
final class Words {
    private final List<Token> left;

    Words(List<Token> tokens) {
        left = new ArrayList<>();
        tokens.forEach(this::add);
    }

    /** "config map" and "stateful set" are one word to Kubernetes. */
    private void add(Token token) {
        var both = left.isEmpty() ? "" : last() + token.key();
        if (!last().isEmpty() && !token.key().isEmpty() && Kinds.of(both).isPresent()) {
            left.removeLast();
            left.add(Token.word(both));
        } else {
            left.add(token);
        }
    }

    boolean isEmpty() {
        return left.isEmpty();
    }

    int size() {
        return left.size();
    }

    List<Token> tokens() {
        return List.copyOf(left);
    }

    Token get(int index) {
        return left.get(index);
    }

    /** The word at a place as the grammar compares it; empty beyond the end. */
    String key(int index) {
        return index >= 0 && index < left.size() ? left.get(index).key() : "";
    }

    String last() {
        return key(left.size() - 1);
    }

    Token take(int index) {
        return left.remove(index);
    }

    void cut(int from, int to) {
        left.subList(from, Math.min(to, left.size())).clear();
    }

    /** Takes words off the front while they are among these. */
    void skip(Set<String> keys) {
        while (!isEmpty() && keys.contains(key(0))) {
            left.removeFirst();
        }
    }

    void skipLast(Set<String> keys) {
        while (!isEmpty() && keys.contains(last())) {
            left.removeLast();
        }
    }

    /** Takes these words away wherever they are, and says whether there were any. */
    boolean drop(Set<String> keys) {
        return left.removeIf(token -> keys.contains(token.key()));
    }

    boolean has(Set<String> keys) {
        return indexOf(keys) >= 0;
    }

    int indexOf(Set<String> keys) {
        for (int i = 0; i < left.size(); i++) {
            if (keys.contains(left.get(i).key())) {
                return i;
            }
        }
        return -1;
    }

    /** Takes the front away when it reads exactly like this. */
    boolean starts(String... keys) {
        for (int i = 0; i < keys.length; i++) {
            if (!keys[i].equals(key(i))) {
                return false;
            }
        }
        cut(0, keys.length);
        return true;
    }

    /** The words from here to the end, taken away. */
    List<Token> from(int index) {
        var tail = List.copyOf(left.subList(index, left.size()));
        cut(index, left.size());
        return tail;
    }

    Optional<String> first() {
        return left.isEmpty()
                ? Optional.empty()
                : Optional.of(left.removeFirst().text());
    }
}
