package dev.linkspan.workflows.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.plan.PlanChangeTest;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import dev.linkspan.workflows.steps.Failures;
import dev.linkspan.workflows.verification.Check;
import dev.linkspan.workflows.verification.Health;
import dev.linkspan.workflows.verification.Notice;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a setup tells its webhook. */
class WebhookTest {
  private static final Plan PLAN =
      Plans.withWebhook(Plans.withBrokers(1, 0), Duration.ofSeconds(5));
  private static final List<Check> BROKEN =
      List.of(Check.failed(Optional.of(1), "listener 9093", "connection refused"));

  private final Lab lab = new Lab();
  private final World world = lab.world;

  @AfterEach
  void close() {
    lab.close();
  }

  private void buildAndBreak() {
    lab.startApproved(PLAN);
    lab.awaitPhase(Phase.READY);
    world.answers.bastionChecks = BROKEN;
    lab.setup.verify(Lab.ADA);
  }

  @Test
  void aHealthyLinkIsNoNews() {
    lab.startApproved(PLAN);
    lab.awaitPhase(Phase.READY);
    lab.setup.verify(Lab.ADA);

    assertThat(world.calls("sendHealthChange")).isEmpty();
  }

  @Test
  void aBrokenLinkIsToldOnceAndItsRecoveryOnceItIsConfirmed() {
    buildAndBreak();
    lab.setup.verify(Lab.ADA);
    lab.awaitStatus(s -> s.standing().changes().unsent().isEmpty());
    assertThat(world.calls("sendHealthChange")).hasSize(1);

    world.answers.bastionChecks = List.of();
    lab.setup.verify(Lab.ADA);
    assertThat(lab.setup.status().standing().changes().told()).isEqualTo(Health.BROKEN);
    lab.setup.verify(Lab.ADA);

    lab.awaitStatus(s -> s.standing().changes().unsent().isEmpty());
    assertThat(world.calls("sendHealthChange")).hasSize(2);
  }

  @Test
  void aWebhookThatFailsIsSaidAndStopsNothing() {
    world.failOnce("sendHealthChange", Failures.needsPerson("no secret", "Give one."));
    buildAndBreak();

    SetupStatus status = lab.awaitStatus(s -> s.standing().changes().problem().isPresent());

    assertThat(status.phase()).isEqualTo(Phase.BROKEN);
    assertThat(status.standing().changes().problem().orElseThrow()).contains("no secret");
    assertThat(status.parked()).isEmpty();
  }

  @Test
  void aReceiverThatDoesNotAnswerDelaysNothing() {
    world.hold("sendHealthChange");
    buildAndBreak();
    lab.awaitStarted("sendHealthChange");

    world.answers.bastionChecks = List.of();
    assertThat(lab.setup.verify(Lab.ADA).healthy()).isTrue();
    assertThat(lab.setup.status().phase()).isEqualTo(Phase.READY);

    lab.setup.destroy(Lab.DESTROY);
    lab.awaitStatus(s -> s.phase() == Phase.DESTROYED);
  }

  @Test
  void peopleAreToldOfARequestAParkedStepAndTheEndOfTheWork() {
    world.failOnce("ensureVpc demo-vpc", Failures.needsPerson("no right", "Grant it."));
    lab.start(PLAN);
    lab.awaitPhase(Phase.PARKED);
    lab.setup.retry(Lab.ADA);
    lab.awaitPhase(Phase.AWAITING_APPROVAL);
    await().until(() -> world.calls("sendNotice").size() == 2);
    lab.setup.approve(Lab.YES);
    lab.awaitPhase(Phase.READY);

    await().until(() -> world.calls("sendNotice").size() == 3);
    assertThat(world.calls("sendHealthChange")).isEmpty();
  }

  @Test
  void aNoticeThatIsNotSentWhenTheRunContinuesAsNewIsSentByTheNextRunAsTheSameEvent() {
    world.hold("sendNotice");
    lab.startApproved(PLAN);
    lab.awaitPhase(Phase.READY);
    lab.awaitStarted("sendNotice");

    Plan other = PlanChangeTest.withHealthCheck(PLAN, 7);
    // The run closes with an activity in progress, after which its update has no answer here.
    var unused =
        CompletableFuture.runAsync(() -> lab.setup.update(new UpdateRequest("ada", null, other)));

    await().until(() -> world.notices().size() == 3);
    List<Notice> notices = world.notices();
    assertThat(notices.get(1)).isEqualTo(notices.get(0));
    assertThat(notices.get(2).text()).contains("pdate");
    lab.replay("");
  }

  @Test
  void aRequestThatIsDecidedAlreadyIsNoNews() {
    lab.startApproved(PLAN);
    lab.awaitPhase(Phase.READY);

    await().until(() -> world.calls("sendNotice").size() == 1);
  }

  @Test
  void withoutAWebhookNobodyIsTold() {
    lab.startApproved(Plans.withBrokers(1, 0));
    lab.awaitPhase(Phase.READY);

    assertThat(world.calls("sendNotice")).isEmpty();
  }

  @Test
  void aRequestThatNobodyDecidesIsRemindedOfAndBecomesOverdueButIsNotDecided() {
    lab.start(Plans.withApproval(PLAN, Duration.ofHours(4), Duration.ofHours(10)));
    lab.awaitPhase(Phase.AWAITING_APPROVAL);

    lab.environment.sleep(Duration.ofHours(9));
    await().until(() -> world.calls("sendNotice").size() == 3);
    assertThat(lab.setup.status().approval().orElseThrow().warning()).isEmpty();

    lab.environment.sleep(Duration.ofHours(2));
    SetupStatus overdue = lab.awaitStatus(s -> s.approval().flatMap(r -> r.warning()).isPresent());
    assertThat(overdue.phase()).isEqualTo(Phase.AWAITING_APPROVAL);
    assertThat(overdue.waitingFor().orElseThrow()).contains("nobody has decided by the deadline");
    await().until(() -> world.calls("sendNotice").size() == 4);

    lab.setup.approve(Lab.YES);
    lab.awaitPhase(Phase.READY);
  }
}
