package dev.countersign.agent.gate.schema;

import com.networknt.schema.regex.RegularExpression;

import java.util.regex.Pattern;

/** A pattern from a stranger's schema, which may not think for long. */
record BoundedPattern(Pattern pattern) implements RegularExpression {
    private static final int MOST_STEPS = 1_000_000;

    static RegularExpression of(String pattern) {
        return new BoundedPattern(Pattern.compile(pattern));
    }

    @Override
    public boolean matches(String value) {
        return pattern.matcher(new Counted(value, 0, value.length(), new int[1]))
                .find();
    }

    /** Text that can be looked at only so often. */
    private record Counted(String text, int from, int to, int[] steps) implements CharSequence {
        @Override
        public char charAt(int index) {
            if (++steps[0] > MOST_STEPS) {
                throw new IllegalStateException("the pattern takes too long");
            }
            return text.charAt(from + index);
        }

        @Override
        public int length() {
            return to - from;
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Counted(text, from + start, from + end, steps);
        }

        @Override
        public String toString() {
            return text.substring(from, to);
        }
    }
}
