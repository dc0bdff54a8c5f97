package dev.linkspan.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linkspan.workflows.setup.SetupStatus.Phase;
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

/** A person approves where the README says they can: on the workflow's page in the Temporal UI. */
@Tag("system")
class ApprovalInTheUiTest {
  private static final String NAME = "by-hand";
  private static final String DIALOG = "dialog#signal-confirmation-modal";
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static LocalStack stack;
  private static ChromeDriver browser;

  @BeforeAll
  static void start() {
    stack = LocalStack.start(28, "0.2");
    ChromeOptions options = new ChromeOptions();
    options.setBinary(program("chromium"));
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
                .usingDriverExecutable(program("chromedriver"))
                .build(),
            options);
  }

  /** Named, so that Selenium does not look for one to download. */
  private static File program(String name) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .map(folder -> new File(folder, name))
        .filter(File::canExecute)
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is not installed: see ./test"));
  }

  @AfterEach
  void keepThePageAtTheEnd() throws IOException {
    keepPicture("approval-in-the-ui.png");
  }

  private static void keepPicture(String name) throws IOException {
    Files.write(Path.of("target", name), browser.getScreenshotAs(OutputType.BYTES));
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.quit();
    }
    if (stack != null) {
      stack.close();
    }
  }

  @Test
  void aSignalFromThePageLetsTheEndpointConnectAndIsRecorded() throws IOException {
    Path spec = stack.spec(NAME, 1, "10001");
    stack.commandLine().run(PATIENCE, "up", "-f", spec.toString()).expecting(3);

    browser.get(stack.page(NAME));
    await().atMost(PATIENCE).until(() -> browser.getCurrentUrl().endsWith("/timeline"));
    browser.get(browser.getCurrentUrl().replaceFirst("/timeline$", "/user-metadata"));
    String endpoint = stack.status(NAME).approval().orElseThrow().endpointId();
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(details()).contains(endpoint).contains("approve"));
    // The picture in docs/images.
    keepPicture("temporal-ui.png");

    sendSignal("approve", "{\"by\": \"ada\", \"reason\": \"seen in the browser\"}");

    await().atMost(PATIENCE).until(() -> stack.status(NAME).phase() == Phase.READY);
    assertThat(stack.status(NAME).decision())
        .hasValueSatisfying(
            decision -> {
              assertThat(decision.by()).isEqualTo("ada");
              assertThat(decision.reason()).isEqualTo("seen in the browser");
            });
  }

  private static void sendSignal(String name, String json) {
    click(By.xpath("//button[contains(., 'More Actions')]"));
    click(By.xpath("//*[@role='menuitem'][contains(., 'Send a Signal')]"));
    click(By.cssSelector(DIALOG + " [data-testid='signal-select-button']"));
    click(By.xpath("//*[@role='option'][.//span[text()='" + name + "']]"));
    enter(json);
    // Leaving the editor reformats the text and moves the button: one click may only do that.
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

  /** As by paste: the editor adds brackets and quotes of its own to what is typed. */
  private static void enter(String text) {
    By place = By.cssSelector(DIALOG + " .cm-content");
    click(place);
    await()
        .atMost(PATIENCE)
        .ignoreException(StaleElementReferenceException.class)
        .until(
            () -> {
              WebElement editor = present(place);
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
   * What the workflow says of itself: the page shows it in frames that are given the text. Read in
   * one step inside the page, which replaces the frames while it loads.
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

  private static void click(By place) {
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(
            () -> {
              present(place).click();
              return true;
            });
  }

  private static WebElement present(By place) {
    return await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(
            () ->
                browser.findElements(place).stream()
                    .filter(WebElement::isDisplayed)
                    .findFirst()
                    .orElse(null),
            found -> found != null);
  }
}
