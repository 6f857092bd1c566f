package dev.countersign.channels.web.page;

import static dev.countersign.channels.web.html.Html.attr;
import static dev.countersign.channels.web.html.Html.box;
import static dev.countersign.channels.web.html.Html.tag;
import static dev.countersign.channels.web.html.Html.text;

import dev.countersign.channels.web.html.Html;
import dev.countersign.channels.web.html.Prose;

/** The plain pages at the door: sign in, signed out, and what went wrong. */
public final class DoorPages {
    private DoorPages() {}

    /** The token is used up by the button, never by opening the page: scanners open pages. */
    public static String signIn(Visit visit, String token) {
        return door(
                visit,
                "Sign in",
                tag("h1", text("Sign in to Countersign")),
                tag("p", text("This link works once, for whoever presses the button.")),
                tag(
                        "form",
                        attr("method", "post"),
                        attr("action", "/login"),
                        Layout.csrf(visit),
                        Layout.hidden("token", token),
                        tag("button", attr("class", "primary"), text("Sign in"))));
    }

    /** A title and a sentence: what happened and what to do. */
    public static String problem(Visit visit, String title, String sentence) {
        return door(
                visit,
                title,
                tag("h1", text(title)),
                tag("p", text(sentence)),
                Html.when(
                        visit.signedIn(),
                        tag("p", tag("a", attr("href", "/"), text("To the first page")))));
    }

    /** How to get in, for somebody who is not. */
    public static String strange(Visit visit) {
        return door(
                visit,
                "Sign in",
                tag("h1", text("Please sign in")),
                tag(
                        "p",
                        text("You need a one-time link. The server printed one when it started;"
                                + " whoever runs it makes another with")),
                Prose.code("countersign login-link YOUR-NAME"));
    }

    /**
     * Shown when a browser came from another site and so kept the session cookie back: one step
     * within our own site, and it sends it.
     */
    public static String comeIn(Visit visit, String path) {
        return Layout.page(
                visit,
                Layout.Where.ELSEWHERE,
                "One moment",
                Html.many(
                        tag(
                                "meta",
                                attr("http-equiv", "refresh"),
                                attr("content", "0;url=" + path)),
                        box(
                                "div",
                                "door",
                                tag("h1", text("One moment")),
                                tag("p", tag("a", attr("href", path), text("Go on"))))));
    }

    private static String door(Visit visit, String title, Html... parts) {
        return Layout.page(
                visit, Layout.Where.ELSEWHERE, title, box("div", "door", Html.many(parts)));
    }
}
