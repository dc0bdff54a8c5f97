package dev.linkspan.starter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linkspan.starter.setups.SetupClient;
import dev.linkspan.starter.setups.SetupSnapshot;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.planning.Planner;
import dev.linkspan.workflows.setup.PrivateLinkSetup;
import dev.linkspan.workflows.setup.SetupInput;
import dev.linkspan.workflows.spec.NewClusterSpec;
import dev.linkspan.workflows.spec.SpecReader;
import dev.linkspan.workflows.spec.SpecReading;
import dev.linkspan.workflows.steps.SearchAttributes;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.worker.WorkerFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CommandsOnASetupTest {
  @RegisterExtension static final SetupCommands COMMANDS = new SetupCommands();

  @Test
  void upExitsWithThreeAndSaysHowToApprove() throws IOException {
    Ran up = COMMANDS.run("up", "--yes", "-f", COMMANDS.spec("asks", 3));

    assertThat(up.code()).as(up.err()).isEqualTo(3);
    assertThat(up.err())
        .contains("✓ VPC  1.5 s")
        .contains("endpoint          ep-fake")
        .contains("5500000000000001")
        .contains("linkspan approve asks")
        .contains("http://127.0.0.1:8233/namespaces/default/workflows/private-link-asks");
  }

  @Test
  void approveShowsTheFactsAndUpThenExitsWithZero() throws IOException {
    String spec = COMMANDS.spec("approved", 3);
    COMMANDS.run("up", "--yes", "-f", spec);

    Ran approve = COMMANDS.run("approve", "approved", "--yes", "--by", "grace");
    Ran again = COMMANDS.run("up", "--yes", "-f", spec);

    assertThat(approve.code()).as(approve.err()).isZero();
    assertThat(approve.err()).contains("ep-fake").contains("recorded: true by grace");
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(again.err()).contains("already running").contains("3 of 3 checks passed");
  }

  @Test
  void aDecisionThatTheSetupRejectsIsExplained() throws IOException {
    COMMANDS.run("up", "--yes", "-f", COMMANDS.spec("refuses", 3));

    Ran refused = COMMANDS.run("approve", "refuses", "--yes", "--by", "nobody");

    assertThat(refused.code()).as(refused.err()).isEqualTo(1);
    assertThat(refused.err()).contains("nobody may not decide");
  }

  @Test
  void onlyTheFirstDecisionCounts() throws IOException {
    COMMANDS.run("up", "--yes", "-f", COMMANDS.spec("decided", 3));
    COMMANDS.run("reject", "decided", "--yes");

    Ran same = COMMANDS.run("reject", "decided", "--yes");
    Ran other = COMMANDS.run("approve", "decided", "--yes");

    assertThat(same.code()).as(same.err()).isZero();
    assertThat(other.code()).as(other.err()).isEqualTo(1);
    assertThat(other.err())
        .contains("rejected by ada at 2026-11-24T00:00:02Z", "first decision counts");
  }

  @Test
  void anEarlyDecisionIsKept() throws IOException {
    COMMANDS.run("up", "--yes", "-f", COMMANDS.spec("parks", 3));
    COMMANDS.run("approve", "parks", "--yes", "--early");
    COMMANDS.run("retry", "parks");

    Ran up = COMMANDS.run("up", "--yes", "-f", COMMANDS.spec("parks", 3), "--wait");

    assertThat(up.code()).as(up.err()).isZero();
    COMMANDS.run("destroy", "parks", "--yes");
  }

  @Test
  void statusSaysThatNothingManagesACanceledSetup() throws IOException {
    String spec = COMMANDS.spec("cancelled", 3);
    COMMANDS.run("up", "--yes", "-f", spec);
    COMMANDS.run("approve", "cancelled", "--yes");
    COMMANDS.run("up", "--yes", "-f", spec);
    var workflow =
        COMMANDS.server().client().newUntypedWorkflowStub(PrivateLinkSetup.id("cancelled"));
    workflow.cancel();
    await()
        .until(
            () ->
                workflow.describe().getStatus()
                    == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_CANCELED);

    Ran status = COMMANDS.run("status", "cancelled");
    Ran destroy = COMMANDS.run("destroy", "cancelled", "--yes");

    assertThat(status.out())
        .contains("READY")
        .contains("nothing manages its resources")
        .contains("up");
    assertThat(destroy.code()).isEqualTo(6);
    assertThat(destroy.err())
        .contains("nothing manages its resources")
        .contains("linkspan destroy cancelled --without-workflow");
    assertThat(COMMANDS.run("up", "--yes", "-f", spec).code())
        .as("continues the setup")
        .isEqualTo(3);
  }

  @Test
  void statusAndVerifyExitWithFiveIfAHopIsBroken() throws IOException {
    COMMANDS.run("up", "--yes", "-f", COMMANDS.spec("breaks", 3));
    COMMANDS.run("approve", "breaks", "--yes");

    Ran status = COMMANDS.run("status", "breaks");
    Ran verify = COMMANDS.run("verify", "breaks");

    assertThat(status.code()).as(status.err()).isEqualTo(5);
    assertThat(status.out())
        .contains(
            "Broken between whitelist and load balancer listener 9093 for broker 1; the 2 hops"
                + " before it are fine",
            "Broken: 2 of 3",
            "✗  1       load balancer",
            "run: linkspan verify breaks");
    assertThat(verify.code()).as(verify.err()).isEqualTo(5);
    assertThat(verify.out()).contains("requested by ada");
  }

  @Test
  void statusAndVerifyExitWithTenIfTheLinkWorksButIsNotAsPlanned() throws IOException {
    String spec = COMMANDS.spec("drifts", 3);
    COMMANDS.run("up", "--yes", "-f", spec);
    COMMANDS.run("approve", "drifts", "--yes");
    Ran up = COMMANDS.run("up", "--yes", "-f", spec);
    Ran status = COMMANDS.run("status", "drifts");

    assertThat(up.code()).as(up.err()).isZero();
    assertThat(status.code()).as(status.err()).isEqualTo(10);
    assertThat(status.out())
        .contains("Drifted: 2 of 3 checks passed", "a stranger is on it")
        .contains("expected: only 5500000000000001", "seen once", "-> Take it off.")
        .doesNotContain("endpoint connection");
    assertThat(COMMANDS.run("status", "drifts", "--all").out()).contains("endpoint connection");
    assertThat(COMMANDS.run("status", "drifts", "--history").out())
        .contains("Drifted", "whitelist");
    assertThat(COMMANDS.run("verify", "drifts").code()).isEqualTo(10);
  }

  @Test
  void aSetupIsVerifiedAtOtherTimes() throws IOException {
    COMMANDS.run("up", "--yes", "-f", COMMANDS.spec("timed", 3));

    assertThat(COMMANDS.run("schedule", "set", "timed", "--every", "30m").err())
        .contains("the link is verified every 30m");
  }

  @Test
  void statusAsJsonContainsStatusAndProgress() throws IOException {
    COMMANDS.run("up", "--yes", "-f", COMMANDS.spec("json", 3));

    Ran status = COMMANDS.run("status", "json", "-o", "json");

    assertThat(status.code()).as(status.err()).isEqualTo(3);
    assertThat(status.out())
        .contains("\"phase\" : \"AWAITING_APPROVAL\"")
        .contains("\"title\" : \"Private link json\"");
  }

  @Test
  void anotherPlanUnderTheSameNameIsRejectedWithTheDifferences() throws IOException {
    COMMANDS.run("up", "--yes", "-f", COMMANDS.spec("same", 3));

    Ran other = COMMANDS.run("up", "--yes", "-f", COMMANDS.spec("same", 2));

    assertThat(other.code()).as(other.err()).isEqualTo(2);
    assertThat(other.err())
        .contains("already running with another plan")
        .contains("kafka.brokers: 3 entries, now 2 entries");
  }

  @Test
  void destroyAsksForTheNameAndRemovesNothingIfItDiffers() throws IOException {
    COMMANDS.run("up", "--yes", "-f", COMMANDS.spec("kept", 3));

    Ran wrong = COMMANDS.answering("kep\n", "destroy", "kept");
    Ran unconfirmed = COMMANDS.run("destroy", "kept");

    assertThat(wrong.code()).as(wrong.err()).isEqualTo(2);
    assertThat(wrong.err()).contains("Nothing was removed");
    assertThat(unconfirmed.code()).as(unconfirmed.err()).isEqualTo(2);
    assertThat(COMMANDS.run("status", "kept").code()).isEqualTo(3);
  }

  @Test
  void destroyFollowsUntilTheSetupIsDestroyed() throws IOException {
    COMMANDS.run("up", "--yes", "-f", COMMANDS.spec("gone", 3));

    Ran destroy = COMMANDS.answering("gone\n", "destroy", "gone");
    Ran again = COMMANDS.run("destroy", "gone", "--yes");

    assertThat(destroy.code()).as(destroy.err()).isZero();
    assertThat(destroy.err()).contains("including all data in Kafka", "Setup gone is destroyed.");
    assertThat(again.code()).as(again.err()).isEqualTo(6);
  }

  @Test
  void aParkedSetupExitsWithFourAndSaysWhatToDo() throws IOException {
    String spec = COMMANDS.spec("parks", 3);
    Ran up = COMMANDS.run("up", "--yes", "-f", spec);
    COMMANDS.run("destroy", "parks", "--yes");

    assertThat(up.code()).as(up.err()).isEqualTo(4);
    assertThat(up.err()).contains("no right").contains("-> grant it").contains("retry parks");
  }

  @Test
  void anUnknownNameExitsWithSix() {
    assertThat(COMMANDS.run("status", "unknown").code()).isEqualTo(6);
    assertThat(COMMANDS.run("approve", "unknown", "--yes").code()).isEqualTo(6);
    assertThat(COMMANDS.run("retry", "unknown").code()).isEqualTo(6);
    assertThat(COMMANDS.run("verify", "unknown").code()).isEqualTo(6);
    assertThat(COMMANDS.run("restart", "unknown", "--yes").code()).isEqualTo(6);
    assertThat(COMMANDS.run("pause", "unknown").code()).isEqualTo(6);
    assertThat(COMMANDS.run("resume", "unknown").code()).isEqualTo(6);
    assertThat(COMMANDS.run("abort", "unknown").code()).isEqualTo(6);
  }

  @Test
  void statusReportsThatNoWorkerResponds() throws IOException {
    startOn("nobody-polls-here", "unattended");

    Ran status = COMMANDS.run("status", "unattended");

    assertThat(status.code()).as(status.err()).isEqualTo(8);
    assertThat(status.err())
        .contains("Waiting for a worker")
        .contains("No worker responds")
        .contains("dev up worker");
  }

  @Test
  void aQueryIsRetriedWhileTheWorkerStarts() throws IOException {
    String queue = "polled-late";
    startOn(queue, "late");
    WorkerFactory late = WorkerFactory.newInstance(COMMANDS.server().client());
    late.newWorker(queue).registerWorkflowImplementationTypes(FakeSetup.class);
    List<String> said = new CopyOnWriteArrayList<>();

    SetupSnapshot seen =
        new SetupClient(COMMANDS.server().connect(Duration.ofSeconds(30)))
            .awaitSnapshot(
                "late",
                line -> {
                  said.add(line);
                  late.start();
                });

    assertThat(said).containsExactly("Waiting for a worker to respond ...");
    assertThat(seen.status().name()).isEqualTo("late");
    late.shutdownNow();
  }

  private void startOn(String queue, String name) throws IOException {
    PrivateLinkSetup setup =
        COMMANDS
            .server()
            .client()
            .newWorkflowStub(
                PrivateLinkSetup.class,
                WorkflowOptions.newBuilder()
                    .setWorkflowId(PrivateLinkSetup.id(name))
                    .setTaskQueue(queue)
                    .build());
    var spec =
        (SpecReading.Accepted) SpecReader.read(Files.readString(Path.of(COMMANDS.spec(name, 1))));
    Plan plan = Planner.plan((NewClusterSpec) spec.spec());
    WorkflowClient.start(setup::run, SetupInput.first(plan, SearchAttributes.NAMES));
  }

  @Test
  void upSeesADecisionThatAnotherCommandSends() throws IOException {
    String spec = COMMANDS.spec("elsewhere", 3);
    COMMANDS.run("up", "--yes", "-f", spec);
    Thread other =
        new Thread(
            () -> {
              await().until(() -> COMMANDS.run("status", "elsewhere").code() == 3);
              COMMANDS.run("approve", "elsewhere", "--yes");
            });
    other.start();

    Ran waiting = COMMANDS.run("up", "--yes", "-f", spec, "--wait");

    assertThat(waiting.code()).as(waiting.err()).isZero();
  }
}
