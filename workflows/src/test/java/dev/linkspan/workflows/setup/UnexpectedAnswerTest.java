package dev.linkspan.workflows.setup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.workflows.setup.SetupStatus.Phase;
import io.temporal.api.enums.v1.EventType;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Workflow code that throws where nobody expects it: here, because an activity returns nothing. The
 * step parks with the exception and its place, and goes on after retry.
 */
class UnexpectedAnswerTest {
  private final Lab lab = new Lab();

  @AfterEach
  void close() {
    lab.close();
  }

  static Stream<String> callsWithAnAnswer() {
    return Stream.of(
        "preflight",
        "ensureVpc demo-vpc",
        "ensureVSwitch bastion",
        "ensureSecurityGroup bastion-sg",
        "ensureInstance bastion-node",
        "ensureServerGroup bootstrap",
        "ensureLoadBalancer demo-nlb",
        "ensureEndpointService",
        "ensureConnection com.aliyuncs.privatelink.ap-southeast-1.epsrv-1",
        "awaitEndpoint",
        "previewDomains plc-1",
        "connect bastion-node",
        "checkClouds",
        "checkFromBastion");
  }

  @ParameterizedTest
  @MethodSource("callsWithAnAnswer")
  void c1ParksOrGoesOnWhateverAnActivityReturns(String call) {
    lab.world.answerNullOnce(call);
    lab.startApproved(Plans.withBrokers(1));

    SetupStatus status =
        lab.awaitStatus(
            s -> {
              if (s.phase() == Phase.PARKED) {
                lab.setup.retry(Lab.ADA);
              }
              return s.phase() == Phase.READY || s.phase() == Phase.BROKEN;
            });

    assertThat(status.parked()).isEmpty();
    assertThat(lab.world.events()).contains("0 " + call);
    assertThat(lab.history("").getEvents())
        .noneMatch(e -> e.getEventType() == EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED);
  }

  @Test
  void saysWhatAndWhere() {
    lab.world.answerNullOnce("ensureLoadBalancer demo-nlb");
    lab.startApproved(Plans.withBrokers(1));

    SetupStatus parked = lab.awaitPhase(Phase.PARKED);

    assertThat(parked.parked().get(0).problem())
        .startsWith("unexpected NullPointerException at ")
        .contains(".java:");
    assertThat(parked.parked().get(0).remedy()).contains("retry");
  }

  @Test
  void destroyEndsASetupThatParkedOnIt() {
    lab.world.answerNullOnce("ensureVpc demo-vpc");
    lab.startApproved(Plans.withBrokers(1));
    lab.awaitStatus(s -> List.of(Phase.PARKED, Phase.READY).contains(s.phase()));

    lab.destroy();

    assertThat(lab.world.count("removeVpc demo-vpc")).isEqualTo(1);
  }
}
