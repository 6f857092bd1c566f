package dev.countersign.channels.web.html;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A piece of a page. Every value in it is escaped: there is no way to put in markup. */
public sealed interface Html {
    Html NOTHING = new Many(List.of());

    record Element(String name, List<Html> parts) implements Html {}

    record Attribute(String name, String value) implements Html {}

    record Text(String value) implements Html {}

    record Many(List<Html> parts) implements Html {}

    /** An element with its attributes and children; the name is one of our own. */
    static Html tag(String name, Html... parts) {
        return new Element(name, List.of(parts));
    }

    /** The commonest element: a name, a class and children. */
    static Html box(String name, String cssClass, Html... parts) {
        return tag(name, attr("class", cssClass), many(parts));
    }

    static Html attr(String name, String value) {
        return new Attribute(name, value);
    }

    /** An attribute that is there or not. */
    static Html flag(String name, boolean on) {
        return on ? new Attribute(name, "") : NOTHING;
    }

    static Html text(String value) {
        return new Text(value);
    }

    static Html many(Html... parts) {
        return new Many(List.of(parts));
    }

    static <T> Html each(List<T> items, Function<T, Html> view) {
        return new Many(items.stream().map(view).toList());
    }

    static <T> Html maybe(Optional<T> item, Function<T, Html> view) {
        return item.map(view).orElse(NOTHING);
    }

    static Html when(boolean shown, Html html) {
        return shown ? html : NOTHING;
    }

    default String render() {
        var out = new HtmlWriter();
        out.write(this);
        return out.toString();
    }
}
