package dev.linkspan.workflows.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkspan.workflows.connection.ApprovalDecision;
import dev.linkspan.workflows.connection.ConnectionActivities.EndpointVerification;
import dev.linkspan.workflows.connection.Decision;
import dev.linkspan.workflows.plan.Resource;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import dev.linkspan.workflows.steps.Failures;
import dev.linkspan.workflows.steps.Step;
import io.temporal.client.WorkflowUpdateException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApprovalTest {
  private static final String APPROVAL = "Approval of the endpoint";
  private final Lab lab = new Lab();
  private final World world = lab.world;

  @AfterEach
  void close() {
    lab.close();
  }

  private SetupStatus awaitApprovalRequest() {
    lab.start(Plans.withBrokers(1));
    lab.awaitStep("", "Kafka cluster", Step.State.DONE);
    return lab.awaitPhase(Phase.AWAITING_APPROVAL);
  }

  @Test
  void showsTheRequestAndHowToAnswer() {
    SetupStatus status = awaitApprovalRequest();

    assertThat(status.approval().orElseThrow().endpointId()).isEqualTo("ep-1");
    assertThat(status.waitingFor().orElseThrow())
        .contains("`ep-1`", Answers.TIDB_ACCOUNT, "`decide`", "`approve`", "\"approved\": true");
    lab.awaitStep("", APPROVAL, Step.State.AWAITING_APPROVAL);
    lab.awaitStep("approval", "Decision of a person", Step.State.AWAITING_APPROVAL);
    assertThat(world.calls("enable")).isEmpty();
  }

  @Test
  void connectsAfterASignalWithoutABody() {
    awaitApprovalRequest();

    lab.setup.approve(null);

    SetupStatus status = lab.awaitPhase(Phase.READY);
    assertThat(status.decision().orElseThrow().at()).isNotNull();
    assertThat(status.decision().map(d -> d.takenAt(null)))
        .contains(new Decision(true, null, null, "ep-1"));
    assertThat(status.approval()).isEmpty();
  }

  @Test
  void connectsAfterTheUpdateAndReturnsTheDecision() {
    awaitApprovalRequest();

    String answer = lab.setup.decide(new Decision(true, "ada", "ticket 42", "ep-1"));

    assertThat(answer).isEqualTo("approved by ada: ticket 42 (endpoint ep-1)");
    lab.awaitPhase(Phase.READY);
  }

  @Test
  void keepsAnApprovalThatArrivesBeforeTheEndpoint() {
    world.kafkaEndsAfterTheDomains = true;
    world.hold("ensureVpc demo-vpc");
    lab.start(Plans.withBrokers(1));
    lab.setup.approve(Lab.YES);
    world.release("ensureVpc demo-vpc");

    SetupStatus status = lab.awaitPhase(Phase.READY);

    assertThat(status.decision().orElseThrow().at()).isNotNull();
    assertThat(status.decision().map(d -> d.takenAt(null)))
        .contains(new Decision(true, "ada", "ticket 42", "ep-1"));
    assertThat(world.calls("enable")).hasSize(1);
  }

  @Test
  void forwardsADecisionThatArrivesWhileTheApprovalStarts() {
    world.kafkaEndsAfterTheDomains = true;
    world.hold("awaitEndpoint");
    lab.start(Plans.withBrokers(1));
    world.awaitStarted("awaitEndpoint");
    lab.setup.approve(Lab.YES);
    world.release("awaitEndpoint");

    lab.awaitPhase(Phase.READY);
  }

  @Test
  void asksIfTheEarlyApprovalNamesAnotherEndpoint() {
    lab.start(Plans.withBrokers(1));
    lab.setup.approve(new Decision(true, "ada", "", "ep-other"));

    SetupStatus status = lab.awaitPhase(Phase.AWAITING_APPROVAL);

    assertThat(status.decision()).isEmpty();
    assertThat(world.calls("enable")).isEmpty();
  }

  @Test
  void aVerifiedEndpointIsApprovedWithoutAPersonIfThePlanSaysSo() {
    lab.start(Plans.approvedAutomatically(Plans.withBrokers(1)));

    SetupStatus status = lab.awaitPhase(Phase.READY);

    assertThat(status.decision().map(ApprovalDecision::text))
        .contains("approved, automatic: ep-1 is TiDB's");
    assertThat(status.decision().orElseThrow().at()).isNotNull();
    assertThat(world.calls("enable")).hasSize(1);
  }

  @Test
  void aPersonDecidesAboutAnEndpointInDoubtAndSeesTheDoubt() {
    world.answers.verification = new EndpointVerification(false, "ep-2 is at epsrv-1 too");
    lab.start(Plans.approvedAutomatically(Plans.withBrokers(1)));

    SetupStatus status = lab.awaitPhase(Phase.AWAITING_APPROVAL);

    assertThat(status.waitingFor().orElseThrow())
        .contains("not approved automatically: ep-2 is at epsrv-1 too");
    assertThat(world.calls("enable")).isEmpty();
    lab.setup.approve(Lab.YES);
    assertThat(lab.awaitPhase(Phase.READY).decision().map(ApprovalDecision::text))
        .contains("approved by ada: ticket 42");
  }

  @Test
  void nobodyIsAskedToVerifyIfAPersonDecidesAnyway() {
    awaitApprovalRequest();

    assertThat(world.calls("verifyEndpoint")).isEmpty();
  }

  @Test
  void noPersonIsCalledAutomatic() {
    awaitApprovalRequest();
    Decision forged = new Decision(true, Decision.AUTOMATIC, "ep-1 is TiDB's", "ep-1");

    assertThatThrownBy(() -> lab.setup.decide(forged)).hasStackTraceContaining("no person");
    lab.setup.approve(forged);

    lab.awaitStatus(status -> status.ignored().isPresent());
    assertThat(lab.setup.status().decision()).isEmpty();
    assertThat(lab.setup.status().ignored().orElseThrow().reason()).contains("no person");
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "null",
      value = {
        "null, ada, null, approved",
        "true, null, null, by",
        "true, ' ', null, by",
        "true, ada, ep-other, ep-1",
      })
  void rejectsAnInvalidUpdate(Boolean approved, String by, String ep, String says) {
    awaitApprovalRequest();

    assertThatThrownBy(() -> lab.setup.decide(new Decision(approved, by, null, ep)))
        .isInstanceOf(WorkflowUpdateException.class)
        .rootCause()
        .hasMessageContaining(says);
    assertThat(lab.setup.status().phase()).isEqualTo(Phase.AWAITING_APPROVAL);
  }

  @Test
  void rejectsAnUpdateWithoutABody() {
    awaitApprovalRequest();

    assertThatThrownBy(() -> lab.setup.decide(null))
        .rootCause()
        .hasMessageContaining("no answer was sent");
  }

  @Test
  void onlyTheFirstDecisionCounts() {
    world.hold("enable plc-1");
    awaitApprovalRequest();
    lab.setup.approve(Lab.YES);
    world.awaitStarted("enable plc-1");
    lab.setup.reject(new Decision(null, "bob", "no", null));
    assertThatThrownBy(() -> lab.setup.decide(new Decision(false, "bob", "no", null)))
        .rootCause()
        .hasMessageContaining("already approved by ada: ticket 42");
    world.release("enable plc-1");

    SetupStatus status = lab.awaitPhase(Phase.READY);

    assertThat(status.decision().orElseThrow().by()).isEqualTo("ada");
    assertThat(world.calls("reject")).isEmpty();
  }

  @Test
  void ignoresASignalThatContradictsItself() {
    awaitApprovalRequest();

    lab.setup.approve(new Decision(false, "ada", null, null));
    lab.setup.approve(new Decision(true, "ada", null, "ep-other"));
    lab.setup.reject(new Decision(null, "bob", "unknown", null));

    assertThat(lab.awaitPhase(Phase.PARKED).decision().orElseThrow().by()).isEqualTo("bob");
    assertThat(world.calls("enable")).isEmpty();
  }

  @Test
  void parksAfterARejectionAndAsksAgainOnRetry() {
    awaitApprovalRequest();
    lab.setup.reject(new Decision(null, "bob", "unknown account", null));

    SetupStatus parked = lab.awaitPhase(Phase.PARKED);
    assertThat(world.calls("reject")).hasSize(1);
    assertThat(parked.parked().get(0).problem()).isEqualTo("rejected by bob: unknown account");
    assertThat(parked.waitingFor().orElseThrow()).contains("`retry` asks again", "`destroy`");

    lab.setup.approve(Lab.YES);
    lab.setup.retry(Lab.ADA);
    lab.awaitPhase(Phase.AWAITING_APPROVAL);
    assertThat(world.calls("enable")).isEmpty();

    lab.setup.approve(Lab.YES);
    assertThat(lab.awaitPhase(Phase.READY).decision().orElseThrow().by()).isEqualTo("ada");
  }

  @Test
  void asksAgainForANewConnectionAfterTheRejectedOne() {
    awaitApprovalRequest();
    lab.setup.reject(new Decision(null, "bob", "unknown account", null));
    lab.awaitPhase(Phase.PARKED);
    useNewConnectionNext();
    lab.setup.retry(Lab.ADA);
    lab.awaitStatus(s -> s.approval().filter(r -> r.endpointId().equals("ep-2")).isPresent());
    lab.setup.approve(Lab.YES);

    assertNewConnectionUsed(lab.awaitPhase(Phase.READY));
  }

  @Test
  void goesOnWithANewConnectionAfterAFailedOne() {
    lab.start(Plans.withBrokers(1));
    world.failOnce("awaitEndpoint", Failures.needsPerson("plc-1 failed", "Fix it."));
    lab.awaitStep("", "Kafka cluster", Step.State.DONE);
    lab.awaitPhase(Phase.PARKED);
    useNewConnectionNext();
    lab.setup.retry(Lab.ADA);
    lab.awaitPhase(Phase.AWAITING_APPROVAL);
    lab.setup.approve(Lab.YES);

    assertNewConnectionUsed(lab.awaitPhase(Phase.READY));
  }

  private void useNewConnectionNext() {
    world.answers.connectionId = "plc-2";
    world.answers.endpointId = "ep-2";
  }

  private void assertNewConnectionUsed(SetupStatus status) {
    assertThat(world.calls("ensureConnection")).hasSize(2);
    assertThat(world.calls("enable")).containsExactly("enable plc-2");
    assertThat(world.calls("attachDomains")).containsExactly("attachDomains plc-2");
    assertThat(status.inventory().link().orElseThrow().connectionId()).isEqualTo("plc-2");
    assertThat(status.inventory().resources())
        .filteredOn(r -> r.kind().equals("TiDB Cloud connection"))
        .extracting(Resource::id)
        .containsExactly("plc-2");
  }

  @Test
  void acceptsADecisionThatIsSentToTheApprovalWorkflow() {
    awaitApprovalRequest();

    lab.child("approval").signal("approve", new Decision(null, "ada", null, null));

    assertThat(lab.awaitPhase(Phase.READY).decision().orElseThrow().by()).isEqualTo("ada");
  }

  @Test
  void asksAgainIfTheEndpointHasChangedBeforeTheRetry() {
    awaitApprovalRequest();
    world.failOnce("enable plc-1", Failures.needsPerson("gone", "Look at the endpoint."));
    lab.setup.approve(Lab.YES);
    lab.awaitPhase(Phase.PARKED);
    world.answers.endpointId = "ep-2";
    lab.setup.retry(Lab.ADA);

    SetupStatus status =
        lab.awaitStatus(
            s ->
                s.phase() == Phase.AWAITING_APPROVAL
                    && s.approval().orElseThrow().endpointId().equals("ep-2"));

    assertThat(status.decision()).isEmpty();
    lab.setup.approve(Lab.YES);
    lab.awaitPhase(Phase.READY);
  }

  @Test
  void waitsTenDaysForAPersonWithoutAnyEvent() {
    awaitApprovalRequest();
    lab.awaitStep("approval", "Decision of a person", Step.State.AWAITING_APPROVAL);
    int setupEvents = lab.awaitQuiet("");
    int approvalEvents = lab.awaitQuiet("approval");

    lab.environment.sleep(Duration.ofDays(10));

    assertThat(lab.history("").getEvents()).hasSize(setupEvents);
    assertThat(lab.history("approval").getEvents()).hasSize(approvalEvents);
    lab.setup.approve(Lab.YES);
    lab.awaitPhase(Phase.READY);
  }
}
