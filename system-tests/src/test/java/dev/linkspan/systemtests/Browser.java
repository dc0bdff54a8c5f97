package dev.linkspan.systemtests;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/**
 * A person's browser, Debian's Chromium without a window, and what people do in the Temporal UI.
 */
final class Browser implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private final ChromeDriver driver;

  Browser() {
    ChromeOptions options = new ChromeOptions();
    options.setBinary(installedProgram("chromium"));
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--window-size=1400,1200");
    driver =
        new ChromeDriver(
            new ChromeDriverService.Builder()
                .usingDriverExecutable(installedProgram("chromedriver"))
                .build(),
            options);
  }

  /** The path of an installed program, so that Selenium does not download one. */
  private static File installedProgram(String name) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .map(folder -> new File(folder, name))
        .filter(File::canExecute)
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is not installed: see ./test"));
  }

  @Override
  public void close() {
    driver.quit();
  }

  /** Writes what is visible to a file in {@code target}. */
  void saveScreenshot(String name) {
    try {
      Files.write(Path.of("target", name), driver.getScreenshotAs(OutputType.BYTES));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void open(String address) {
    driver.get(address);
  }

  /** Opens the page of a workflow with its current details. */
  void openDetails(String page) {
    driver.get(page);
    await().atMost(PATIENCE).until(() -> driver.getCurrentUrl().endsWith("/timeline"));
    driver.get(driver.getCurrentUrl().replaceFirst("/timeline$", "/user-metadata"));
  }

  /** Shows text as a terminal does. */
  void openTerminal(String text) {
    driver.get("about:blank");
    driver.executeScript(
        "document.body.style = 'margin: 0; background: #1e1e1e; color: #eee; padding: 20px';"
            + "const screen = document.createElement('pre');"
            + "screen.style = 'font: 15px/1.4 monospace; white-space: pre-wrap';"
            + "screen.textContent = arguments[0]; document.body.append(screen)",
        text);
  }

  /** Pretends to be a screen of this size. */
  void resize(int width, int height) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", true));
  }

  Object run(String script) {
    return driver.executeScript(script);
  }

  /** All text of the page. */
  String text() {
    return driver.findElement(By.tagName("body")).getText();
  }

  /**
   * The current details of the workflow, which are the sources of frames in the page. A single
   * script reads all of them, because the page replaces its frames while it loads.
   */
  String details() {
    List<?> sources =
        (List<?>)
            driver.executeScript(
                "return Array.from(document.querySelectorAll('iframe'), frame => frame.src)");
    return sources.stream()
        .map(source -> URLDecoder.decode(source.toString(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("\n"));
  }

  /**
   * Clicks a link in the current details of the workflow, and does this on the page that it opens
   * in a window of its own.
   */
  void followInDetails(String link, Runnable there) {
    String before = driver.getWindowHandle();
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .ignoreException(WebDriverException.class)
        .until(() -> clickInAnyFrame(link));
    driver.switchTo().defaultContent();
    await().atMost(PATIENCE).until(() -> driver.getWindowHandles().size() == 2);
    String opened =
        driver.getWindowHandles().stream()
            .filter(one -> !one.equals(before))
            .findFirst()
            .orElseThrow();
    driver.switchTo().window(opened);
    there.run();
    driver.close();
    driver.switchTo().window(before);
  }

  private boolean clickInAnyFrame(String link) {
    driver.switchTo().defaultContent();
    for (WebElement frame : driver.findElements(By.tagName("iframe"))) {
      driver.switchTo().frame(frame);
      List<WebElement> found = driver.findElements(By.linkText(link));
      if (!found.isEmpty()) {
        found.get(0).click();
        return true;
      }
      driver.switchTo().defaultContent();
    }
    return false;
  }

  /** The address of the page. */
  String address() {
    return driver.getCurrentUrl();
  }

  /** The first lines of each choice in the list of signals, after this signal was sent. */
  List<String> sendSignal(String name, String json, BooleanSupplier arrived) {
    return send("Send a Signal", "signal", name, json, arrived);
  }

  /** The same for an update. */
  List<String> sendUpdate(String name, String json, BooleanSupplier arrived) {
    return send("Send an Update", "update", name, json, arrived);
  }

  private List<String> send(
      String action, String kind, String name, String json, BooleanSupplier arrived) {
    String dialog = "dialog#" + kind + "-confirmation-modal";
    click(By.xpath("//button[contains(., 'More Actions')]"));
    click(By.xpath("//*[@role='menuitem'][contains(., '" + action + "')]"));
    click(By.cssSelector(dialog + " [data-testid='" + kind + "-select-button']"));
    By option = By.xpath("//*[@role='option'][.//span[text()='" + name + "']]");
    visible(option);
    saveScreenshot(kind + "s.png");
    List<String> choices =
        driver.findElements(By.xpath("//*[@role='option']")).stream()
            .map(WebElement::getText)
            .toList();
    click(option);
    insert(dialog, json);
    submit(dialog, arrived);
    return choices;
  }

  /** Inserts another input in the dialog that is open, and submits it. */
  void sendUpdateAgain(String json, BooleanSupplier arrived) {
    String dialog = "dialog#update-confirmation-modal";
    insert(dialog, json);
    submit(dialog, arrived);
  }

  /**
   * Clicks until the input has arrived: the first click can miss, because it leaves the editor,
   * which reformats the text and moves the button.
   */
  private void submit(String dialog, BooleanSupplier arrived) {
    By button = By.cssSelector(dialog + " [data-testid='confirm-modal-button']");
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .ignoreException(WebDriverException.class)
        .until(
            () -> {
              driver.findElements(button).stream()
                  .filter(WebElement::isDisplayed)
                  .findFirst()
                  .ifPresent(WebElement::click);
              return arrived.getAsBoolean();
            });
  }

  /** Inserts the text as a paste does: typed text gets extra brackets and quotes. */
  private void insert(String dialog, String text) {
    By locator = By.cssSelector(dialog + " .cm-content");
    click(locator);
    await()
        .atMost(PATIENCE)
        .ignoreException(StaleElementReferenceException.class)
        .until(
            () -> {
              WebElement editor = visible(locator);
              driver.executeScript(
                  "arguments[0].focus();"
                      + " document.execCommand('selectAll');"
                      + " document.execCommand('insertText', false, arguments[1])",
                  editor,
                  text);
              return editor.getText();
            },
            text::equals);
  }

  private void click(By locator) {
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(
            () -> {
              visible(locator).click();
              return true;
            });
  }

  private WebElement visible(By locator) {
    return await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(
            () ->
                driver.findElements(locator).stream()
                    .filter(WebElement::isDisplayed)
                    .findFirst()
                    .orElse(null),
            found -> found != null);
  }
}
