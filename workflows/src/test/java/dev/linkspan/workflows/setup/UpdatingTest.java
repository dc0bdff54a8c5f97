package dev.linkspan.workflows.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkspan.workflows.plan.ClusterPlan.Mode;
import dev.linkspan.workflows.plan.ClusterPlan.RolloutPlan;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.plan.Plan.RepairPolicy;
import dev.linkspan.workflows.plan.PlanChangeTest;
import dev.linkspan.workflows.plan.Recurrence;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import dev.linkspan.workflows.steps.Failures;
import dev.linkspan.workflows.verification.Check;
import dev.linkspan.workflows.verification.Repair;
import dev.linkspan.workflows.verification.Repair.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A finished link gets another plan, as far as that is possible in place. */
class UpdatingTest {
  private static final Plan PLAN = Plans.withBrokers(2);

  private final Lab lab = new Lab();
  private final World world = lab.world;
  private int before;

  @AfterEach
  void close() {
    lab.close();
  }

  private void buildUntilReady(Plan plan) {
    lab.startApproved(plan);
    lab.awaitPhase(Phase.READY);
    before = world.events().size();
  }

  private static UpdateRequest to(Plan plan) {
    return new UpdateRequest("ada", "a test", plan);
  }

  private SetupStatus awaitUpdated() {
    return lab.awaitStatus(
        status ->
            status.phase() == Phase.READY
                && status.lastReport().filter(r -> r.trigger().equals("update")).isPresent());
  }

  private List<String> changes() {
    return world.events().stream()
        .skip(before)
        .filter(event -> event.matches("> (ensure|remove|write|stop|start|attach|enable).*"))
        .map(event -> event.substring(2))
        .toList();
  }

  private Plan planOfTheLink() {
    return lab.setup.status().inventory().link().orElseThrow().plan();
  }

  @Test
  void otherTimesOfTheVerificationChangeTheScheduleOnly() {
    buildUntilReady(PLAN);
    Plan wanted = Plans.with(RepairPolicy.SAFE, Plans.withBrokers(2, 7200));

    assertThat(lab.setup.update(to(wanted))).isEqualTo("updating: 2 to change");

    awaitUpdated();
    assertThat(changes()).containsExactly("ensureSchedule");
    assertThat(planOfTheLink()).isEqualTo(wanted);
    lab.replay("");
  }

  @Test
  void otherTimesOfAnUpdateReplaceThoseThatAPersonHasSet() {
    buildUntilReady(PLAN);
    var unused = lab.setup.schedule(new ScheduleChange("ada", "30m", null, null));

    lab.setup.update(to(Plans.withBrokers(2, 7200)));

    awaitUpdated();
    assertThat(lab.setup.status().standing().recurrence())
        .contains(Recurrence.every(Duration.ofHours(2)));
  }

  @Test
  void anUpdateOfSomethingElseKeepsTheTimesThatAPersonHasSet() {
    buildUntilReady(PLAN);
    var unused = lab.setup.schedule(new ScheduleChange("ada", "30m", null, null));

    lab.setup.update(to(PlanChangeTest.withHealthCheck(PLAN, 7)));

    awaitUpdated();
    assertThat(lab.setup.status().standing().recurrence())
        .contains(Recurrence.every(Duration.ofMinutes(30)));
  }

  @Test
  void anotherHealthCheckIsSetInEachServerGroup() {
    buildUntilReady(PLAN);

    lab.setup.update(to(PlanChangeTest.withHealthCheck(PLAN, 7)));

    awaitUpdated();
    assertThat(changes())
        .containsExactly(
            "ensureServerGroup bootstrap",
            "ensureServerGroup broker-1",
            "ensureServerGroup broker-2",
            "ensureSchedule");
  }

  @Test
  void anotherSourceOfSshReplacesTheRuleOfItsSecurityGroupOnly() {
    buildUntilReady(PLAN);

    lab.setup.update(to(PlanChangeTest.withSshFrom(PLAN, "198.51.100.0/24")));

    awaitUpdated();
    assertThat(changes())
        .containsExactly(
            "ensureSecurityGroup bastion-sg", "removeRules bastion-sg", "ensureSchedule");
  }

  @Test
  void aChangefeedThatIsNotWantedAnymoreIsRemoved() {
    buildUntilReady(PLAN);

    lab.setup.update(to(PlanChangeTest.withoutChangefeed(PLAN)));

    awaitUpdated();
    assertThat(changes()).containsExactly("removeChangefeed", "ensureSchedule");
  }

  @Test
  void anotherHeapIsRolledOutOneBrokerAtATimeUnderTheAudit() {
    buildUntilReady(PLAN);
    Plan wanted = PlanChangeTest.withHeap(PLAN, "512m");

    lab.setup.update(to(wanted));

    awaitUpdated();
    assertThat(changes().stream().filter(call -> !call.matches("(start|stop) [0-9a-f]{8}")))
        .containsExactly(
            "writeUnit broker-node1",
            "stop broker-node1",
            "start broker-node1",
            "writeUnit broker-node2",
            "stop broker-node2",
            "start broker-node2",
            "ensureSchedule");
    assertThat(lab.setup.status().lastRollout().orElseThrow().audit()).isPresent();
    assertThat(lab.setup.status().lastRollout().orElseThrow().reason())
        .isEqualTo("kafka.heap is 512m");
    assertThat(planOfTheLink()).isEqualTo(wanted);
    lab.replay("");
    lab.replay("rollout");
  }

  @Test
  void aBrokerThatDoesNotStartWithItsNewHeapHasItsOldOneBackBeforeAPersonIsAsked() {
    buildUntilReady(PLAN);
    world.failOnce("start broker-node1", Failures.needsPerson("out of memory", "Look."));

    lab.setup.update(to(PlanChangeTest.withHeap(PLAN, "31g")));

    lab.awaitPhase(Phase.PARKED);
    assertThat(world.kafka.advertised()).containsOnlyKeys(1, 2);
    assertThat(world.calls("writeUnit"))
        .containsExactly("writeUnit broker-node1", "writeUnit broker-node1");
    assertThat(lab.setup.status().waitingFor().orElseThrow()).contains("has its old one back");
    lab.setup.abort(Lab.ADA);
    awaitUpdated();
    assertThat(world.count("stop broker-node2")).isZero();
  }

  private Plan abortedAtTheSecondBroker() {
    buildUntilReady(PLAN);
    Plan wanted = PlanChangeTest.withHeap(PLAN, "512m");
    world.failOnce("start broker-node2", Failures.needsPerson("out of memory", "Look."));
    lab.setup.update(to(wanted));
    String question = lab.awaitPhase(Phase.PARKED).waitingFor().orElseThrow();
    assertThat(question).contains("`linkspan repair` continues later");
    lab.setup.abort(Lab.ADA);
    awaitUpdated();
    assertThat(planOfTheLink()).isEqualTo(wanted);
    assertThat(world.kafka.units().get(1)).contains("-Xmx512m");
    assertThat(world.kafka.units().get(2)).doesNotContain("-Xmx512m");
    return wanted;
  }

  @Test
  void aRepairGivesTheBrokersTheirHeapThatAnAbortedUpdateDidNotReach() {
    Plan wanted = abortedAtTheSecondBroker();
    assertRefused(to(wanted), "the plan is the same; a repair puts back");
    world.answers.finding(
        Check.failed(Optional.of(2), "unit file", "256m")
            .asDrift()
            .repairedBy(Repair.changes(Kind.UNIT_FILE, "2")),
        "writeUnit");
    lab.setup.verify(Lab.ADA);
    before = world.events().size();

    lab.setup.repair(new RepairRequest("ada", "a test", null));

    lab.awaitStatus(s -> s.phase() == Phase.READY && s.findings().isEmpty());
    assertThat(world.kafka.units().values()).allMatch(unit -> unit.contains("-Xmx512m"));
    assertThat(changes())
        .containsSubsequence("writeUnit broker-node2", "stop broker-node2", "start broker-node2")
        .doesNotContain("stop broker-node1");
  }

  @Test
  void anAbortedUpdateOfTheHeapCanBeTakenBackByAnother() {
    abortedAtTheSecondBroker();
    String old = world.kafka.units().get(2);

    lab.setup.update(to(PLAN));

    lab.awaitStatus(s -> s.phase() == Phase.READY && planOfTheLink().equals(PLAN));
    assertThat(world.kafka.units()).containsEntry(2, old);
    assertThat(world.kafka.units().get(1)).doesNotContain("-Xmx512m");
  }

  @Test
  void otherSettingsAreRolledOutOneBrokerAtATimeUnderTheAudit() {
    buildUntilReady(PLAN);
    Plan wanted =
        PlanChangeTest.withSettings(
            PlanChangeTest.withHeap(PLAN, "512m"), Map.of("log.retention.hours", "72"));

    lab.setup.update(to(wanted));

    awaitUpdated();
    assertThat(changes().stream().filter(call -> !call.matches("(start|stop) [0-9a-f]{8}")))
        .containsExactly(
            "writeSettings broker-node1",
            "writeUnit broker-node1",
            "stop broker-node1",
            "start broker-node1",
            "writeSettings broker-node2",
            "writeUnit broker-node2",
            "stop broker-node2",
            "start broker-node2",
            "ensureSchedule");
    assertThat(world.calls("previewSettings")).hasSize(2);
    assertThat(world.kafka.settings())
        .isEqualTo(Map.of(1, "{log.retention.hours=72}", 2, "{log.retention.hours=72}"));
    assertThat(lab.setup.status().lastRollout().orElseThrow().audit()).isPresent();
    assertThat(lab.setup.status().lastRollout().orElseThrow().reason())
        .isEqualTo("kafka.heap is 512m; kafka.settings: +log.retention.hours=72");
    assertThat(planOfTheLink()).isEqualTo(wanted);
    lab.replay("");
    lab.replay("rollout");
  }

  @Test
  void aSettingThatKafkaRejectsChangesNothing() {
    buildUntilReady(PLAN);
    world.failOnce(
        "previewSettings broker-node2", Failures.needsPerson("Not a number of type INT", "Fix."));

    lab.setup.update(to(PlanChangeTest.withSettings(PLAN, Map.of("log.retention.hours", "x"))));

    lab.awaitPhase(Phase.PARKED);
    assertThat(lab.setup.status().waitingFor().orElseThrow()).contains("Not a number of type INT");
    assertThat(changes()).noneMatch(call -> call.startsWith("write") || call.startsWith("stop b"));
    lab.setup.abort(Lab.ADA);
    awaitUpdated();
    assertThat(world.kafka.settings()).isEmpty();
  }

  @Test
  void whatAnAbortedRolloutHasNotRemovedIsRemovedByTheNextUpdate() {
    buildUntilReady(PLAN);
    Plan first = PlanChangeTest.withSettings(PLAN, Map.of("num.partitions", "6", "a.b", "1"));
    lab.setup.update(to(first));
    lab.awaitStatus(s -> s.phase() == Phase.READY && planOfTheLink().equals(first));
    world.failOnce("previewSettings broker-node2", Failures.needsPerson("no INT", "Fix."));
    lab.setup.update(to(PlanChangeTest.withSettings(PLAN, Map.of("log.retention.hours", "x"))));
    lab.awaitPhase(Phase.PARKED);
    lab.setup.abort(Lab.ADA);
    lab.awaitPhase(Phase.READY);
    assertThat(planOfTheLink().kafka().settings())
        .isEqualTo(Map.of("log.retention.hours", "x", "num.partitions", "6", "a.b", "1"));
    Plan wanted = PlanChangeTest.withSettings(PLAN, Map.of("log.retention.hours", "72"));

    lab.setup.update(to(wanted));

    lab.awaitStatus(s -> s.phase() == Phase.READY && planOfTheLink().equals(wanted));
    assertThat(world.kafka.settings())
        .containsEntry(1, "{log.retention.hours=72, num.partitions=2} without [a.b]")
        .containsEntry(2, "{log.retention.hours=72, num.partitions=2} without [a.b]");
  }

  @Test
  void aBrokerThatDoesNotStartWithItsNewSettingsHasItsOldOnesBackBeforeAPersonIsAsked() {
    buildUntilReady(PLAN);
    world.failOnce("start broker-node1", Failures.needsPerson("out of memory", "Look."));

    lab.setup.update(to(PlanChangeTest.withSettings(PLAN, Map.of("num.io.threads", "999999"))));

    lab.awaitPhase(Phase.PARKED);
    assertThat(world.kafka.advertised()).containsOnlyKeys(1, 2);
    assertThat(world.kafka.settings()).isEqualTo(Map.of(1, ""));
    assertThat(lab.setup.status().waitingFor().orElseThrow())
        .contains("new settings and has its old ones back");
    lab.setup.abort(Lab.ADA);
    awaitUpdated();
    assertThat(world.count("stop broker-node2")).isZero();
  }

  @Test
  void anotherRolloutPolicyOfAnExistingClusterChangesThePlanOnly() {
    world.kafka.addRunningBrokers(2);
    Plan plan = Plans.ofExisting(2, Mode.COMBINED, new RolloutPlan(Duration.ZERO, false));
    buildUntilReady(plan);
    Plan wanted = Plans.ofExisting(2, Mode.COMBINED, new RolloutPlan(Duration.ofMinutes(5), true));

    lab.setup.update(to(wanted));

    awaitUpdated();
    assertThat(planOfTheLink()).isEqualTo(wanted);
    assertThat(changes()).containsExactly("ensureSchedule");
  }

  @Test
  void aStepThatNeedsAPersonParksAndTheUpdateGoesOnAfterRetry() {
    buildUntilReady(PLAN);
    Plan wanted = PlanChangeTest.withHealthCheck(PLAN, 7);
    world.failOnce("ensureServerGroup broker-1", Failures.needsPerson("not allowed", "Allow it."));
    lab.setup.update(to(wanted));
    lab.awaitPhase(Phase.PARKED);
    assertThat(planOfTheLink()).isEqualTo(PLAN);

    lab.setup.retry(Lab.ADA);

    awaitUpdated();
    assertThat(planOfTheLink()).isEqualTo(wanted);
  }

  @Test
  void destroyEndsAnUpdate() {
    buildUntilReady(PLAN);
    world.hold("ensureServerGroup broker-1");
    lab.setup.update(to(PlanChangeTest.withHealthCheck(PLAN, 7)));
    lab.awaitPhase(Phase.UPDATING);
    lab.awaitStarted("ensureServerGroup bootstrap");
    lab.awaitOnlyHeldCalls();

    lab.destroy();

    assertThat(lab.setup.status().phase()).isEqualTo(Phase.DESTROYED);
  }

  @Test
  void refusesWhatIsNotPossibleInPlaceAndSaysWhy() {
    buildUntilReady(PLAN);

    assertRefused(to(Plans.withBrokers(1)), "kafka.brokers", "Topics have 2 copies");
    assertRefused(to(PLAN), "the plan is the same");
    assertRefused(new UpdateRequest(" ", null, PLAN), "\"by\" is missing");
    assertRefused(null, "\"by\" is missing");
    assertThatThrownBy(
            () -> lab.child("").update("update", String.class, Map.of("by", "a", "plan", 5)))
        .rootCause()
        .hasMessageContaining("\"plan\" is not the JSON of a plan");
    assertThat(changes()).isEmpty();
  }

  private void assertRefused(UpdateRequest request, String... reason) {
    assertThatThrownBy(() -> lab.setup.update(request)).rootCause().hasMessageContainingAll(reason);
  }

  @Test
  void refusesBeforeThereIsALink() {
    lab.start(PLAN);
    lab.awaitPhase(Phase.AWAITING_APPROVAL);

    assertRefused(to(Plans.withBrokers(2, 7200)), "only while it is finished");
  }
}
