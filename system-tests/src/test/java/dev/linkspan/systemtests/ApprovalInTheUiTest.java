package dev.linkspan.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linkspan.workflows.setup.PrivateLinkSetup;
import dev.linkspan.workflows.setup.SetupStatus;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import dev.linkspan.workflows.steps.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A person approves on the workflow's page in the Temporal UI, and reads the setup's report. */
@Tag("system")
@Order(3)
@LightStack(LightStack.Shared.DECISIONS)
class ApprovalInTheUiTest {
  private static final String NAME = "by-hand";
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static LocalStack stack;
  private static Browser browser;

  @BeforeAll
  static void start(LocalStack shared) {
    stack = shared;
    browser = new Browser();
  }

  @AfterEach
  void saveFinalScreenshot() {
    browser.saveScreenshot("approval-in-the-ui.png");
    stack.commandLine().run(PATIENCE, "destroy", NAME, "--yes").expecting(0);
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
  }

  /** Builds a setup that waits for a decision, and opens its page; returns the endpoint. */
  private static String awaitQuestion() throws IOException {
    Path spec = stack.spec(NAME, 1, "10001");
    stack.commandLine().run(PATIENCE, "up", "--yes", "-f", spec.toString()).expecting(3);
    browser.openDetails(stack.page(NAME));
    String endpoint = status().approval().orElseThrow().endpointId();
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(browser.details()).contains(endpoint).contains("approve"));
    return endpoint;
  }

  private static SetupStatus status() {
    return stack.status(NAME);
  }

  @Test
  void aSignalFromThePageConnectsTheEndpointAndIsRecorded() throws IOException {
    awaitQuestion();
    // This is the screenshot in docs/images.
    browser.saveScreenshot("temporal-ui.png");

    List<String> choices =
        browser.sendSignal(
            "approve",
            "{\"by\": \"ada\", \"reason\": \"seen in the browser\"}",
            () -> status().decision().isPresent());

    assertThat(choices)
        .anyMatch(text -> text.startsWith("retry"))
        .noneMatch(text -> text.startsWith(Message.SIGNAL) || text.contains("Internal"));
    await().atMost(PATIENCE).until(() -> status().phase() == Phase.READY);
    assertThat(status().decision())
        .hasValueSatisfying(
            decision -> {
              assertThat(decision.by()).isEqualTo("ada");
              assertThat(decision.reason()).isEqualTo("seen in the browser");
            });
    theTerminalShowsOneScreen();
    browser.openDetails(stack.page(NAME));
    destroyByMistake();
    theDetailsSayWhereTheLinkIsReached();
    aLinkInTheDetailsLeadsToTheChild();
    theReportIsOnePage();
  }

  /** The list of signals has destroy beside approve. */
  private static void destroyByMistake() {
    browser.sendSignal("destroy", "{\"by\": \"ada\"}", () -> status().ignored().isPresent());

    assertThat(status().ignored().orElseThrow().reason()).contains("\"setup\": \"" + NAME + "\"");
    assertThat(status().phase()).isEqualTo(Phase.READY);
  }

  private static void theDetailsSayWhereTheLinkIsReached() {
    browser.openDetails(stack.page(NAME));
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(browser.details())
                    .contains("Bootstrap: `", "Health: **healthy**")
                    .contains("/workflows/private-link-" + NAME + "-exposure"));
    browser.saveScreenshot("ready-in-the-ui.png");
  }

  /** The details are in a frame, whose links lead to a page of the child's own. */
  private static void aLinkInTheDetailsLeadsToTheChild() {
    String child = PrivateLinkSetup.id(NAME) + "-exposure";
    browser.followInDetails(
        child,
        () -> {
          await()
              .atMost(PATIENCE)
              .untilAsserted(
                  () ->
                      assertThat(browser.text())
                          .contains("ServiceExposure", child, "Server group"));
          browser.saveScreenshot("child-in-the-ui.png");
          assertThat(browser.address())
              .startsWith(stack.page(NAME).replaceFirst("[^/]*$", child + "/"));
        });
    assertThat(browser.address()).startsWith(stack.page(NAME) + "/");
  }

  /** The picture of a terminal in the docs shows what the command really prints. */
  private static void theTerminalShowsOneScreen() {
    String screen = stack.commandLine().run(PATIENCE, "status", NAME).expecting(0).out();
    browser.openTerminal("$ linkspan status " + NAME + "\n" + screen);
    browser.resize(1000, 400);
    browser.saveScreenshot("terminal.png");
    browser.resize(1400, 1200);
  }

  private static void theReportIsOnePage() {
    Path page = Path.of("target", "report.html").toAbsolutePath();
    stack.commandLine().run(PATIENCE, "report", NAME, "--html", page.toString()).expecting(0);
    browser.open(page.toUri().toString());
    browser.saveScreenshot("report-wide.png");
    assertThat(browser.text())
        .contains("Private link " + NAME, "Endpoint service", "Broker 1", "ada")
        .contains("seen in the browser", "Evidence of every hop");
    assertThat(browser.run("return performance.getEntriesByType('resource').length")).isEqualTo(0L);
    browser.resize(390, 844);
    browser.saveScreenshot("report-narrow.png");
    assertThat((Long) browser.run("return document.documentElement.scrollWidth"))
        .isLessThanOrEqualTo(390L);
    browser.resize(1400, 1200);
  }

  @Test
  void anUpdateAboutAnotherEndpointIsRefusedWithTheReasonAndTheRightOneCounts() throws IOException {
    String endpoint = awaitQuestion();

    browser.sendUpdate(
        "decide",
        "{\"approved\": true, \"by\": \"ada\", \"endpointId\": \"ep-wrong\"}",
        () -> browser.text().contains("not ep-wrong"));
    browser.saveScreenshot("refused-in-the-ui.png");
    assertThat(browser.text()).contains("the endpoint that asks to connect is " + endpoint);
    assertThat(status().decision()).isEmpty();

    browser.sendUpdateAgain(
        "{\"approved\": true, \"by\": \"ada\", \"endpointId\": \"" + endpoint + "\"}",
        () -> status().decision().isPresent());

    await().atMost(PATIENCE).until(() -> status().phase() == Phase.READY);
  }

  @Test
  void anEndpointThatIsCertainlyTidbCloudsNeedsNoPersonIfTheSpecSaysSo() throws IOException {
    Path spec = stack.spec(NAME, 1, "10001");
    Files.writeString(spec, Files.readString(spec) + "\napproval:\n  automatic: when-verified\n");
    stack.commandLine().run(PATIENCE, "up", "--yes", "-f", spec.toString()).expecting(0);

    assertThat(stack.commandLine().run(PATIENCE, "status", NAME).expecting(0).out())
        .contains("approved, automatic at", "TiDB Cloud's account");
  }
}
