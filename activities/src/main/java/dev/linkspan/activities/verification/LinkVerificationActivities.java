package dev.linkspan.activities.verification;

import dev.linkspan.activities.alibabacloud.AlibabaCloud;
import dev.linkspan.activities.execution.Heartbeats;
import dev.linkspan.activities.exposure.ExposureStatus;
import dev.linkspan.activities.exposure.ExposureStatusReader;
import dev.linkspan.activities.kafka.BastionProbe;
import dev.linkspan.activities.kafka.ProbeClusterActivities;
import dev.linkspan.activities.tidbcloud.Changefeeds.Changefeed;
import dev.linkspan.activities.tidbcloud.TidbCloud;
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
import java.util.Set;

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
  private final ExposureStatus cloudView;
  private final ConnectionStatus tidbView;
  private final TidbCloud tidb;
  private final VerificationSchedule schedule;

  /** All of them may be shared with the other activities. */
  public LinkVerificationActivities(
      BastionProbe probe, AlibabaCloud alibaba, TidbCloud tidb, ScheduleClient schedules) {
    this(
        probe,
        new ExposureStatusReader(alibaba),
        new ConnectionStatusReader(tidb),
        tidb,
        schedules);
  }

  LinkVerificationActivities(
      BastionProbe probe,
      ExposureStatus cloudView,
      ConnectionStatus tidbView,
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
                    Walked.class)
                .hops()
                .stream()
                .map(Hop::check)
                .toList());
  }

  private static Walk walk(Link link) {
    Plan plan = link.plan();
    return new Walk(
        link.loadBalancer().addresses().stream()
            .map(a -> new Address(a.zone(), a.address()))
            .toList(),
        plan.exposure().bootstrapPort(),
        plan.brokers().stream()
            .map(
                b ->
                    new Broker(b.nodeId(), b.advertisedHost(link.uniqueName()), b.advertisedPort()))
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
          Arrived arrived = rows(owner, link, ROWS_SECONDS);
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

  private static Check rowsVia(int nodeId, Arrived arrived) {
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

  private Arrived rows(Owner owner, Link link, int seconds) {
    Rows request =
        new Rows(
            ProbeClusterActivities.bootstrap(link.cluster()),
            link.cluster().brokers().keySet(),
            link.plan().verification().changefeedTopic(),
            seconds);
    Duration limit = ONE_QUESTION.plusSeconds(seconds);
    return ask(owner, link, "rows", request, limit, Arrived.class);
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

  private record Walk(
      List<Address> addresses,
      int bootstrapPort,
      List<Broker> brokers,
      String topic,
      int messages) {}

  private record Address(String zone, String address) {}

  private record Broker(int nodeId, String host, int port) {}

  private record Walked(List<Hop> hops) {}

  private record Hop(Integer nodeId, String hop, boolean passed, String evidence) {
    Check check() {
      return new Check(Optional.ofNullable(nodeId), hop, passed, evidence);
    }
  }

  private record Rows(List<String> bootstrap, Set<Integer> brokers, String topic, int seconds) {}

  private record Arrived(List<Growth> partitions) {}

  private record Growth(int partition, int leader, long before, long after) {}
}
