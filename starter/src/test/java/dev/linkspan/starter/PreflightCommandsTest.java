package dev.linkspan.starter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.workflows.preflight.Preflight;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreflightCommandsTest {
  private static CommandServer server;

  @TempDir private Path folder;

  @BeforeAll
  static void startServerAndWorker() {
    server = CommandServer.with(FakeSetup.class, FakeSurvey.class, FakePreflight.class);
  }

  @AfterAll
  static void stopServerAndWorker() {
    server.close();
  }

  private Ran run(String... arguments) {
    return server.run(folder, arguments);
  }

  private String spec(String name) throws IOException {
    return SpecFiles.newCluster(folder, name, 3);
  }

  @Test
  void doctorShowsWhatTheWorkerFindsLineByLine() throws IOException {
    Ran doctor = run("doctor", "-f", spec("short"));

    assertThat(doctor.code()).as(doctor.err()).isEqualTo(21);
    assertThat(doctor.out())
        .contains("pass  Temporal: in-memory, namespace", "without TLS")
        .contains("pass  Worker: answered, after")
        .contains("pass  Alibaba Cloud account: 1234, acs:ram::1234:user/ada")
        .contains("fail  Instance types and disks: no disk in zone a\n      -> Choose another one.")
        .contains("?     Other quotas: not read")
        .contains(" failed, 1 that a read cannot decide");
  }

  @Test
  void planWithCheckShowsThePlanAndTheChecks() throws IOException {
    Ran plan = run("plan", "-f", spec("short"), "--check");

    assertThat(plan.code()).isEqualTo(21);
    assertThat(plan.out()).contains("Setup \"short\"");
    assertThat(plan.err()).contains("fail  Instance types and disks");
  }

  @Test
  void aPlanWhoseCheckNobodyAnswersIsStillOneDocument() throws IOException {
    try (CommandServer deserted = CommandServer.with()) {
      Ran plan = deserted.run(folder, "plan", "-f", spec("alone"), "--check", "-o", "jsonl");

      assertThat(plan.code()).isEqualTo(8);
      assertThat(plan.out().lines()).hasSize(1).first().asString().contains("\"kind\":\"Plan\"");
      assertThat(plan.err()).contains("fail  Worker: No worker responds");
    }
  }

  @Test
  void aCheckOfAnExistingClusterNeedsNoSurvey() throws IOException {
    Ran doctor = run("doctor", "-f", SpecFiles.existingCluster(folder, "sound", 3), "-o", "json");

    assertThat(doctor.out()).contains("\"what\" : \"Alibaba Cloud account\"", "\"PASS\"");
  }

  @Test
  void withoutAWorkerThatAnswersThePreflightEnds() throws IOException {
    try (CommandServer deserted = CommandServer.with()) {
      Ran doctor = deserted.run(folder, "doctor", "-f", spec("alone"));

      assertThat(doctor.code()).as(doctor.out()).isEqualTo(8);
      assertThat(doctor.out()).contains("fail  Worker: No worker responds", "for the local stack");
      assertThat(
              deserted
                  .client()
                  .newUntypedWorkflowStub(Preflight.id("alone"))
                  .describe()
                  .getStatus())
          .isEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_TERMINATED);
    }
  }
}
