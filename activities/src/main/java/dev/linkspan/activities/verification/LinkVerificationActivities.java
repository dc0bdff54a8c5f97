package dev.linkspan.activities.verification;

import dev.linkspan.activities.alibabacloud.AlibabaCloud;
import dev.linkspan.activities.execution.Heartbeats;
import dev.linkspan.activities.exposure.CloudView;
import dev.linkspan.activities.exposure.ExposureView;
import dev.linkspan.activities.kafka.BastionProbe;
import dev.linkspan.activities.kafka.ProbeClusterActivities;
import dev.linkspan.activities.tidbcloud.Changefeeds.Changefeed;
import dev.linkspan.activities.tidbcloud.TidbCloud;
import dev.linkspan.probe.protocol.LinkRequest;
import dev.linkspan.probe.protocol.LinkResult;
import dev.linkspan.probe.protocol.RowsRequest;
import dev.linkspan.probe.protocol.RowsResult;
import dev.linkspan.probe.protocol.RowsResult.Growth;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.plan.Plan.BrokerPlan;
import dev.linkspan.workflows.verification.Report.Check;
import dev.linkspan.workflows.verification.VerificationActivities;
import io.temporal.activity.Activity;
import io.temporal.client.schedules.ScheduleClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Proves a finished link, hop by hop. What cannot be looked at, because a cloud's API or the
 * bastion does not answer, is an exception; what is seen to be broken is a failed check.
 */
public final class LinkVerificationActivities implements VerificationActivities {
  private static final Duration WALK = Duration.ofMinutes(5);
  private static final Duration ONE_QUESTION = Duration.ofSeconds(60);
  private static final int ROWS_SECONDS = 60;

  /** So long a call of a try that died may still be on its way. */
  private static final Duration EARLIER_TRY = Duration.ofSeconds(10);

  private static final Duration SETTLING = Duration.ofSeconds(30);

  private final BastionProbe probe;
  private final CloudView cloudView;
  private final TidbView tidbView;
  private final TidbCloud tidb;
  private final VerificationSchedule schedule;

  /** All of them may be shared with the other activities. */
  public LinkVerificationActivities(
      BastionProbe probe, AlibabaCloud alibaba, TidbCloud tidb, ScheduleClient schedules) {
    this(probe, new ExposureView(alibaba), new TidbCloudView(tidb), tidb, schedules);
  }

  LinkVerificationActivities(
      BastionProbe probe,
      CloudView cloudView,
      TidbView tidbView,
      TidbCloud tidb,
      ScheduleClient schedules) {
    this.probe = probe;
    this.cloudView = cloudView;
    this.tidbView = tidbView;
    this.tidb = tidb;
    this.schedule = new VerificationSchedule(schedules);
  }

  @Override
  public List<Check> checkClouds(Owner owner, Link link) {
    return Heartbeats.during(
        () -> CloudChecks.of(link, tidbView.connection(owner, link), cloudView.look(owner, link)));
  }

  @Override
  public List<Check> checkFromBastion(Owner owner, Link link) {
    return Heartbeats.during(
        () ->
            probe
                .askAlone(
                    owner.credentials().sshKey(),
                    link.cluster().bastion(),
                    "link",
                    walk(link),
                    WALK,
                    LinkResult.class)
                .hops()
                .stream()
                .map(LinkVerificationActivities::check)
                .toList());
  }

  private static LinkRequest walk(Link link) {
    Plan plan = link.plan();
    return new LinkRequest(
        link.loadBalancer().addresses().stream()
            .map(a -> new LinkRequest.Address(a.zone(), a.address()))
            .toList(),
        plan.exposure().bootstrapPort(),
        plan.brokers().stream()
            .map(
                b ->
                    new LinkRequest.Broker(
                        b.nodeId(), b.advertisedHost(link.uniqueName()), b.advertisedPort()))
            .toList(),
        plan.verification().topic(),
        plan.verification().messages());
  }

  @Override
  public List<Check> checkChangefeed(Owner owner, Link link) {
    return Heartbeats.during(
        () -> {
          // The topic comes first: it is laid out so that each broker leads a part of it.
          rows(owner, link, 0);
          VerificationChangefeed proof = new VerificationChangefeed(tidb, owner);
          if (Activity.getExecutionContext().getInfo().getAttempt() > 1) {
            proof.awaitEarlierTry(link, EARLIER_TRY);
          }
          Changefeed feed = proof.ensure(link);
          RowsResult arrived = rows(owner, link, ROWS_SECONDS);
          proof.only(link, feed);
          List<Check> checks = new ArrayList<>();
          checks.add(changefeed(proof.settled(link, feed, SETTLING)));
          for (BrokerPlan broker : link.plan().brokers()) {
            checks.add(rowsVia(broker.nodeId(), arrived));
          }
          return List.copyOf(checks);
        });
  }

  private static Check changefeed(Changefeed feed) {
    String error = feed.error() == null || feed.error().isBlank() ? "" : ": " + feed.error();
    return new Check(
        Optional.empty(),
        "changefeed",
        "RUNNING".equals(feed.state()),
        feed.displayName() + " (" + feed.changefeedId() + ") is " + feed.state() + error);
  }

  private static Check rowsVia(int nodeId, RowsResult arrived) {
    String hop = "rows from TiDB Cloud via broker " + nodeId;
    List<Growth> led = arrived.partitions().stream().filter(g -> g.leader() == nodeId).toList();
    if (led.isEmpty()) {
      return Check.failed(Optional.of(nodeId), hop, "it leads no partition of the topic");
    }
    Optional<Growth> stuck = led.stream().filter(g -> g.after() <= g.before()).findFirst();
    if (stuck.isPresent()) {
      int partition = stuck.orElseThrow().partition();
      return Check.failed(
          Optional.of(nodeId),
          hop,
          "nothing new in partition " + partition + " within " + ROWS_SECONDS + " s");
    }
    long rows = led.stream().mapToLong(g -> g.after() - g.before()).sum();
    return Check.passed(Optional.of(nodeId), hop, rows + " rows arrived while this check ran");
  }

  private RowsResult rows(Owner owner, Link link, int seconds) {
    RowsRequest request =
        new RowsRequest(
            ProbeClusterActivities.bootstrap(link.cluster()),
            link.cluster().brokers().keySet(),
            link.plan().verification().changefeedTopic(),
            seconds);
    Duration limit = ONE_QUESTION.plusSeconds(seconds);
    return ask(owner, link, "rows", request, limit, RowsResult.class);
  }

  private <T> T ask(
      Owner owner, Link link, String command, Object request, Duration limit, Class<T> answer) {
    String key = owner.credentials().sshKey();
    return probe.ask(key, link.cluster().bastion(), command, request, limit, answer);
  }

  @Override
  public void removeChangefeed(Owner owner, Plan plan) {
    Heartbeats.during(() -> new VerificationChangefeed(tidb, owner).remove(plan));
  }

  @Override
  public void ensureSchedule(Owner owner, Link link) {
    Heartbeats.during(() -> schedule.ensure(link));
  }

  @Override
  public void removeSchedule(Owner owner, Plan plan) {
    Heartbeats.during(() -> schedule.remove(plan.name()));
  }

  private static Check check(LinkResult.Hop hop) {
    return new Check(Optional.ofNullable(hop.nodeId()), hop.hop(), hop.passed(), hop.evidence());
  }
}
