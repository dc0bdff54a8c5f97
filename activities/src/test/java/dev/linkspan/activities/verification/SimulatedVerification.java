package dev.linkspan.activities.verification;

import dev.linkspan.activities.alibabacloud.AlibabaCloud;
import dev.linkspan.activities.execution.Time;
import dev.linkspan.activities.exposure.ExposureStatusReader;
import dev.linkspan.activities.tidbcloud.Changefeeds.Changefeed;
import dev.linkspan.activities.tidbcloud.TidbCloud;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.plan.Plan.WebhookPlan;
import dev.linkspan.workflows.verification.Check;
import dev.linkspan.workflows.verification.HealthChange;
import dev.linkspan.workflows.verification.VerificationActivities;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The real checks of the clouds; the checks that need the bastion always pass. */
public final class SimulatedVerification implements VerificationActivities {
  private static final Duration ROWS = Duration.ofSeconds(60);

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
    return CloudChecks.of(
        link,
        new ConnectionStatusReader(tidb).read(owner, link),
        new ExposureStatusReader(alibaba).read(owner, link));
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
    VerificationChangefeed changefeed = new VerificationChangefeed(tidb, owner, time);
    Changefeed kept = changefeed.ensure(link);
    time.sleep(ROWS);
    changefeed.removeDuplicates(link, kept);
    Changefeed feed = changefeed.waitUntilCreated(link, kept, Duration.ZERO);
    boolean runs = "RUNNING".equals(feed.state());
    return List.of(Check.of(Optional.empty(), "changefeed", runs, "is " + feed.state()));
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
  public void sendHealthChange(Owner owner, WebhookPlan webhook, HealthChange change) {}
}
