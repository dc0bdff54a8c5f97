package dev.linkspan.workflows.setup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.workflows.setup.SetupStatus.Phase;
import dev.linkspan.workflows.steps.Failures;
import dev.linkspan.workflows.steps.Step;
import io.temporal.failure.ApplicationFailure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParkingTest {
  private final Lab lab = new Lab();
  private final World world = lab.world;

  @AfterEach
  void close() {
    lab.close();
  }

  @ParameterizedTest
  @CsvSource({
    "ensureVpc demo-vpc, '', VPC demo-vpc",
    "ensureSecurityGroup bastion-sg, '', Security group bastion-sg",
    "ensureLoadBalancer demo-nlb, exposure, Load balancer demo-nlb",
    "stageArchives bastion-node, kafka, Archives on the bastion",
    "awaitEndpoint, approval, Endpoint of TiDB Cloud",
    "enable plc-1, approval, Endpoint connection",
  })
  void parksAStepAndGoesOnAfterRetry(String call, String child, String step) {
    world.failOnce(call, Failures.needsPerson("not allowed", "Allow it."));
    lab.startApproved(Plans.withBrokers(1));

    SetupStatus status = lab.awaitPhase(Phase.PARKED);

    assertThat(status.parked()).hasSize(1);
    assertThat(status.parked().get(0).step()).isEqualTo(step);
    assertThat(status.parked().get(0).workflow()).endsWith(child);
    assertThat(status.parked().get(0).problem()).isEqualTo("not allowed");
    assertThat(status.waitingFor().orElseThrow()).contains("not allowed", "Allow it.", "`retry`");
    assertThat(lab.awaitStep(child, step, Step.State.PARKED).waitingFor())
        .contains("not allowed - Allow it.");

    lab.setup.retry(Lab.ADA);
    status = lab.awaitPhase(Phase.READY);

    assertThat(status.parked()).isEmpty();
    assertThat(lab.awaitStep(child, step, Step.State.DONE).attempt()).isEqualTo(2);
  }

  @Test
  void parksAnUnknownFailureWithAGeneralRemedy() {
    world.failOnce(
        "ensureVpc demo-vpc", ApplicationFailure.newNonRetryableFailure("odd", "SomethingElse"));
    lab.start(Plans.withBrokers(1));

    SetupStatus status = lab.awaitPhase(Phase.PARKED);

    assertThat(status.parked().get(0).problem()).isEqualTo("odd");
    assertThat(status.parked().get(0).remedy()).contains("Temporal UI");
  }

  @Test
  void doesNotParkATransientFailure() {
    world.failOnce("ensureVpc demo-vpc", new IllegalStateException("connection reset"));
    lab.startApproved(Plans.withBrokers(1));

    lab.awaitPhase(Phase.READY);

    assertThat(world.count("ensureVpc demo-vpc")).isEqualTo(2);
    assertThat(lab.awaitStep("", "VPC demo-vpc", Step.State.DONE).attempt()).isEqualTo(1);
  }

  @Test
  void otherBranchesGoOnWhileAStepIsParked() {
    world.failOnce("stageArchives bastion-node", Failures.needsPerson("no space", "Make room."));
    lab.startApproved(Plans.withBrokers(3));
    lab.awaitPhase(Phase.PARKED);

    lab.awaitStep("", "Managed domains", Step.State.DONE);

    lab.setup.retry(Lab.ADA);
    lab.awaitPhase(Phase.READY);
  }

  @Test
  void oneRetryResumesAllParkedSteps() {
    world.failOnce("stageArchives bastion-node", Failures.needsPerson("no space", "Make room."));
    world.failOnce("ensureLoadBalancer demo-nlb", Failures.needsPerson("quota", "Ask for more."));
    lab.startApproved(Plans.withBrokers(3));
    lab.awaitStatus(status -> status.parked().size() == 2);

    lab.setup.retry(null);

    lab.awaitPhase(Phase.READY);
  }

  @Test
  void parksAgainWhenItFailsAgain() {
    world.failOnce("ensureVpc demo-vpc", Failures.needsPerson("first", "Fix it."));
    world.failOnce("ensureVpc demo-vpc", Failures.needsPerson("second", "Fix it."));
    lab.startApproved(Plans.withBrokers(1));
    lab.awaitStatus(s -> s.parked().stream().anyMatch(p -> p.problem().equals("first")));
    lab.setup.retry(Lab.ADA);

    lab.awaitStatus(s -> s.parked().stream().anyMatch(p -> p.problem().equals("second")));

    lab.setup.retry(Lab.ADA);
    lab.awaitPhase(Phase.READY);
    assertThat(lab.awaitStep("", "VPC demo-vpc", Step.State.DONE).attempt()).isEqualTo(3);
  }

  @Test
  void aRetryBeforeAnythingParkedDoesNotCount() {
    world.hold("ensureVpc demo-vpc");
    world.failOnce("ensureVpc demo-vpc", Failures.needsPerson("not allowed", "Allow it."));
    lab.start(Plans.withBrokers(1));
    world.awaitStarted("ensureVpc demo-vpc");
    lab.setup.retry(Lab.ADA);
    world.release("ensureVpc demo-vpc");

    lab.awaitPhase(Phase.PARKED);

    assertThat(world.count("ensureVpc demo-vpc")).isEqualTo(1);
  }
}
