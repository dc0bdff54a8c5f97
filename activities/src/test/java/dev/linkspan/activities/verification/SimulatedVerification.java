package dev.linkspan.activities.verification;

import dev.linkspan.activities.alibabacloud.AlibabaCloud;
import dev.linkspan.activities.execution.Time;
import dev.linkspan.activities.execution.Waiting;
import dev.linkspan.activities.tidbcloud.TidbCloud;
import dev.linkspan.probe.protocol.RowsResult;
import dev.linkspan.probe.protocol.RowsResult.Growth;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.plan.Plan.WebhookPlan;
import dev.linkspan.workflows.verification.Check;
import dev.linkspan.workflows.verification.HealthChange;
import dev.linkspan.workflows.verification.Notice;
import dev.linkspan.workflows.verification.VerificationActivities;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The real checks of the clouds; the checks that need the bastion always pass. */
public final class SimulatedVerification implements VerificationActivities {
  private final AlibabaCloud alibaba;
  private final TidbCloud tidb;
  private final Time time;

  /**
   * Creates the activities.
   *
   * @param time that all waits take
   */
  public SimulatedVerification(AlibabaCloud alibaba, TidbCloud tidb, Time time) {
    this.alibaba = alibaba;
    this.tidb = tidb;
    this.time = time;
  }

  @Override
  public List<Check> checkClouds(Owner owner, Link link) {
    return CloudChecks.of(link, new CloudStatusReader(alibaba, tidb, time).read(owner, link));
  }

  @Override
  public List<Check> checkBrokers(Owner owner, Link link) {
    return List.of();
  }

  @Override
  public List<Check> checkSchedule(Owner owner, Link link) {
    return List.of();
  }

  @Override
  public List<Check> checkFromBastion(Owner owner, Link link) {
    return link.plan().brokers().stream()
        .map(b -> Check.passed(Optional.of(b.nodeId()), "broker " + b.nodeId(), "simulated"))
        .toList();
  }

  @Override
  public List<Check> checkChangefeed(Owner owner, Link link) {
    return changefeedChecks(owner).check(owner, link, attempt());
  }

  @Override
  public void ensureChangefeed(Owner owner, Link link) {
    changefeedChecks(owner).ensure(owner, link, attempt());
  }

  private ChangefeedChecks changefeedChecks(Owner owner) {
    return new ChangefeedChecks(this::rows, new VerificationChangefeed(tidb, owner, time));
  }

  private static int attempt() {
    return Waiting.isFirstAttempt() ? 1 : 2;
  }

  private RowsResult rows(Owner owner, Link link, Optional<Integer> partitions, Duration timeout) {
    time.sleep(timeout);
    return new RowsResult(
        link.plan().brokers().stream().map(b -> new Growth(b.nodeId(), b.nodeId(), 0, 1)).toList());
  }

  @Override
  public void removeChangefeed(Owner owner, Plan plan) {
    new VerificationChangefeed(tidb, owner, time).remove(plan);
  }

  @Override
  public void ensureSchedule(Owner owner, Link link) {}

  @Override
  public void removeSchedule(Owner owner, Plan plan) {}

  @Override
  public void pauseSchedule(Owner owner, Plan plan, String note) {}

  @Override
  public void resumeSchedule(Owner owner, Plan plan) {}

  @Override
  public void sendNotice(Owner owner, WebhookPlan webhook, Notice notice) {}

  @Override
  public void sendHealthChange(Owner owner, WebhookPlan webhook, HealthChange change) {}
}
