package dev.linkspan.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linkspan.workflows.setup.SetupStatus.Phase;
import dev.linkspan.workflows.steps.Message;
import java.io.File;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** A person approves on the workflow's page in the Temporal UI, as the README describes. */
@Tag("system")
@LightStack(LightStack.Shared.FAULTS)
class ApprovalInTheUiTest {
  private static final String NAME = "by-hand";
  private static final String DIALOG = "dialog#signal-confirmation-modal";
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static LocalStack stack;
  private static ChromeDriver browser;

  @BeforeAll
  static void start(LocalStack shared) {
    stack = shared;
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
    browser =
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

  @AfterEach
  void saveFinalScreenshot() throws IOException {
    saveScreenshot("approval-in-the-ui.png");
  }

  private static void saveScreenshot(String name) throws IOException {
    Files.write(Path.of("target", name), browser.getScreenshotAs(OutputType.BYTES));
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.quit();
    }
    if (stack != null) {
      stack.commandLine().run(PATIENCE, "destroy", NAME, "--yes").expecting(0);
    }
  }

  @Test
  void aSignalFromThePageConnectsTheEndpointAndIsRecorded() throws IOException {
    Path spec = stack.spec(NAME, 1, "10001");
    stack.commandLine().run(PATIENCE, "up", "--yes", "-f", spec.toString()).expecting(3);

    browser.get(stack.page(NAME));
    await().atMost(PATIENCE).until(() -> browser.getCurrentUrl().endsWith("/timeline"));
    browser.get(browser.getCurrentUrl().replaceFirst("/timeline$", "/user-metadata"));
    String endpoint = stack.status(NAME).approval().orElseThrow().endpointId();
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(details()).contains(endpoint).contains("approve"));
    // This is the screenshot in docs/images.
    saveScreenshot("temporal-ui.png");

    sendSignal("approve", "{\"by\": \"ada\", \"reason\": \"seen in the browser\"}");

    await().atMost(PATIENCE).until(() -> stack.status(NAME).phase() == Phase.READY);
    assertThat(stack.status(NAME).decision())
        .hasValueSatisfying(
            decision -> {
              assertThat(decision.by()).isEqualTo("ada");
              assertThat(decision.reason()).isEqualTo("seen in the browser");
            });
  }

  private static void sendSignal(String name, String json) throws IOException {
    click(By.xpath("//button[contains(., 'More Actions')]"));
    click(By.xpath("//*[@role='menuitem'][contains(., 'Send a Signal')]"));
    click(By.cssSelector(DIALOG + " [data-testid='signal-select-button']"));
    By option = By.xpath("//*[@role='option'][.//span[text()='" + name + "']]");
    visible(option);
    saveScreenshot("signals.png");
    assertThat(browser.findElements(By.xpath("//*[@role='option']")))
        .extracting(WebElement::getText)
        .anyMatch(text -> text.startsWith("retry"))
        .noneMatch(text -> text.startsWith(Message.SIGNAL));
    click(option);
    insert(json);
    // The first click can miss: it leaves the editor, which reformats the text and moves the
    // button.
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .ignoreException(WebDriverException.class)
        .until(
            () -> {
              submit();
              return stack.status(NAME).decision().isPresent();
            });
  }

  /** Inserts the text as a paste does: typed text gets extra brackets and quotes. */
  private static void insert(String text) {
    By locator = By.cssSelector(DIALOG + " .cm-content");
    click(locator);
    await()
        .atMost(PATIENCE)
        .ignoreException(StaleElementReferenceException.class)
        .until(
            () -> {
              WebElement editor = visible(locator);
              browser.executeScript(
                  "arguments[0].focus();"
                      + " document.execCommand('selectAll');"
                      + " document.execCommand('insertText', false, arguments[1])",
                  editor,
                  text);
              return editor.getText();
            },
            text::equals);
  }

  private static void submit() {
    List<WebElement> buttons =
        browser.findElements(By.cssSelector(DIALOG + " [data-testid='confirm-modal-button']"));
    buttons.stream().filter(WebElement::isDisplayed).findFirst().ifPresent(WebElement::click);
  }

  /**
   * The current details of the workflow, which are the sources of frames in the page. A single
   * script reads all of them, because the page replaces its frames while it loads.
   */
  private static String details() {
    List<?> sources =
        (List<?>)
            browser.executeScript(
                "return Array.from(document.querySelectorAll('iframe'), frame => frame.src)");
    return sources.stream()
        .map(source -> URLDecoder.decode(source.toString(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("\n"));
  }

  private static void click(By locator) {
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(
            () -> {
              visible(locator).click();
              return true;
            });
  }

  private static WebElement visible(By locator) {
    return await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(
            () ->
                browser.findElements(locator).stream()
                    .filter(WebElement::isDisplayed)
                    .findFirst()
                    .orElse(null),
            found -> found != null);
  }
}
