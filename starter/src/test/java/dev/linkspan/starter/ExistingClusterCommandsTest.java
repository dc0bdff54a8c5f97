package dev.linkspan.starter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.workflows.planning.Planner;
import dev.linkspan.workflows.spec.ExistingClusterSpec;
import dev.linkspan.workflows.spec.SpecReader;
import dev.linkspan.workflows.spec.SpecReading;
import dev.linkspan.workflows.steps.TaskQueues;
import dev.linkspan.workflows.survey.ClusterSurvey;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionDescription;
import io.temporal.client.WorkflowOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExistingClusterCommandsTest {
  private static CommandServer server;

  @TempDir private Path folder;

  @BeforeAll
  static void startServerAndWorker() {
    server = CommandServer.with(FakeSetup.class, FakeSurvey.class);
  }

  @AfterAll
  static void stopServerAndWorker() {
    server.close();
  }

  @Test
  void planSurveysTheClusterAndShowsTheChanges() throws IOException {
    Ran plan = run("plan", "-f", spec("sound", 3));

    assertThat(plan.code()).as(plan.err()).isZero();
    assertThat(plan.err()).contains("this changes nothing").contains("✓ SSH to 10.0.0.11  1.0 s");
    assertThat(plan.out())
        .contains("Kafka 3.7.1 in KRaft (combined) mode, cluster id cluster-of-old")
        .contains("in this order: 2, 3, 1")
        .contains("+listener 3")
        .contains("11 resources");
    assertThat(run("plan", "-f", spec("sound", 3), "-o", "json").out())
        .contains("\"kind\" : \"existing cluster\"");
  }

  @Test
  void everyReasonWhyAClusterCannotBeLinkedIsReportedWithItsRemedy() throws IOException {
    Ran plan = run("plan", "-f", spec("unfit", 3));
    Ran up = run("up", "--yes", "-f", spec("unfit", 3));

    assertThat(plan.code()).as(plan.err()).isEqualTo(2);
    assertThat(plan.err())
        .contains(
            "cannot be linked as it is:\n  10.0.0.11 has no Kafka\n  10.0.64.11 is of another")
        .contains("    -> Correct the spec.");
    assertThat(up.code()).isEqualTo(2);
    assertThat(run("status", "unfit").code()).isEqualTo(6);
  }

  @Test
  void aSurveyThatFailsForAnotherReasonExitsWithOne() throws IOException {
    Ran plan = run("plan", "-f", spec("crashed", 3));

    assertThat(plan.code()).as(plan.err()).isEqualTo(1);
    assertThat(plan.err()).contains("the survey broke").contains("cluster-survey-crashed");
  }

  @Test
  void upStartsNothingIfTopicsAreAtRisk() throws IOException {
    Ran up = run("up", "--yes", "-f", spec("risky", 3));

    assertThat(up.code()).as(up.err()).isEqualTo(2);
    assertThat(up.err())
        .contains("payments (1 replica, min.insync.replicas 1): has one copy")
        .contains("--accept-unavailable");
    assertThat(run("status", "risky").code()).isEqualTo(6);

    Ran accepted = run("up", "--yes", "-f", spec("risky", 3), "--accept-unavailable");
    assertThat(accepted.code()).as(accepted.err()).isEqualTo(3);

    Ran again = run("up", "--yes", "-f", spec("risky", 3));
    assertThat(again.code()).as(again.err()).isEqualTo(3);
    assertThat(again.err()).contains("already running");
  }

  @Test
  void upStartsASetupForASoundClusterAndRejectsAnotherPlan() throws IOException {
    Ran up = run("up", "--yes", "-f", spec("built", 3));
    Ran other = run("up", "--yes", "-f", spec("built", 2));

    assertThat(up.code()).as(up.err()).isEqualTo(3);
    assertThat(other.code()).as(other.err()).isEqualTo(2);
    assertThat(other.err())
        .contains("already running with another plan")
        .contains("cluster.brokers: 3 entr");
  }

  @Test
  void upFollowsARunningSetupWhoseClusterCannotBePlannedFor() throws IOException {
    run("up", "--yes", "-f", spec("restless", 3));

    Ran again = run("up", "--yes", "-f", spec("restless", 2));

    assertThat(again.code()).as(again.err()).isEqualTo(3);
    assertThat(again.err()).contains("already running. Its plan was not compared", "broker [2]");
  }

  @Test
  void destroySaysThatKafkaKeepsRunning() throws IOException {
    run("up", "--yes", "-f", spec("gone", 3));

    Ran destroy = Ran.answering(folder, server::connect, "gone\n", "destroy", "gone");

    assertThat(destroy.code()).as(destroy.err()).isZero();
    assertThat(destroy.err()).contains("Kafka keeps running").doesNotContain("all data");
  }

  @Test
  void c11_destroySaysWhichListenersStayAndHowToTakeThemOut() throws IOException {
    run("up", "--yes", "-f", spec("adopted", 3));

    Ran destroy = run("destroy", "adopted", "--yes");

    assertThat(destroy.err())
        .containsSubsequence(
            "What stays, because it belongs to the existing cluster:",
            "the listener EXTERNAL on port ",
            " of broker 1 (",
            "Delete the entries of EXTERNAL from listeners, advertised.listeners",
            "Setup adopted is destroyed.",
            "What stays");
  }

  @Test
  void c8_commandsNameTheListenerAsTheSpecDoesAndAnUpdateKeepsIt() throws IOException {
    Path named = Path.of(spec("named", 3));
    String text = Files.readString(named);
    Files.writeString(named, text.replace("name: EXTERNAL", "name: tidb"));

    Ran up = run("up", "--yes", "-f", named.toString());
    Files.writeString(named, text);
    Ran update = run("update", "--yes", "-f", named.toString());
    Ran destroy = run("destroy", "named", "--yes");

    assertThat(up.err())
        .contains("Who comes in at TIDB", "Whoever connects to TIDB is User:ANONYMOUS");
    assertThat(update.code()).as(update.out() + update.err()).isNotZero();
    assertThat(update.out() + update.err())
        .contains("kafka.external.name", "keeps its name as long as the link stands");
    assertThat(destroy.err())
        .contains("the listener TIDB on port ", "Delete the entries of TIDB from listeners");
  }

  @Test
  void c11_destroyOffersToTakeTheListenersOutFirst() throws IOException {
    run("up", "--yes", "-f", spec("offered", 3));

    Ran destroy = Ran.answering(folder, server::connect, "offered\n", "destroy", "offered");

    assertThat(destroy.err())
        .containsSubsequence(
            "With --restore-brokers, Linkspan takes it out first, by a rolling restart.",
            "with its listener for TiDB Cloud (--restore-brokers takes it out first)",
            "Setup offered is destroyed.");
  }

  @Test
  void c11_destroyWithRestoreBrokersSaysWhatHappensFirstAndAsksTheSetupForIt() throws IOException {
    run("up", "--yes", "-f", spec("restored", 3));

    Ran destroy =
        Ran.answering(
            folder, server::connect, "restored\n", "destroy", "restored", "--restore-brokers");

    assertThat(destroy.code()).as(destroy.err()).isZero();
    assertThat(destroy.err())
        .containsSubsequence(
            "What happens first, because of --restore-brokers:",
            "goes out of broker 1 (",
            "Every broker restarts, one at a time",
            "Kafka keeps running, without the listener for TiDB Cloud",
            "The brokers are as they were before the link.")
        .doesNotContain("Delete the entries");
  }

  @Test
  void planDoesNotWaitForTheSurveyOfAnEarlierSpec() throws IOException {
    ExistingClusterSpec earlier =
        (ExistingClusterSpec)
            ((SpecReading.Accepted) SpecReader.read(Files.readString(Path.of(spec("slow", 3)))))
                .spec();
    ClusterSurvey running =
        server
            .client()
            .newWorkflowStub(
                ClusterSurvey.class,
                WorkflowOptions.newBuilder()
                    .setWorkflowId(ClusterSurvey.id("slow"))
                    .setTaskQueue(TaskQueues.CONTROL)
                    .build());
    WorkflowClient.start(running::run, Planner.request(earlier, Planner.surveyor(earlier)));

    Ran plan = run("plan", "-f", spec("slow", 2));

    assertThat(plan.code()).as(plan.err()).isZero();
    assertThat(plan.out()).contains("+listener 2").doesNotContain("+listener 3");
  }

  @Test
  void planReportsThatNoWorkerResponds() throws IOException {
    try (CommandServer deserted = CommandServer.with()) {
      Ran plan = deserted.run(folder, "plan", "-f", spec("sound", 3));

      assertThat(plan.code()).as(plan.err()).isEqualTo(8);
      assertThat(plan.err()).contains("No worker responds").contains("dev up worker");
    }
  }

  @Test
  void c6_aSurveyThatNobodyFollowsAnymoreEnds() throws IOException {
    try (CommandServer deserted = CommandServer.with()) {
      deserted.run(folder, "plan", "-f", spec("sound", 3));

      WorkflowExecutionDescription left =
          deserted.client().newUntypedWorkflowStub(ClusterSurvey.id("sound")).describe();
      assertThat(left.getStatus())
          .isEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_TERMINATED);
      assertThat(
              left.getRawDescription()
                  .getExecutionConfig()
                  .getWorkflowExecutionTimeout()
                  .getSeconds())
          .as("the survey of a killed command ends too")
          .isEqualTo(30 * 60);
    }
  }

  private Ran run(String... arguments) {
    return server.run(folder, arguments);
  }

  private String spec(String name, int brokers) throws IOException {
    return SpecFiles.existingCluster(folder, name, brokers);
  }
}
