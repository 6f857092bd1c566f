package dev.countersign.bot.story;

/** What somebody looks at the console with. */
public record Screen(int width, int height, boolean dark, boolean script) {
    public static final Screen DESK = new Screen(1100, 900, false, true);
    public static final Screen PHONE = new Screen(360, 740, false, true);

    public Screen inTheDark() {
        return new Screen(width, height, true, script);
    }

    public Screen withoutScript() {
        return new Screen(width, height, dark, false);
    }
}
