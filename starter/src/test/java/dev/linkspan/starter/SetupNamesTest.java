package dev.linkspan.starter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linkspan.workflows.setup.PrivateLinkSetup;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowOptions;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that a person types, whose workflow is that of something else or is about to go. */
class SetupNamesTest {
  @RegisterExtension static final SetupCommands COMMANDS = new SetupCommands();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "status",
        "watch",
        "events",
        "report --html -",
        "approve --early --yes",
        "reject --early --yes",
        "retry",
        "verify",
        "repair --yes",
        "restart --yes",
        "pause",
        "abort",
        "schedule set --every 1h",
        "destroy --yes",
        "destroy --yes --without-workflow",
      })
  void aPartOfASetupIsNoSetup(String command) {
    String name = "orders-kafka";
    startPart(name);
    int blank = (command + " ").indexOf(' ');
    String[] words =
        (command.startsWith("schedule set")
                ? "schedule set " + name + command.substring(12)
                : command.substring(0, blank) + " " + name + command.substring(blank))
            .split(" ", -1);

    Ran ran = COMMANDS.run(words);

    assertThat(ran.code()).as(ran.err()).isEqualTo(6);
    assertThat(ran.err())
        .contains("no setup named orders-kafka", "KafkaDeployment of another setup", "list")
        .doesNotContain("Exception");
  }

  @Test
  void aSetupWithTheIdOfAPartIsNotStarted() throws IOException {
    startPart("orders-kafka");

    Ran up = COMMANDS.run("up", "--yes", "-f", COMMANDS.spec("orders-kafka", 3));

    assertThat(up.code()).isEqualTo(6);
    assertThat(up.err()).contains("KafkaDeployment of another setup");
  }

  @Test
  void aSetupThatIsInTheWayOfAnotherIsNotStarted() throws IOException {
    COMMANDS.run("up", "--yes", "--detach", "-f", COMMANDS.spec("pair", 3));
    Ran longer = COMMANDS.run("up", "--yes", "--detach", "-f", COMMANDS.spec("pair-teardown", 3));
    assertThat(longer.code()).isEqualTo(2);
    assertThat(longer.err()).contains("Setup pair is running", "another name than pair-teardown");

    COMMANDS.run("up", "--yes", "--detach", "-f", COMMANDS.spec("two-repair", 3));
    Ran shorter = COMMANDS.run("up", "--yes", "--detach", "-f", COMMANDS.spec("two", 3));
    assertThat(shorter.code()).isEqualTo(2);
    assertThat(shorter.err()).contains("Setup two-repair is running", "another name than two");

    assertThat(COMMANDS.run("status", "pair-teardown").code()).isEqualTo(6);
    assertThat(COMMANDS.run("status", "two").code()).isEqualTo(6);
  }

  @Test
  void theIdOfAWorkflowInPlaceOfANameIsExplained() {
    assertThat(COMMANDS.run("status", "private-link-shop").err())
        .contains("There is no running setup named private-link-shop.")
        .contains("Write the name of the setup, which is a part of the ID of its workflow: shop.");
  }

  @Test
  void aSetupThatIsBeingDestroyedIsNotFollowedAsIfItWereBuilt() throws IOException {
    String file = COMMANDS.built("leaves-late");
    COMMANDS
        .server()
        .client()
        .newUntypedWorkflowStub(PrivateLinkSetup.id("leaves-late"))
        .signal("destroy", Map.of("by", "ada", "setup", "leaves-late"));
    await().until(() -> COMMANDS.run("status", "leaves-late").out().contains("DESTROYING"));

    Ran up = COMMANDS.run("up", "--yes", "-f", file);

    assertThat(up.code()).isEqualTo(1);
    assertThat(up.err())
        .contains("Setup leaves-late is being destroyed. Nothing was started.")
        .contains("linkspan watch leaves-late");
    COMMANDS.run("retry", "leaves-late");
  }

  @Test
  void aSetupWhoseRemovalOutlivesItsWorkflowIsNotStartedAgain() throws IOException {
    String file = COMMANDS.built("half-gone");
    var client = COMMANDS.server().client();
    client.newUntypedWorkflowStub(PrivateLinkSetup.id("half-gone")).terminate("a test");
    startPart("half-gone-teardown", "Teardown");

    Ran up = COMMANDS.run("up", "--yes", "--detach", "-f", file);

    assertThat(up.code()).isEqualTo(1);
    assertThat(up.err())
        .contains("Setup half-gone is still being removed", "Nothing was started")
        .contains("linkspan destroy half-gone --without-workflow");
    client.newUntypedWorkflowStub(PrivateLinkSetup.id("half-gone-teardown")).terminate("a test");
    assertThat(COMMANDS.run("up", "--yes", "--detach", "-f", file).code()).isZero();
  }

  @Test
  void aSetupThatIsGoneIsNotUpdated() throws IOException {
    String file = COMMANDS.built("gone");
    COMMANDS.run("destroy", "gone", "--yes");

    Ran update = COMMANDS.run("update", "-f", file, "--yes");

    assertThat(update.code()).isEqualTo(6);
    assertThat(update.err()).contains("There is no running setup named gone.");
    assertThat(update.out()).isEmpty();
  }

  /** A child of another setup, which no worker runs here. */
  private static void startPart(String name) {
    startPart(name, "KafkaDeployment");
  }

  private static void startPart(String name, String type) {
    var part =
        COMMANDS
            .server()
            .client()
            .newUntypedWorkflowStub(
                type,
                WorkflowOptions.newBuilder()
                    .setWorkflowId(PrivateLinkSetup.id(name))
                    .setTaskQueue("nobody")
                    .build());
    try {
      part.start();
    } catch (WorkflowExecutionAlreadyStarted e) {
      assertThat(e.getExecution().getWorkflowId()).endsWith(name);
    }
  }
}
