package dev.linkspan.workflows.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.DURATION;

import dev.linkspan.workflows.setup.SetupStatus.Phase;
import dev.linkspan.workflows.steps.Failures;
import dev.linkspan.workflows.steps.Step;
import dev.linkspan.workflows.verification.Report;
import io.temporal.client.WorkflowUpdateException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DestroyTest {
  private static final String LISTS = "Wait until the clouds list what was created last";

  /** Longer than the virtual time that passes between two steps on a busy machine. */
  private static final Duration REST = Duration.ofMinutes(10);

  private final Lab lab = new Lab();
  private final World world = lab.world;

  @AfterEach
  void close() {
    lab.close();
  }

  /** Waits for the lists first, because waiting for the end of a workflow advances virtual time. */
  private void destroyOnceListsAreAwaited() {
    lab.setup.destroy(Lab.DESTROY);
    world.awaitStarted("awaitLists");
    awaitEverythingDestroyed();
  }

  private void destroyEverything() {
    lab.setup.destroy(Lab.DESTROY);
    awaitEverythingDestroyed();
  }

  private void awaitEverythingDestroyed() {
    lab.awaitEnd();
    assertThat(lab.setup.status().phase()).isEqualTo(Phase.DESTROYED);
    assertThat(lab.setup.status().parked()).isEmpty();
    assertThat(lab.setup.status().inventory()).isEqualTo(Inventory.EMPTY);
    List<String> events = world.events();
    int firstRemoval = events.indexOf("> removeSchedule");
    assertThat(firstRemoval).isPositive();
    assertThat(events.subList(firstRemoval, events.size()))
        .as("resources created after the removal started")
        .noneMatch(event -> event.contains("ensure"));
    assertThat(events).last().isEqualTo("< removeVpc demo-vpc");
  }

  @Test
  void destroyCountsOnlyWithTheNameOfTheSetup() {
    lab.startApproved(Plans.withBrokers(1));
    lab.awaitPhase(Phase.READY);

    lab.setup.destroy(null);
    lab.setup.destroy(new DestroyRequest("ada", "wrong window", "another"));

    SetupStatus status = lab.awaitStatus(s -> s.ignored().isPresent());
    assertThat(status.ignored().orElseThrow().reason()).contains("\"setup\": \"demo\"");
    assertThat(lab.setup.status().phase()).isEqualTo(Phase.READY);
    lab.setup.destroy(Lab.DESTROY);
    lab.awaitEnd();
  }

  @Test
  void removesTheConnectionByItsIdAsWell() {
    lab.startApproved(Plans.withBrokers(1));
    lab.awaitPhase(Phase.READY);

    destroyEverything();

    assertThat(world.answers.removedConnection).contains("plc-1");
  }

  @Test
  void removesAFinishedSetupInOrder() {
    lab.startApproved(Plans.withBrokers(3));
    lab.awaitPhase(Phase.READY);

    destroyEverything();

    assertThat(world.calls("remove"))
        .containsSubsequence(
            "removeSchedule",
            "removeChangefeed",
            "removeConnection",
            "removeEndpointService",
            "removeLoadBalancer demo-nlb",
            "removeServerGroup bootstrap",
            "removeVSwitch broker-ap-southeast-1a",
            "removeVSwitch broker-ap-southeast-1b",
            "removeVSwitch broker-ap-southeast-1c",
            "removeVSwitch bastion",
            "removeVpc demo-vpc")
        .containsSubsequence("removeInstances", "removeKeyPair demo-key", "removeVSwitch bastion")
        .containsSubsequence("removeInstances", "removeSecurityGroup broker-sg");
    assertThat(world.calls("remove")).hasSize(9 + 4 + 2 + 4 - 1).doesNotHaveDuplicates();
  }

  @Test
  void removesTheMachinesInParallelWithTheLoadBalancer() {
    lab.startApproved(Plans.withBrokers(3));
    lab.awaitPhase(Phase.READY);
    world.hold("removeInstances");
    world.hold("removeConnection");
    lab.setup.destroy(Lab.DESTROY);

    world.awaitStarted("removeInstances", "removeConnection");

    world.release("removeInstances");
    world.release("removeConnection");
    lab.awaitEnd();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ensureVpc demo-vpc",
        "ensureInstance broker-node2",
        "ensureLoadBalancer demo-nlb",
        "installArchives broker-node1",
        "awaitEndpoint",
        "checkFromBastion"
      })
  void cancelsRunningStepsAndRemovesTheRest(String underWay) {
    world.hold(underWay);
    lab.startApproved(Plans.withBrokers(3));
    world.awaitStarted(underWay);
    lab.awaitOnlyHeldCalls();

    destroyEverything();

    assertThat(world.events()).doesNotContain("< " + underWay);
  }

  @Test
  void removesASetupThatWaitsForApproval() {
    lab.start(Plans.withBrokers(3));
    lab.awaitStep("", "Kafka cluster", Step.State.DONE);
    lab.awaitPhase(Phase.AWAITING_APPROVAL);

    destroyEverything();

    assertThat(world.calls("enable")).isEmpty();
    lab.awaitStep("approval", "Decision of a person", Step.State.CANCELLED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ensureSecurityGroup broker-sg", "stageArchives bastion-node", "enable plc-1"})
  void removesASetupThatIsParked(String call) {
    world.failOnce(call, Failures.needsPerson("not allowed", "Allow it."));
    lab.startApproved(Plans.withBrokers(3));
    lab.awaitPhase(Phase.PARKED);
    lab.awaitOnlyHeldCalls();

    destroyEverything();
  }

  @Test
  void waitsForTheListsAfterAnInterruptedConstruction() {
    world.hold("ensureLoadBalancer demo-nlb");
    lab.start(Plans.withBrokers(1));
    world.awaitStarted("ensureLoadBalancer demo-nlb");
    lab.awaitOnlyHeldCalls();

    destroyOnceListsAreAwaited();

    assertThat(world.answers.listWaits()).singleElement(DURATION).isLessThan(REST);
    lab.awaitStep("", LISTS, Step.State.DONE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ensureSecurityGroup broker-sg",
        "ensureServerGroup broker-1",
        "awaitEndpoint",
        "stageArchives bastion-node"
      })
  void waitsForTheListsSinceTheLastCreationIfNothingRuns(String call) {
    world.failOnce(call, Failures.needsPerson("not allowed", "Allow it."));
    lab.start(Plans.withBrokers(3));
    lab.setup.approve(Lab.YES);
    lab.awaitPhase(Phase.PARKED);
    lab.awaitOnlyHeldCalls();
    lab.environment.sleep(REST);

    destroyEverything();

    assertThat(world.answers.listWaits()).singleElement(DURATION).isGreaterThanOrEqualTo(REST);
  }

  @Test
  void waitsForTheListsSinceTheLastCreationIfTheSetupAwaitsApproval() {
    lab.start(Plans.withBrokers(3));
    lab.awaitStep("", "Kafka cluster", Step.State.DONE);
    lab.awaitPhase(Phase.AWAITING_APPROVAL);
    lab.environment.sleep(REST);

    destroyEverything();

    assertThat(world.answers.listWaits()).singleElement(DURATION).isGreaterThanOrEqualTo(REST);
  }

  @Test
  void waitsForTheListsAgainAfterARetryCreatedANewConnection() {
    world.failOnce("awaitEndpoint", Failures.needsPerson("failed", "Fix it."));
    lab.start(Plans.withBrokers(3));
    lab.awaitPhase(Phase.PARKED);
    lab.awaitOnlyHeldCalls();
    lab.environment.sleep(REST);
    lab.setup.retry(Lab.ADA);
    lab.awaitPhase(Phase.AWAITING_APPROVAL);

    destroyOnceListsAreAwaited();

    assertThat(world.answers.listWaits()).singleElement(DURATION).isLessThan(REST);
    lab.replay("approval");
  }

  @Test
  void waitsForNoListsIfTheLinkWasReady() {
    lab.startApproved(Plans.withBrokers(1));
    lab.awaitPhase(Phase.READY);

    destroyEverything();

    assertThat(lab.progress("").steps()).extracting(Step::name).doesNotContain(LISTS);
  }

  @Test
  void endsAtOnceIfNothingWasCreated() {
    world.failOnce("preflight 10001", Failures.needsPerson("wrong key", "Give the right one."));
    world.failOnce("preflight", Failures.needsPerson("wrong key", "Give the right one."));
    lab.start(Plans.withBrokers(3));
    lab.awaitPhase(Phase.PARKED);

    lab.destroy();

    assertThat(world.calls("remove")).isEmpty();
    lab.awaitStep("", "Teardown", Step.State.SKIPPED);
  }

  @Test
  void parksARemovalAndGoesOnAfterRetry() {
    lab.startApproved(Plans.withBrokers(1));
    lab.awaitPhase(Phase.READY);
    world.failOnce("removeVpc demo-vpc", Failures.needsPerson("in use", "Remove the rest."));
    lab.setup.destroy(Lab.DESTROY);
    assertThat(lab.awaitPhase(Phase.PARKED).parked().get(0).step()).isEqualTo("VPC demo-vpc");

    lab.setup.retry(Lab.ADA);
    lab.awaitEnd();

    assertThat(world.count("removeVpc demo-vpc")).isEqualTo(2);
    assertThat(lab.setup.status().phase()).isEqualTo(Phase.DESTROYED);
  }

  @Test
  void cancelsARequestedVerificationAndNotifiesTheCaller() {
    lab.startApproved(Plans.withBrokers(1));
    lab.awaitPhase(Phase.READY);
    world.hold("checkClouds");
    CompletableFuture<Report> asked =
        CompletableFuture.supplyAsync(() -> lab.setup.verify(Lab.ADA));
    lab.awaitStep("verification", "State in both clouds", Step.State.RUNNING);

    destroyEverything();

    assertThatThrownBy(asked::join).hasCauseInstanceOf(WorkflowUpdateException.class);
  }

  @Test
  void acceptsNoDecisionAfterwards() {
    lab.startApproved(Plans.withBrokers(1));
    lab.awaitPhase(Phase.READY);
    world.hold("removeSchedule");
    lab.setup.destroy(Lab.DESTROY);
    world.awaitStarted("removeSchedule");

    assertThatThrownBy(() -> lab.setup.verify(Lab.ADA))
        .rootCause()
        .hasMessageContaining("no finished link");
    assertThatThrownBy(() -> lab.setup.decide(Lab.YES))
        .rootCause()
        .hasMessageContaining("being destroyed");
    lab.setup.reject(Lab.YES);
    SetupStatus after = lab.awaitStatus(status -> status.ignored().isPresent());
    assertThat(after.ignored().orElseThrow().reason()).contains("being destroyed");
    assertThat(after.decision().orElseThrow().approves()).isTrue();

    world.release("removeSchedule");
    lab.awaitEnd();
  }
}
