package io.jenkins.plugins.environments.jenkins.pages;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** Debian's Chromium, without a window. Nothing here waits for a time, only for what the page says. */
final class Browser implements AutoCloseable {

    private static final long LIMIT_MILLIS = 60_000;

    /** What a dark theme says, by the variables of the design library: this Jenkins has none of its own. */
    private static final String DARK =
            """
            * { transition: none !important; }
            :root { color-scheme: dark; --background: #1e1e22; --text-color: #f5f5f7; --text-color-secondary: #b4b4be;
              --link-color: #7ab7ff; --link-visited-color: #7ab7ff; --link-color--hover: #a9d0ff;
              --input-color: #29292e; --input-border: #6e6e7a; --card-background: #29292e; --pre-background: #29292e;
              --pre-color: #f5f5f7; --table-background: #29292e; --table-header-background: #29292e;
              --table-header-foreground: #f5f5f7; --table-body-background: #1e1e22; --table-body-foreground: #f5f5f7;
              --table-border-color: #3a3a42; --button-background: #3a3a42; --button-color: #f5f5f7;
              --breadcrumbs-bar-background: #1e1e22; --header-background: #101014; --error-color: #ff8a8a;
              --destructive-color: #ff8a8a; --color: #f5f5f7; --item-background--hover: #33333a;
              --tooltip-background-color: #29292e; --select-color: #f5f5f7; --jenkins-border-color: #4a4a55; }
            """;

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    static Browser start(Path profile) {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(program("chromium"));
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--hide-scrollbars",
                "--user-data-dir=" + profile);
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(program("chromedriver"))
                .usingAnyFreePort()
                .build();
        ChromeDriver driver = new ChromeDriver(service, options);
        driver.manage().timeouts().pageLoadTimeout(Duration.ofMillis(LIMIT_MILLIS));
        driver.manage().timeouts().scriptTimeout(Duration.ofMillis(LIMIT_MILLIS));
        return new Browser(driver);
    }

    private static File program(String name) {
        for (String folder :
                Objects.requireNonNullElse(System.getenv("PATH"), "").split(File.pathSeparator)) {
            File file = new File(folder, name);
            if (file.canExecute()) {
                return file;
            }
        }
        throw new IllegalStateException("the tests tagged browser need " + name + ", of Debian's package "
                + (name.equals("chromium") ? "chromium" : "chromium-driver") + ", on the path");
    }

    Browser size(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
        return this;
    }

    Browser open(String address) {
        driver.get(address);
        return this;
    }

    Browser dark() {
        driver.executeScript(
                "const s = new CSSStyleSheet(); s.replaceSync(arguments[0]); document.adoptedStyleSheets = [s];", DARK);
        return this;
    }

    /** What the console said since it was asked last that is an error or a report of a security policy. */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue()
                        || entry.getMessage().contains("Content Security Policy"))
                .map(entry -> entry.getMessage())
                .toList();
    }

    /** What axe has to say against a part of the page: rules, each with the first elements that break it. */
    @SuppressWarnings("unchecked") // What the script below returns.
    List<String> barriers(String part) {
        driver.executeScript(axe());
        return (List<String>) Objects.requireNonNull(driver.executeAsyncScript(
                """
                const done = arguments[arguments.length - 1];
                axe.run(arguments[0], { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] }).then(found =>
                  done(found.violations.map(each => each.id + ': ' + each.help + ' '
                    + each.nodes.slice(0, 4).map(node => node.html + ' ' + node.failureSummary).join(' | '))),
                  error => done([String(error)]));
                """,
                part));
    }

    /** What of a part reaches beyond the window, and is not in something that scrolls by itself. */
    @SuppressWarnings("unchecked") // What the script below returns.
    List<String> tooWide(String part) {
        return (List<String>) Objects.requireNonNull(driver.executeScript(
                """
                const inScroll = each => each.parentElement.closest('.environments-scroll, pre') !== null;
                return [...document.querySelectorAll(arguments[0] + ',' + arguments[0] + ' *')]
                  .filter(each => each.getBoundingClientRect().right > document.documentElement.clientWidth + 1
                    && !inScroll(each) && !each.closest('.jenkins-visually-hidden'))
                  .slice(0, 5).map(each => each.outerHTML.slice(0, 120));
                """,
                part));
    }

    private static String axe() {
        try (InputStream in = Objects.requireNonNull(Browser.class.getResourceAsStream("/axe.min.js"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @CheckForNull
    Object run(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    boolean is(String expression) {
        return Boolean.TRUE.equals(driver.executeScript("return Boolean(" + expression + ")"));
    }

    String text(String selector) {
        return element(selector).getText();
    }

    WebElement element(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    WebElement focused() {
        return driver.switchTo().activeElement();
    }

    void press(CharSequence... keys) {
        focused().sendKeys(keys);
    }

    /** Goes on by the tabulator until the focus is there; false: it never gets there. */
    boolean tabTo(String selector) {
        for (int i = 0; i < 200; i++) {
            press(Keys.TAB);
            if (Boolean.TRUE.equals(
                    driver.executeScript("return document.activeElement.matches(arguments[0])", selector))) {
                return true;
            }
        }
        return false;
    }

    String address() {
        return driver.getCurrentUrl();
    }

    void until(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + LIMIT_MILLIS * 1_000_000;
        while (System.nanoTime() < end) {
            try {
                if (condition.getAsBoolean()) {
                    return;
                }
            } catch (StaleElementReferenceException e) {
                // The page has just put another in its place.
            }
            Thread.sleep(100);
        }
        throw new AssertionError(what + " did not come; the page says: " + text("body"));
    }

    void picture(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
    }

    @Override
    public void close() {
        driver.quit();
    }
}
