package dev.linkspan.activities.verification;

import dev.linkspan.activities.alibabacloud.AlibabaCloud;
import dev.linkspan.activities.execution.Heartbeats;
import dev.linkspan.activities.exposure.ExposureStatusReader;
import dev.linkspan.activities.tidbcloud.Changefeeds.Changefeed;
import dev.linkspan.activities.tidbcloud.TidbCloud;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.verification.Report.Check;
import dev.linkspan.workflows.verification.VerificationActivities;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The checks that ask the clouds, as they are; what asks the bastion always finds all well. */
public final class SimulatedVerification implements VerificationActivities {
  private final AlibabaCloud alibaba;
  private final TidbCloud tidb;
  private final Runnable rowsArrive;

  /**
   * @param rowsArrive lets the time pass that rows take
   */
  public SimulatedVerification(AlibabaCloud alibaba, TidbCloud tidb, Runnable rowsArrive) {
    this.alibaba = alibaba;
    this.tidb = tidb;
    this.rowsArrive = rowsArrive;
  }

  @Override
  public List<Check> checkClouds(Owner owner, Link link) {
    return Heartbeats.during(
        () ->
            CloudChecks.of(
                link,
                new ConnectionStatusReader(tidb).connection(owner, link),
                new ExposureStatusReader(alibaba).look(owner, link)));
  }

  @Override
  public List<Check> checkFromBastion(Owner owner, Link link) {
    return link.plan().brokers().stream()
        .map(b -> Check.passed(Optional.of(b.nodeId()), "broker " + b.nodeId(), "made up"))
        .toList();
  }

  @Override
  public List<Check> checkChangefeed(Owner owner, Link link) {
    VerificationChangefeed proof = new VerificationChangefeed(tidb, owner);
    Changefeed made = proof.ensure(link);
    rowsArrive.run();
    proof.only(link, made);
    Changefeed feed = proof.settled(link, made, Duration.ZERO);
    boolean runs = "RUNNING".equals(feed.state());
    return List.of(new Check(Optional.empty(), "changefeed", runs, "is " + feed.state()));
  }

  @Override
  public void removeChangefeed(Owner owner, Plan plan) {
    new VerificationChangefeed(tidb, owner).remove(plan);
  }

  @Override
  public void ensureSchedule(Owner owner, Link link) {}

  @Override
  public void removeSchedule(Owner owner, Plan plan) {}
}
