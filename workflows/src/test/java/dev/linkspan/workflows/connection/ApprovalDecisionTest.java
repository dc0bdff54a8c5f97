package dev.linkspan.workflows.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkspan.workflows.connection.ConnectionActivities.EndpointRequest;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ApprovalDecisionTest {
  private static final EndpointRequest REQUEST = request("ep-1");
  private final ApprovalDecision desk = new ApprovalDecision();

  private static EndpointRequest request(String endpointId) {
    return new EndpointRequest(
        "epsrv-1", endpointId, "55", List.of("a", "b"), Instant.parse("2026-11-24T00:00:00Z"));
  }

  @Test
  void bindsADecisionToTheEndpointThatAsks() {
    desk.ask(REQUEST);

    assertThat(desk.offer(null, true)).isTrue();

    assertThat(desk.decision()).contains(new Decision(true, null, null, "ep-1"));
  }

  @Test
  void bindsAnEarlyDecisionOnceTheEndpointAsks() {
    assertThat(desk.offer(new Decision(null, "ada", null, null), true)).isTrue();
    desk.ask(REQUEST);

    assertThat(desk.decision().orElseThrow().endpointId()).isEqualTo("ep-1");
  }

  @Test
  void forgetsADecisionWhenAnotherEndpointAsks() {
    desk.ask(REQUEST);
    desk.offer(null, true);

    desk.ask(request("ep-2"));

    assertThat(desk.decision()).isEmpty();
  }

  @Test
  void keepsADecisionWhenTheSameEndpointAsksAgain() {
    desk.ask(REQUEST);
    desk.offer(null, true);

    desk.ask(REQUEST);

    assertThat(desk.decision()).isPresent();
  }

  @Test
  void countsTheFirstOnly() {
    desk.ask(REQUEST);
    desk.offer(new Decision(null, "ada", null, null), false);

    assertThat(desk.offer(new Decision(null, "bob", null, null), true)).isFalse();
    assertThatThrownBy(() -> desk.record(new Decision(true, "bob", null, null)))
        .hasMessageContaining("already rejected by ada");
  }

  @Test
  void asksAgainAfterARefusalButNotAfterAnApproval() {
    desk.ask(REQUEST);
    desk.offer(null, true);
    desk.askAgain();
    assertThat(desk.decision()).isPresent();

    ApprovalDecision refused = new ApprovalDecision();
    refused.offer(null, false);
    refused.askAgain();
    assertThat(refused.decision()).isEmpty();
  }

  @Test
  void takesNoBodyThatContradictsTheSignal() {
    assertThat(desk.offer(new Decision(false, "ada", null, null), true)).isFalse();
    assertThat(desk.offer(new Decision(true, "ada", null, null), false)).isFalse();
  }

  @Test
  void asksInTwoLinesThatCanBeCopiedFrom() {
    assertThat(ApprovalDecision.question(REQUEST).lines())
        .hasSize(2)
        .first()
        .asString()
        .contains("ep-1", "55", "a, b", "2026-11-24");
    assertThat(ApprovalDecision.question(REQUEST))
        .contains("{\"approved\": true, \"by\": \"your name\", \"endpointId\": \"ep-1\"}");
  }
}
