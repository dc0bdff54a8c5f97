package dev.linkspan.workflows.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkspan.workflows.connection.ConnectionActivities.EndpointRequest;
import dev.linkspan.workflows.connection.ConnectionApproval.Decided;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ApprovalDecisionTest {
  private static final EndpointRequest REQUEST = request("ep-1");
  private static final Instant NOW = Instant.parse("2026-11-24T00:00:05Z");
  private final ApprovalDecision approval = new ApprovalDecision();

  private static EndpointRequest request(String endpointId) {
    return new EndpointRequest(
        "epsrv-1", endpointId, "55", List.of("a", "b"), Instant.parse("2026-11-24T00:00:00Z"));
  }

  @Test
  void bindsADecisionToTheRequestedEndpoint() {
    approval.requested(REQUEST);

    assertThat(approval.answer(null, true, NOW)).isEmpty();

    assertThat(approval.decision()).contains(new Decision(true, null, null, "ep-1").takenAt(NOW));
  }

  @Test
  void bindsAnEarlyDecisionToTheFirstRequestedEndpoint() {
    assertThat(approval.answer(new Decision(null, "ada", null, null), true, NOW)).isEmpty();
    approval.requested(REQUEST);

    assertThat(approval.decision().orElseThrow().endpointId()).isEqualTo("ep-1");
  }

  @Test
  void dropsADecisionIfAnotherEndpointIsRequested() {
    approval.requested(REQUEST);
    approval.answer(null, true, NOW);

    approval.requested(request("ep-2"));

    assertThat(approval.decision()).isEmpty();
  }

  @Test
  void keepsADecisionIfTheSameEndpointIsRequestedAgain() {
    approval.requested(REQUEST);
    approval.answer(null, true, NOW);

    approval.requested(REQUEST);

    assertThat(approval.decision()).isPresent();
  }

  @Test
  void aDecisionHasTheTimeAtWhichItWasTakenHereWhateverWasSent() {
    approval.requested(REQUEST);
    Decision sent = new Decision(true, "ada", "ticket 42", "ep-1").takenAt(Instant.EPOCH);
    approval.answerOrRefuse(sent, NOW);

    approval.carriedOut(new Decided("plc-1", REQUEST, sent.takenAt(NOW.plusSeconds(9))));

    assertThat(approval.decision()).contains(sent.takenAt(NOW));
  }

  @Test
  void aDecisionThatOnlyTheApprovalTookReplacesAnother() {
    approval.requested(REQUEST);
    approval.answer(new Decision(null, "ada", null, null), false, NOW);
    Decision other = new Decision(true, "bob", null, "ep-1").takenAt(NOW.plusSeconds(9));

    approval.carriedOut(new Decided("plc-1", REQUEST, other));

    assertThat(approval.decision()).contains(other);
  }

  @Test
  void onlyTheFirstDecisionCounts() {
    approval.requested(REQUEST);
    approval.answer(new Decision(null, "ada", null, null), false, NOW);

    assertThat(approval.answer(new Decision(null, "bob", null, null), true, NOW)).isPresent();
    assertThatThrownBy(() -> approval.answerOrRefuse(new Decision(true, "bob", null, null), NOW))
        .hasMessageContaining("already rejected by ada");
  }

  @Test
  void asksAgainAfterARejectionButNotAfterAnApproval() {
    approval.requested(REQUEST);
    approval.answer(null, true, NOW);
    approval.forgetRejection();
    assertThat(approval.decision()).isPresent();

    ApprovalDecision rejected = new ApprovalDecision();
    rejected.answer(null, false, NOW);
    rejected.forgetRejection();
    assertThat(rejected.decision()).isEmpty();
  }

  @Test
  void ignoresABodyThatContradictsTheSignal() {
    assertThat(approval.answer(new Decision(false, "ada", null, null), true, NOW)).isPresent();
    assertThat(approval.answer(new Decision(true, "ada", null, null), false, NOW)).isPresent();
  }

  @Test
  void showsTwoLinesThatCanBeCopied() {
    assertThat(ApprovalDecision.question(REQUEST, Optional.empty()).lines())
        .hasSize(2)
        .first()
        .asString()
        .contains("ep-1", "55", "a, b", "2026-11-24");
    assertThat(ApprovalDecision.question(REQUEST, Optional.empty()))
        .contains("{\"approved\": true, \"by\": \"your name\", \"endpointId\": \"ep-1\"}");
  }

  @Test
  void aFurtherWarningDoesNotReplaceTheFirst() {
    EndpointRequest request =
        new EndpointRequest("s", "e", "a", List.of(), Instant.EPOCH, Optional.of("not named"));
    assertThat(request.withWarning(Optional.of("no login")).warning())
        .contains("not named; no login");
    assertThat(request.withWarning(Optional.empty()).warning()).contains("not named");
    assertThat(
            new EndpointRequest("s", "e", "a", List.of(), Instant.EPOCH)
                .withWarning(Optional.empty())
                .warning())
        .isEmpty();
  }
}
