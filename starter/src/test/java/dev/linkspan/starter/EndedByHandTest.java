package dev.linkspan.starter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linkspan.workflows.rollout.ListenerRollout;
import dev.linkspan.workflows.setup.PrivateLinkSetup;
import dev.linkspan.workflows.survey.ClusterSurvey;
import io.temporal.client.WorkflowNotFoundException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workflows that a person ends by hand, and commands that then meet them. */
class EndedByHandTest {
  private static CommandServer server;

  @TempDir private Path folder;

  @BeforeAll
  static void startServerAndWorker() {
    server = CommandServer.with(FakeSetup.class, FakeRollout.class, FakeSurvey.class);
  }

  @AfterAll
  static void stopServerAndWorker() {
    server.close();
  }

  @Test
  void c45_aTerminatedSetupIsExplainedInWords() throws IOException {
    run("up", "--yes", "-f", spec("ended"));
    terminate(PrivateLinkSetup.id("ended"));

    for (String command : new String[] {"status ended", "destroy ended --yes"}) {
      Ran ran = run(command.split(" ", -1));

      assertThat(ran.out() + ran.err())
          .contains("The workflow of setup ended was canceled or terminated")
          .contains("linkspan up", "linkspan destroy ended --without-workflow")
          .doesNotContain("\tat ", "Exception", "unexpected error");
    }
    Ran approve = run("approve", "ended", "--yes", "--early");
    assertThat(approve.code()).isEqualTo(6);
    assertThat(approve.err()).doesNotContain("Exception");
  }

  @Test
  void c45_aTerminatedChildDoesNotHideTheSetup() throws IOException {
    run("up", "--yes", "-f", spec("holds"), "--detach");
    await().until(() -> run("status", "holds").code() == 3);
    run("approve", "holds", "--yes");
    await().until(() -> run("status", "holds").code() == 0);
    CompletableFuture<Ran> restart =
        CompletableFuture.supplyAsync(() -> run("restart", "holds", "--yes", "--reason", "test"));
    await().until(() -> run("status", "holds").out().contains("RESTARTING"));
    await().until(() -> exists(ListenerRollout.id("holds")));
    terminate(ListenerRollout.id("holds"));

    Ran status = run("status", "holds");

    assertThat(status.out() + status.err())
        .contains("holds")
        .doesNotContain("\tat ", "Exception", "unexpected error");
    terminate(PrivateLinkSetup.id("holds"));
    assertThat(restart.join().err()).doesNotContain("\tat ");
  }

  @Test
  void c12_aSurveyThatIsTerminatedWhilePlanFollowsEndsInOneSentence() throws IOException {
    String spec = SpecFiles.existingCluster(folder, "slow", 3);
    CompletableFuture<Ran> plan = CompletableFuture.supplyAsync(() -> run("plan", "-f", spec));
    await().until(() -> exists(ClusterSurvey.id("slow")));
    terminate(ClusterSurvey.id("slow"));

    Ran ran = plan.join();

    assertThat(ran.code()).as(ran.err()).isEqualTo(1);
    assertThat(ran.err())
        .contains("The workflow cluster-survey-slow was terminated")
        .contains("Run the command again")
        .doesNotContain("\tat ", "Exception");
  }

  @Test
  void c43_destroyWithoutWorkflowRemovesASetupThatRuns() throws IOException {
    run("up", "--yes", "-f", spec("wedged"));
    String first = runId("wedged");

    Ran destroy = run("destroy", "wedged", "--without-workflow", "--yes");

    assertThat(destroy.code()).as(destroy.err()).isZero();
    assertThat(destroy.err()).contains("Setup wedged is destroyed.");
    assertThat(runId("wedged")).isNotEqualTo(first);
  }

  @Test
  void c43_destroyWithoutWorkflowRemovesASetupThatWasTerminated() throws IOException {
    run("up", "--yes", "-f", spec("gone"));
    terminate(PrivateLinkSetup.id("gone"));

    Ran destroy = run("destroy", "gone", "--without-workflow", "--yes");

    assertThat(destroy.code()).as(destroy.err()).isZero();
  }

  @Test
  void c43_destroyWithoutWorkflowAsksForConfirmation() throws IOException {
    run("up", "--yes", "-f", spec("kept"));

    Ran destroy = run("destroy", "kept", "--without-workflow");

    assertThat(destroy.code()).isEqualTo(2);
    assertThat(destroy.err()).contains("Nothing was removed");
    assertThat(run("status", "kept").code()).isEqualTo(3);
  }

  @Test
  void c43_aSetupThatTemporalDoesNotKnowIsRemovedByItsSpec() throws IOException {
    Ran unknown = run("destroy", "lost", "--without-workflow", "--yes");

    assertThat(unknown.code()).isEqualTo(6);
    assertThat(unknown.err()).contains("-f FILE", "Nothing was removed");

    Ran other = run("destroy", "lost", "--without-workflow", "-y", "-f", spec("another"));
    assertThat(other.code()).as(other.err()).isEqualTo(2);
    assertThat(other.err()).contains("is the spec of setup another, not of lost");

    Ran destroy = run("destroy", "lost", "--without-workflow", "--yes", "-f", spec("lost"));
    assertThat(destroy.code()).as(destroy.err()).isZero();
    assertThat(destroy.err()).contains("Setup lost is destroyed.");
  }

  @Test
  void aSpecNeedsWithoutWorkflow() throws IOException {
    Ran destroy = run("destroy", "lost", "-f", spec("lost"));

    assertThat(destroy.code()).isEqualTo(2);
    assertThat(destroy.err()).contains("-f needs --without-workflow");
  }

  private String runId(String name) {
    return server
        .client()
        .newUntypedWorkflowStub(PrivateLinkSetup.id(name))
        .describe()
        .getExecution()
        .getRunId();
  }

  private static void terminate(String workflowId) {
    server.client().newUntypedWorkflowStub(workflowId).terminate("by hand");
  }

  private static boolean exists(String workflowId) {
    try {
      server.client().newUntypedWorkflowStub(workflowId).describe();
      return true;
    } catch (WorkflowNotFoundException e) {
      return false;
    }
  }

  private Ran run(String... arguments) {
    return server.run(folder, arguments);
  }

  private String spec(String name) throws IOException {
    return SpecFiles.newCluster(folder, name, 3);
  }
}
