package dev.countersign.channels.web.page;

import static dev.countersign.channels.web.html.Html.attr;
import static dev.countersign.channels.web.html.Html.box;
import static dev.countersign.channels.web.html.Html.flag;
import static dev.countersign.channels.web.html.Html.many;
import static dev.countersign.channels.web.html.Html.tag;
import static dev.countersign.channels.web.html.Html.text;
import static dev.countersign.channels.web.html.Html.when;

import dev.countersign.channels.web.html.Html;
import dev.countersign.channels.web.html.Region;

/** What all pages have in common: head, way round, and the place for what is new. */
public final class Layout {
    /** Where in the console a page is. */
    enum Where {
        HOME,
        RUNS,
        INBOX,
        ELSEWHERE
    }

    private Layout() {}

    static String page(Visit visit, Where where, String title, Html main) {
        return page(visit, where, title, "", main);
    }

    /** A page that listens at {@code live}, if that is not empty. */
    static String page(Visit visit, Where where, String title, String live, Html main) {
        return "<!doctype html>\n" + document(visit, where, title, live, main).render() + "\n";
    }

    private static Html document(Visit visit, Where where, String title, String live, Html main) {
        return tag(
                "html",
                attr("lang", "en"),
                head(visit, title),
                tag(
                        "body",
                        live.isEmpty() ? Html.NOTHING : attr("data-live", live),
                        tag(
                                "a",
                                attr("class", "skip"),
                                attr("href", "#main"),
                                text("Skip to content")),
                        top(visit, where),
                        tag("main", attr("id", "main"), attr("tabindex", "-1"), main),
                        tag(
                                "p",
                                attr("id", "announcer"),
                                attr("class", "quiet"),
                                attr("role", "status"),
                                attr("aria-live", "polite"))));
    }

    private static Html head(Visit visit, String title) {
        var version = "?v=" + visit.assets();
        return tag(
                "head",
                tag("meta", attr("charset", "utf-8")),
                tag(
                        "meta",
                        attr("name", "viewport"),
                        attr("content", "width=device-width, initial-scale=1")),
                tag("meta", attr("name", "color-scheme"), attr("content", "light dark")),
                tag("title", text(title + " · Countersign")),
                tag(
                        "link",
                        attr("rel", "icon"),
                        attr("type", "image/svg+xml"),
                        attr("href", "/assets/logo.svg" + version)),
                tag(
                        "link",
                        attr("rel", "stylesheet"),
                        attr("href", "/assets/console.css" + version)),
                tag("script", attr("src", "/assets/console.js" + version), flag("defer", true)));
    }

    private static Html top(Visit visit, Where where) {
        return box(
                "header",
                "top",
                box(
                        "div",
                        "bar",
                        brand(visit),
                        when(visit.signedIn(), navigation(visit, where)),
                        when(visit.signedIn(), signedIn(visit))),
                when(
                        !visit.notice().isEmpty(),
                        box("p", "notice-strip", tag("span", text(visit.notice())))));
    }

    private static Html brand(Visit visit) {
        return tag(
                "a",
                attr("class", "brand"),
                attr("href", "/"),
                tag(
                        "img",
                        attr("src", "/assets/logo.svg?v=" + visit.assets()),
                        attr("alt", ""),
                        attr("width", "24"),
                        attr("height", "24")),
                tag("span", text("Countersign")));
    }

    private static Html navigation(Visit visit, Where where) {
        return tag(
                "nav",
                attr("aria-label", "Main"),
                link("/", "Talk", where == Where.HOME, Html.NOTHING),
                link("/runs", "Runs", where == Where.RUNS, Html.NOTHING),
                link(
                        "/inbox",
                        "Inbox",
                        where == Where.INBOX,
                        waiting(visit.open().size()).html()));
    }

    private static Html link(String to, String name, boolean here, Html beside) {
        return tag(
                "a",
                attr("href", to),
                here ? attr("aria-current", "page") : Html.NOTHING,
                text(name),
                beside);
    }

    /** How many questions wait for this person; the live pages keep it true. */
    public static Region waiting(int open) {
        var spoken = open == 1 ? "1 open question" : open + " open questions";
        var content = open == 0
                ? Html.NOTHING
                : many(
                        tag(
                                "span",
                                attr("class", "badge"),
                                attr("aria-hidden", "true"),
                                text(String.valueOf(open))),
                        box("span", "quiet", text(spoken)));
        return Region.of("waiting", spoken + " for you", content);
    }

    private static Html signedIn(Visit visit) {
        return tag(
                "form",
                attr("class", "who"),
                attr("method", "post"),
                attr("action", "/logout"),
                csrf(visit),
                box("span", "person", text(visit.person())),
                tag("button", attr("class", "plain"), text("Sign out")));
    }

    static Html csrf(Visit visit) {
        return hidden("csrf", visit.csrf());
    }

    static Html hidden(String name, String value) {
        return tag("input", attr("type", "hidden"), attr("name", name), attr("value", value));
    }
}
