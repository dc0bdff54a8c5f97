package dev.linkspan.starter;

import static io.temporal.api.enums.v1.WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_NON_DETERMINISTIC_ERROR;
import static io.temporal.api.enums.v1.WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_WORKFLOW_WORKER_UNHANDLED_FAILURE;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.temporal.api.failure.v1.Failure;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A setup whose workflow code fails in each attempt is told from a missing worker. */
class WedgedSetupTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {"status asks", "verify asks", "restart asks", "approve asks", "pause asks"})
  void c43_commandsThatWaitForAnAnswerReportTheErrorOfTheWorkflowAtOnce(String command) {
    try (ScriptedServer server = failing()) {
      Instant since = Instant.now();

      Ran ran = server.run(folder, command.split(" ", -1));

      assertThat(ran.code()).as(ran.err()).isEqualTo(9);
      assertThat(ran.err())
          .contains(
              "The setup's workflow code fails (attempt 14): NullPointerException: Cannot invoke"
                  + " \"String.length()\" because \"address\" is null at SurveyValidation.java:88.",
              "update the worker",
              "linkspan destroy asks --without-workflow")
          .doesNotContain("No worker", "Objects.java");
      assertThat(Duration.between(since, Instant.now())).isLessThan(Duration.ofSeconds(5));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"retry asks", "destroy asks --yes"})
  void c43_aRequestThatNobodyWouldCarryOutIsNotSent(String command) {
    try (ScriptedServer server = failing()) {
      Ran ran = server.run(folder, command.split(" ", -1));

      assertThat(ran.code()).as(ran.err()).isEqualTo(9);
      assertThat(ran.err()).contains("attempt 14", "linkspan destroy asks --without-workflow");
    }
  }

  @Test
  void c43_listMarksTheSetupAndShowsTheError() {
    try (ScriptedServer server = failing()) {
      Ran list = server.run(folder, "list");

      assertThat(list.code()).as(list.err()).isZero();
      assertThat(list.out()).contains("asks", "FAILING");
      assertThat(list.err()).contains("attempt 14", "SurveyValidation.java:88");
    }
  }

  @Test
  void c43_aNonDeterministicErrorHasARemedyOfItsOwn() {
    try (ScriptedServer server =
        ScriptedServer.failing(
            "asks",
            5,
            WORKFLOW_TASK_FAILED_CAUSE_NON_DETERMINISTIC_ERROR,
            Failure.newBuilder().setMessage("[TMPRL1100] Event 10 does not match").build())) {
      Ran status = server.run(folder, "status", "asks");

      assertThat(status.code()).isEqualTo(9);
      assertThat(status.err())
          .contains(
              "does not match its history (attempt 5): [TMPRL1100] Event 10 does not match.",
              "Run the version of the worker that wrote the history, or reset the workflow",
              "--without-workflow");
    }
  }

  @Test
  void c43_aMissingWorkerIsReportedAsSuchWithTheTimeOfItsLastPoll() {
    try (ScriptedServer server = ScriptedServer.waiting("asks")) {
      server.lastPoll = Optional.of(Instant.now().minusSeconds(150));

      Ran status = server.run(folder, "status", "asks");

      assertThat(status.code()).as(status.err()).isEqualTo(8);
      assertThat(status.err())
          .contains(
              "No worker responds on task queue linkspan-control; one was last seen 2 min ago")
          .doesNotContain("busy");
    }
  }

  @Test
  void c43_aWorkerThatPollsButDoesNotAnswerIsNotCalledMissing() {
    try (ScriptedServer server = ScriptedServer.waiting("asks")) {
      Ran status = server.run(folder, "status", "asks");

      assertThat(status.code()).as(status.err()).isEqualTo(8);
      assertThat(status.err()).contains("it is busy or just starting");
    }
  }

  /** The server keeps one query of a workflow while no worker answers, and refuses the next. */
  @Test
  void aQueryBehindThatOfAnotherCommandSaysThatNoWorkerResponds() {
    try (ScriptedServer server = ScriptedServer.waiting("asks")) {
      server.refusal =
          Optional.of(
              Status.RESOURCE_EXHAUSTED.withDescription(
                  "consistent query buffer is full, this may be caused by too many queries"));

      Ran status = server.run(folder, "status", "asks");

      assertThat(status.code()).as(status.err()).isEqualTo(8);
      assertThat(status.err()).contains("No worker responds on task queue linkspan-control");
    }
  }

  @Test
  void aServerThatIsTooBusyHasItsOwnExitCode() {
    try (ScriptedServer server = ScriptedServer.waiting("asks")) {
      server.refusal =
          Optional.of(Status.RESOURCE_EXHAUSTED.withDescription("namespace rate limit exceeded"));

      Ran status = server.run(folder, "status", "asks");

      assertThat(status.code()).as(status.err()).isEqualTo(14);
      assertThat(status.err()).contains("Temporal is too busy: namespace rate limit exceeded");
    }
  }

  @Test
  void c43_aTaskThatFailedOnceIsNotAFailingWorkflow() {
    try (ScriptedServer server =
        ScriptedServer.failing(
            "asks",
            1,
            WORKFLOW_TASK_FAILED_CAUSE_WORKFLOW_WORKER_UNHANDLED_FAILURE,
            ScriptedServer.nullPointer())) {
      assertThat(server.run(folder, "status", "asks").code()).isEqualTo(8);
    }
  }

  @Test
  void listAsksASetupWhoseNamespaceLacksTheSearchAttributes() {
    try (ScriptedServer server = ScriptedServer.waiting("asks")) {
      server.answer =
          Optional.of(
              Map.of(
                  "name",
                  "asks",
                  "region",
                  "ap-southeast-1",
                  "setupId",
                  "id",
                  "phase",
                  "READY",
                  "health",
                  "unknown",
                  "parked",
                  List.of()));

      Ran list = server.run(folder, "list");

      assertThat(list.out()).contains("asks", "READY", "ap-southeast-1", "unknown");
    }
  }

  @Test
  void listWorksWithoutSearchAttributesAndWithoutAWorker() {
    try (ScriptedServer server = ScriptedServer.waiting("asks")) {
      Ran list = server.run(folder, "list", "--all", "-o", "json");

      assertThat(list.code()).as(list.err()).isZero();
      assertThat(list.out()).contains("\"name\" : \"asks\"", "\"phase\" : \"-\"");
      Ran none =
          server.run(
              folder,
              "list",
              "--phase",
              "ready",
              "--health",
              "broken",
              "--needs-me",
              "--sort",
              "age");
      assertThat(none.code()).as(none.err()).isZero();
      assertThat(none.err()).contains("None of the 1 setups is like that.");
    }
  }

  private static ScriptedServer failing() {
    return ScriptedServer.failing(
        "asks",
        14,
        WORKFLOW_TASK_FAILED_CAUSE_WORKFLOW_WORKER_UNHANDLED_FAILURE,
        ScriptedServer.nullPointer());
  }
}
