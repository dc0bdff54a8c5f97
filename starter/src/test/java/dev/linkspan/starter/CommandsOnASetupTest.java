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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandsOnASetupTest {
  private static CommandServer server;

  @TempDir private Path folder;

  @BeforeAll
  static void startServerAndWorker() {
    server = CommandServer.with(FakeSetup.class);
  }

  @AfterAll
  static void stopServerAndWorker() {
    server.close();
  }

  @Test
  void upExitsWithThreeAndSaysHowToApprove() throws IOException {
    Ran up = run("up", "--yes", "-f", spec("asks", 3));

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
    String spec = spec("approved", 3);
    run("up", "--yes", "-f", spec);

    Ran approve = run("approve", "approved", "--by", "grace");
    Ran again = run("up", "--yes", "-f", spec);

    assertThat(approve.code()).as(approve.err()).isZero();
    assertThat(approve.err()).contains("ep-fake").contains("recorded: true by grace");
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(again.err()).contains("already running").contains("3 of 3 checks passed");
  }

  @Test
  void aDecisionThatTheSetupRejectsIsExplained() throws IOException {
    run("up", "--yes", "-f", spec("refuses", 3));

    Ran refused = run("approve", "refuses", "--by", "nobody");

    assertThat(refused.code()).as(refused.err()).isEqualTo(1);
    assertThat(refused.err()).contains("nobody may not decide");
  }

  @Test
  void onlyTheFirstDecisionCounts() throws IOException {
    run("up", "--yes", "-f", spec("decided", 3));
    run("reject", "decided");

    Ran same = run("reject", "decided");
    Ran other = run("approve", "decided");

    assertThat(same.code()).as(same.err()).isZero();
    assertThat(other.code()).as(other.err()).isEqualTo(1);
    assertThat(other.err()).contains("rejected by ada").contains("first decision counts");
  }

  @Test
  void anEarlyDecisionIsKept() throws IOException {
    run("up", "--yes", "-f", spec("parks", 3));
    run("approve", "parks", "--early");
    run("retry", "parks");

    Ran up = run("up", "--yes", "-f", spec("parks", 3), "--wait");

    assertThat(up.code()).as(up.err()).isZero();
    run("destroy", "parks", "--yes");
  }

  @Test
  void statusSaysThatNothingManagesACanceledSetup() throws IOException {
    String spec = spec("cancelled", 3);
    run("up", "--yes", "-f", spec);
    run("approve", "cancelled");
    run("up", "--yes", "-f", spec);
    var workflow = server.client().newUntypedWorkflowStub(PrivateLinkSetup.id("cancelled"));
    workflow.cancel();
    await()
        .until(
            () ->
                workflow.describe().getStatus()
                    == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_CANCELED);

    Ran status = run("status", "cancelled");
    Ran destroy = run("destroy", "cancelled", "--yes");

    assertThat(status.out())
        .contains("READY")
        .contains("nothing manages its resources")
        .contains("up");
    assertThat(destroy.code()).isEqualTo(6);
    assertThat(destroy.err())
        .contains("nothing manages its resources")
        .contains("linkspan destroy cancelled --without-workflow");
    assertThat(run("up", "--yes", "-f", spec).code()).as("continues the setup").isEqualTo(3);
  }

  @Test
  void statusAndVerifyExitWithFiveIfAHopIsBroken() throws IOException {
    run("up", "--yes", "-f", spec("breaks", 3));
    run("approve", "breaks");

    Ran status = run("status", "breaks");
    Ran verify = run("verify", "breaks");

    assertThat(status.code()).as(status.err()).isEqualTo(5);
    assertThat(status.out()).contains("Broken: 2 of 3").contains("✗  1       load balancer");
    assertThat(verify.code()).as(verify.err()).isEqualTo(5);
    assertThat(verify.out()).contains("requested by ada");
  }

  @Test
  void statusAndVerifyExitWithTenIfTheLinkWorksButIsNotAsPlanned() throws IOException {
    String spec = spec("drifts", 3);
    run("up", "--yes", "-f", spec);
    run("approve", "drifts");
    Ran up = run("up", "--yes", "-f", spec);
    Ran status = run("status", "drifts");

    assertThat(up.code()).as(up.err()).isZero();
    assertThat(status.code()).as(status.err()).isEqualTo(10);
    assertThat(status.out())
        .contains("Drifted: 2 of 3 checks passed", "a stranger is on it")
        .contains("expected: only 5500000000000001", "seen once", "-> Take it off.")
        .doesNotContain("endpoint connection");
    assertThat(run("status", "drifts", "--all").out()).contains("endpoint connection");
    assertThat(run("status", "drifts", "--history").out()).contains("Drifted", "whitelist");
    assertThat(run("verify", "drifts").code()).isEqualTo(10);
  }

  @Test
  void aSetupIsVerifiedAtOtherTimes() throws IOException {
    run("up", "--yes", "-f", spec("timed", 3));

    assertThat(run("schedule", "set", "timed", "--every", "30m").err())
        .contains("the link is verified every 30m");
  }

  @Test
  void statusAsJsonContainsStatusAndProgress() throws IOException {
    run("up", "--yes", "-f", spec("json", 3));

    Ran status = run("status", "json", "-o", "json");

    assertThat(status.code()).as(status.err()).isEqualTo(3);
    assertThat(status.out())
        .contains("\"phase\" : \"AWAITING_APPROVAL\"")
        .contains("\"title\" : \"Private link json\"");
  }

  @Test
  void anotherPlanUnderTheSameNameIsRejectedWithTheDifferences() throws IOException {
    run("up", "--yes", "-f", spec("same", 3));

    Ran other = run("up", "--yes", "-f", spec("same", 2));

    assertThat(other.code()).as(other.err()).isEqualTo(2);
    assertThat(other.err())
        .contains("already running with another plan")
        .contains("kafka.brokers: 3 entries, now 2 entries");
  }

  @Test
  void destroyAsksForTheNameAndRemovesNothingIfItDiffers() throws IOException {
    run("up", "--yes", "-f", spec("kept", 3));

    Ran wrong = Ran.answering(folder, server::connect, "kep\n", "destroy", "kept");
    Ran unconfirmed = run("destroy", "kept");

    assertThat(wrong.code()).as(wrong.err()).isEqualTo(2);
    assertThat(wrong.err()).contains("Nothing was removed");
    assertThat(unconfirmed.code()).as(unconfirmed.err()).isEqualTo(2);
    assertThat(run("status", "kept").code()).isEqualTo(3);
  }

  @Test
  void destroyFollowsUntilTheSetupIsDestroyed() throws IOException {
    run("up", "--yes", "-f", spec("gone", 3));

    Ran destroy = Ran.answering(folder, server::connect, "gone\n", "destroy", "gone");
    Ran again = run("destroy", "gone", "--yes");

    assertThat(destroy.code()).as(destroy.err()).isZero();
    assertThat(destroy.err()).contains("including all data in Kafka", "Setup gone is destroyed.");
    assertThat(again.code()).as(again.err()).isEqualTo(6);
  }

  @Test
  void aParkedSetupExitsWithFourAndSaysWhatToDo() throws IOException {
    String spec = spec("parks", 3);
    Ran up = run("up", "--yes", "-f", spec);
    run("destroy", "parks", "--yes");

    assertThat(up.code()).as(up.err()).isEqualTo(4);
    assertThat(up.err()).contains("no right").contains("-> grant it").contains("retry parks");
  }

  @Test
  void anUnknownNameExitsWithSix() {
    assertThat(run("status", "unknown").code()).isEqualTo(6);
    assertThat(run("approve", "unknown").code()).isEqualTo(6);
    assertThat(run("retry", "unknown").code()).isEqualTo(6);
    assertThat(run("verify", "unknown").code()).isEqualTo(6);
    assertThat(run("restart", "unknown").code()).isEqualTo(6);
    assertThat(run("pause", "unknown").code()).isEqualTo(6);
    assertThat(run("resume", "unknown").code()).isEqualTo(6);
    assertThat(run("abort", "unknown").code()).isEqualTo(6);
  }

  @Test
  void statusReportsThatNoWorkerResponds() throws IOException {
    startOn("nobody-polls-here", "unattended");

    Ran status = run("status", "unattended");

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
    WorkerFactory late = WorkerFactory.newInstance(server.client());
    late.newWorker(queue).registerWorkflowImplementationTypes(FakeSetup.class);
    List<String> said = new CopyOnWriteArrayList<>();

    SetupSnapshot seen =
        new SetupClient(server.connect(Duration.ofSeconds(30)))
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
        server
            .client()
            .newWorkflowStub(
                PrivateLinkSetup.class,
                WorkflowOptions.newBuilder()
                    .setWorkflowId(PrivateLinkSetup.id(name))
                    .setTaskQueue(queue)
                    .build());
    var spec = (SpecReading.Accepted) SpecReader.read(Files.readString(Path.of(spec(name, 1))));
    Plan plan = Planner.plan((NewClusterSpec) spec.spec());
    WorkflowClient.start(setup::run, SetupInput.first(plan, SearchAttributes.NAMES));
  }

  @Test
  void upSeesADecisionThatAnotherCommandSends() throws IOException {
    String spec = spec("elsewhere", 3);
    run("up", "--yes", "-f", spec);
    Thread other =
        new Thread(
            () -> {
              await().until(() -> run("status", "elsewhere").code() == 3);
              run("approve", "elsewhere");
            });
    other.start();

    Ran waiting = run("up", "--yes", "-f", spec, "--wait");

    assertThat(waiting.code()).as(waiting.err()).isZero();
  }

  private Ran run(String... arguments) {
    return server.run(folder, arguments);
  }

  private String spec(String name, int brokers) throws IOException {
    return SpecFiles.newCluster(folder, name, brokers);
  }
}
