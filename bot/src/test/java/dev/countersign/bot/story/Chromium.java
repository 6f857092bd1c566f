package dev.countersign.bot.story;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;

import org.junit.jupiter.api.Assumptions;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The one real browser of this JVM; used by one thread at a time. */
final class Chromium {
    private static final List<String> ARGUMENTS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");
    private static final String MISSING = "No Chromium was found, so the stories in a browser are"
            + " NOT told. Install chromium, or set COUNTERSIGN_CHROMIUM to one.";

    private static Chromium shared;

    private final Browser browser;

    private Chromium(Browser browser) {
        this.browser = browser;
    }

    static synchronized Chromium shared() {
        if (shared == null) {
            shared = new Chromium(launch(executable()));
        }
        return shared;
    }

    private static Path executable() {
        var found = find();
        if (found.isEmpty()) {
            System.out.println(MISSING);
            if ("true".equals(System.getenv("CI"))) {
                throw new AssertionError(MISSING);
            }
            Assumptions.abort(MISSING);
        }
        return found.get();
    }

    private static Optional<Path> find() {
        var named = Optional.ofNullable(System.getenv("COUNTERSIGN_CHROMIUM")).stream()
                .filter(name -> !name.isBlank());
        var path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        var onPath = Arrays.stream(path.split(File.pathSeparator))
                .flatMap(folder -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> folder + File.separator + name));
        return Stream.of(named, Stream.of("/usr/bin/chromium"), onPath)
                .flatMap(names -> names)
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Browser launch(Path executable) {
        var playwright = Playwright.create(new Playwright.CreateOptions()
                .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Runtime.getRuntime().addShutdownHook(new Thread(playwright::close, "close the browser"));
        return playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(executable)
                        .setArgs(ARGUMENTS));
    }

    /** A window of its own, with its own cookies. */
    Tab opens(House house, String person, Screen screen) {
        var context = browser.newContext(new Browser.NewContextOptions()
                .setViewportSize(screen.width(), screen.height())
                .setJavaScriptEnabled(screen.script())
                .setLocale("en-GB")
                .setTimezoneId("UTC")
                .setColorScheme(screen.dark() ? ColorScheme.DARK : ColorScheme.LIGHT));
        context.setDefaultTimeout(ApiCaller.PATIENCE.toMillis());
        var tab = new Tab(context.newPage(), house);
        tab.signsIn(house.loginLink(person));
        return tab;
    }
}
