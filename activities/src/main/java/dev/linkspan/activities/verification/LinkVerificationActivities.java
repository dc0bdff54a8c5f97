package dev.linkspan.activities.verification;

import dev.linkspan.activities.alibabacloud.AlibabaCloud;
import dev.linkspan.activities.execution.Time;
import dev.linkspan.activities.probe.BastionProbe;
import dev.linkspan.activities.ssh.Ssh;
import dev.linkspan.activities.tidbcloud.TidbCloud;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.plan.Plan.WebhookPlan;
import dev.linkspan.workflows.verification.Check;
import dev.linkspan.workflows.verification.HealthChange;
import dev.linkspan.workflows.verification.Notice;
import dev.linkspan.workflows.verification.VerificationActivities;
import io.temporal.activity.Activity;
import io.temporal.client.schedules.ScheduleClient;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verifies a finished link, hop by hop. A hop that is broken is a failed check. The checks of the
 * brokers say what they could not read; the others throw if a cloud's API or the bastion does not
 * respond.
 */
public final class LinkVerificationActivities implements VerificationActivities {
  private static final Logger LOG = LoggerFactory.getLogger(LinkVerificationActivities.class);

  private final BastionProbe probe;
  private final CloudStatusReader clouds;
  private final BrokerReader brokers;
  private final TidbCloud tidb;
  private final VerificationSchedule schedule;
  private final WebhookSender webhooks;

  /** All parameters may be shared with other activities. */
  public LinkVerificationActivities(
      Ssh ssh,
      BastionProbe probe,
      AlibabaCloud alibaba,
      TidbCloud tidb,
      ScheduleClient schedules,
      WebhookSender webhooks) {
    this.probe = probe;
    this.clouds = new CloudStatusReader(alibaba, tidb, Time.SYSTEM);
    this.brokers = new BrokerReader(ssh, probe, InstantSource.system());
    this.tidb = tidb;
    this.schedule = new VerificationSchedule(schedules);
    this.webhooks = webhooks;
  }

  @Override
  public List<Check> checkClouds(Owner owner, Link link) {
    return logged(CloudChecks.of(link, clouds.read(owner, link)));
  }

  @Override
  public List<Check> checkBrokers(Owner owner, Link link) {
    return logged(brokers.check(owner, link));
  }

  @Override
  public List<Check> checkSchedule(Owner owner, Link link) {
    return logged(List.of(schedule.check(link)));
  }

  @Override
  public List<Check> checkFromBastion(Owner owner, Link link) {
    return logged(new BastionChecks(probe).check(owner, link));
  }

  @Override
  public List<Check> checkChangefeed(Owner owner, Link link) {
    return logged(changefeedChecks(owner).check(owner, link, attempt()));
  }

  @Override
  public void ensureChangefeed(Owner owner, Link link) {
    changefeedChecks(owner).ensure(owner, link, attempt());
  }

  private ChangefeedChecks changefeedChecks(Owner owner) {
    return new ChangefeedChecks(ChangefeedChecks.Rows.by(probe), changefeed(owner));
  }

  private static int attempt() {
    return Activity.getExecutionContext().getInfo().getAttempt();
  }

  private static List<Check> logged(List<Check> checks) {
    for (Check check : checks) {
      if (check.passed()) {
        LOG.debug("passed: {}: {}", check.hop(), check.evidence());
      } else {
        LOG.warn("failed: {}: {}", check.hop(), check.evidence());
      }
    }
    return checks;
  }

  @Override
  public void removeChangefeed(Owner owner, Plan plan) {
    changefeed(owner).remove(plan);
  }

  private VerificationChangefeed changefeed(Owner owner) {
    return new VerificationChangefeed(tidb, owner, Time.SYSTEM);
  }

  @Override
  public void ensureSchedule(Owner owner, Link link) {
    schedule.ensure(link);
  }

  @Override
  public void removeSchedule(Owner owner, Plan plan) {
    schedule.end(plan.name(), Activity.getExecutionContext().getWorkflowClient());
  }

  @Override
  public void pauseSchedule(Owner owner, Plan plan, String note) {
    schedule.pause(plan.name(), note, Activity.getExecutionContext().getWorkflowClient());
  }

  @Override
  public void resumeSchedule(Owner owner, Plan plan) {
    schedule.resume(plan.name());
  }

  @Override
  public void sendNotice(Owner owner, WebhookPlan webhook, Notice notice) {
    webhooks.send(owner, webhook, notice);
  }

  @Override
  public void sendHealthChange(Owner owner, WebhookPlan webhook, HealthChange change) {
    webhooks.send(owner, webhook, change);
  }
}
