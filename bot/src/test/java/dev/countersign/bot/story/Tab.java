package dev.countersign.bot.story;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A page of the console in the hands of a person; remembers what went wrong in the browser. */
public final class Tab implements AutoCloseable {
    private static final double LONG_MILLIS = 30_000;

    private final Page page;
    private final House house;
    private final List<String> complaints = new ArrayList<>();
    private final List<String> strays = new ArrayList<>();

    Tab(Page page, House house) {
        this.page = page;
        this.house = house;
        page.onConsoleMessage(said -> {
            if (said.type().equals("error") || said.type().equals("warning")) {
                complaints.add(said.text());
            }
        });
        page.onPageError(complaints::add);
        page.onRequest(request -> {
            if (!request.url().startsWith(house.url().toString())) {
                strays.add(request.url());
            }
        });
    }

    void signsIn(String link) {
        page.navigate(link);
        clicks("Sign in");
        reads("Talk to an agent");
    }

    /** The page itself, for what has no word here. */
    public Page page() {
        return page;
    }

    public Tab opens(String path) {
        page.navigate(house.url().resolve(path).toString());
        return this;
    }

    /** Starts a run on the first page. */
    public Tab asks(String words) {
        opens("/");
        page.getByLabel("What should it do?").fill(words);
        clicks("Send");
        page.waitForURL("**/runs/*");
        return this;
    }

    /** Starts a run of one of several agents. */
    public Tab asks(String agent, String words) {
        opens("/");
        page.getByLabel("Agent").selectOption(agent);
        page.getByLabel("What should it do?").fill(words);
        clicks("Send");
        page.waitForURL("**/runs/*");
        return this;
    }

    /** Says something more under a run. */
    public Tab says(String words) {
        page.getByLabel("Message to").fill(words);
        clicks("Send");
        return this;
    }

    public String run() {
        var path = URI.create(page.url()).getPath();
        return path.substring(path.lastIndexOf('/') + 1);
    }

    public Tab clicks(String button) {
        button(button).click();
        return this;
    }

    public Tab writes(String label, String words) {
        page.getByLabel(label).first().fill(words);
        return this;
    }

    public Tab reads(String words) {
        assertThat(page.locator("main")).containsText(words);
        return this;
    }

    /** Where something has to come back first, it may take longer. */
    public Tab readsInTheEnd(String words) {
        var patiently = new LocatorAssertions.ContainsTextOptions().setTimeout(LONG_MILLIS);
        assertThat(page.locator("main")).containsText(words, patiently);
        return this;
    }

    public Tab doesNotRead(String words) {
        assertThat(page.locator("main")).not().containsText(words);
        return this;
    }

    public Tab hasNo(String button) {
        assertThat(button(button)).hasCount(0);
        return this;
    }

    public Locator button(String name) {
        var exactly = new Page.GetByRoleOptions().setName(name).setExact(true);
        return page.getByRole(AriaRole.BUTTON, exactly);
    }

    /** The run that the first link with such words leads to. */
    public String run(Locator links, String words) {
        var link = links.filter(new Locator.FilterOptions().setHasText(words)).first();
        var path = link.getAttribute("href");
        return path.substring(path.lastIndexOf('/') + 1);
    }

    public Tab presses(String key) {
        page.keyboard().press(key);
        return this;
    }

    /** Goes on with Tab until the focus is on this button. */
    public Tab tabsTo(String button) {
        for (int i = 0; i < 60; i++) {
            page.keyboard().press("Tab");
            if (page.evaluate("document.activeElement.textContent").equals(button)) {
                return this;
            }
        }
        throw new AssertionError("the button " + button + " is not reached with Tab");
    }

    public boolean scrollsSideways() {
        return (boolean) page.evaluate("document.documentElement.scrollWidth > innerWidth");
    }

    public Tab photographs(Path file) {
        page.screenshot(new Page.ScreenshotOptions().setPath(file).setFullPage(true));
        return this;
    }

    /** Only what is on the screen now. */
    public Tab photographsTheScreen(Path file) {
        page.screenshot(new Page.ScreenshotOptions().setPath(file));
        return this;
    }

    public List<String> complaints() {
        return complaints;
    }

    /** Requests that went anywhere but to the house. */
    public List<String> strays() {
        return strays;
    }

    @Override
    public void close() {
        page.context().close();
    }
}
