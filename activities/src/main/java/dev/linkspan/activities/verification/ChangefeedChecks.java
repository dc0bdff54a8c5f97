package dev.linkspan.activities.verification;

import static java.util.stream.Collectors.toSet;

import dev.linkspan.activities.cluster.ProbeClusterActivities;
import dev.linkspan.activities.probe.BastionProbe;
import dev.linkspan.activities.tidbcloud.Changefeeds.Changefeed;
import dev.linkspan.probe.protocol.RowsRequest;
import dev.linkspan.probe.protocol.RowsResult;
import dev.linkspan.probe.protocol.RowsResult.Growth;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan.BrokerPlan;
import dev.linkspan.workflows.plan.Plan.ChangefeedUse;
import dev.linkspan.workflows.verification.Check;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The path from TiDB Cloud through each broker: rows that the changefeed writes to its topic. */
final class ChangefeedChecks {
  private static final Duration ROWS_TIMEOUT = Duration.ofSeconds(60);
  private static final int READS_FOR_LEADERS = 3;
  private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(60);

  /** How long a call of an earlier attempt may still take to have its effect. */
  private static final Duration EARLIER_ATTEMPT = Duration.ofSeconds(10);

  private static final Duration CREATION_TIMEOUT = Duration.ofSeconds(30);

  private final Rows rows;
  private final VerificationChangefeed changefeed;

  ChangefeedChecks(Rows rows, VerificationChangefeed changefeed) {
    this.rows = rows;
    this.changefeed = changefeed;
  }

  /** Reads how many rows arrive in each partition of the changefeed's topic. */
  interface Rows {

    /**
     * Creates the topic if it does not exist, and waits at most this long for rows.
     *
     * @param partitions how many of them get rows; empty for all
     */
    RowsResult read(Owner owner, Link link, Optional<Integer> partitions, Duration timeout);

    /** The rows that the probe on the bastion sees. */
    static Rows by(BastionProbe probe) {
      return (owner, link, partitions, timeout) ->
          probe.ask(
              owner.credentials().sshKey(),
              link.cluster().bastion(),
              "rows",
              new RowsRequest(
                  ProbeClusterActivities.bootstrap(link.cluster()),
                  link.cluster().brokers().keySet(),
                  link.plan().verification().changefeed().topic(),
                  partitions.orElse(null),
                  (int) timeout.toSeconds()),
              PROBE_TIMEOUT.plus(timeout),
              RowsResult.class);
    }
  }

  /**
   * Has TiDB Cloud test the connection, then does what the plan says with a changefeed: looks at
   * one that is kept, or creates one and deletes it again.
   *
   * @param attempt of the activity, from 1
   */
  List<Check> check(Owner owner, Link link, int attempt) {
    ChangefeedUse use = link.plan().verification().changefeed().use();
    Check test = changefeed.test(link);
    CheckList checks = new CheckList(link.plan().name());
    checks.add(test);
    if (use == ChangefeedUse.KEEP) {
      kept(owner, link, checks);
    } else if (use == ChangefeedUse.TEMPORARY
        // A changefeed costs money: none is created where TiDB Cloud cannot connect.
        && (test.passed() || !changefeed.existing(link.plan()).isEmpty())) {
      once(owner, link, attempt).forEach(checks::add);
    }
    return checks.all();
  }

  private void kept(Owner owner, Link link, CheckList checks) {
    Optional<List<Changefeed>> read =
        checks.read(changefeed.readCreated(link.plan(), CREATION_TIMEOUT), "changefeed");
    if (read.isEmpty()) {
      return;
    }
    Instant readAt = Instant.now();
    ChangefeedStateChecks state = new ChangefeedStateChecks(link, checks);
    Optional<Changefeed> ours = ChangefeedStateChecks.ours(link, read.get());
    if (ours.filter(ChangefeedStateChecks::writes).isEmpty()) {
      state.check(read.get(), readAt);
      return;
    }
    RowsResult arrived = arrived(owner, link, ours.get().partitions());
    RowsResult written = written(ours.get(), arrived);
    if (ChangefeedStateChecks.runs(ours.get()) && everyPartitionGrew(written)) {
      state.check(read.get(), readAt);
    } else {
      // The state may have changed while rows were expected.
      state.check(changefeed.read(link.plan()).value().orElse(read.get()), Instant.now());
    }
    for (BrokerPlan broker : link.plan().brokers()) {
      if (written.partitions().equals(arrived.partitions()) || leads(broker.nodeId(), written)) {
        checks.add(rowsThrough(broker.nodeId(), written));
      }
    }
  }

  private static boolean everyPartitionGrew(RowsResult rows) {
    return rows.partitions().stream().allMatch(growth -> growth.after() > growth.before());
  }

  /**
   * The partitions that the changefeed writes to. It keeps their number; a broker that has joined
   * the link since then leads a partition without rows, and the other checks prove its path.
   */
  private static RowsResult written(Changefeed feed, RowsResult arrived) {
    int partitions = feed.partitions().orElse(Integer.MAX_VALUE);
    return new RowsResult(
        arrived.partitions().stream().filter(p -> p.partition() < partitions).toList());
  }

  private static boolean leads(int nodeId, RowsResult rows) {
    return rows.partitions().stream().anyMatch(growth -> growth.leader() == nodeId);
  }

  /**
   * Ensures that the changefeed of the plan exists and is not stopped, if the plan keeps one. A
   * changefeed costs money: none is created where TiDB Cloud cannot connect. The check that follows
   * waits for its state.
   *
   * @param attempt of the activity, from 1
   */
  void ensure(Owner owner, Link link, int attempt) {
    if (link.plan().verification().changefeed().use() != ChangefeedUse.KEEP) {
      return;
    }
    List<Changefeed> found = changefeed.existing(link.plan());
    if (found.isEmpty() && !changefeed.test(link).passed()) {
      return;
    }
    // The topic comes first: each broker leads a part of it.
    rows.read(owner, link, Optional.empty(), Duration.ZERO);
    if (attempt == 1) {
      changefeed.ensure(link, found);
      return;
    }
    changefeed.waitForEarlierAttempt(link, EARLIER_ATTEMPT);
    Changefeed kept = changefeed.ensure(link);
    changefeed.waitUntilCreated(link, kept, CREATION_TIMEOUT);
    // The call of an earlier attempt may have its effect even later.
    rows.read(owner, link, kept.partitions(), ROWS_TIMEOUT);
    changefeed.removeDuplicates(link, kept);
  }

  /** The changefeed is deleted even if the check fails; a crash leaves it to the next attempt. */
  private List<Check> once(Owner owner, Link link, int attempt) {
    try {
      return throughKafka(owner, link, attempt);
    } finally {
      changefeed.remove(link.plan());
    }
  }

  /** Ensures the changefeed and waits for rows in each partition of its topic. */
  private List<Check> throughKafka(Owner owner, Link link, int attempt) {
    // The topic comes first: each broker leads a part of it.
    rows.read(owner, link, Optional.empty(), Duration.ZERO);
    if (attempt > 1) {
      changefeed.waitForEarlierAttempt(link, EARLIER_ATTEMPT);
    }
    Changefeed feed = changefeed.ensure(link);
    RowsResult arrived = arrived(owner, link, feed.partitions());
    changefeed.removeDuplicates(link, feed);
    List<Check> checks = new ArrayList<>();
    checks.add(state(changefeed.waitUntilCreated(link, feed, CREATION_TIMEOUT)));
    for (BrokerPlan broker : link.plan().brokers()) {
      checks.add(rowsThrough(broker.nodeId(), arrived));
    }
    return checks;
  }

  private RowsResult arrived(Owner owner, Link link, Optional<Integer> partitions) {
    RowsResult arrived = rows.read(owner, link, partitions, ROWS_TIMEOUT);
    // A broker that has just started gets its partition back soon.
    for (int i = 0; i < READS_FOR_LEADERS && !everyBrokerLeads(link, arrived); i++) {
      arrived = rows.read(owner, link, partitions, ROWS_TIMEOUT);
    }
    return arrived;
  }

  private static boolean everyBrokerLeads(Link link, RowsResult rows) {
    Set<Integer> leaders = rows.partitions().stream().map(Growth::leader).collect(toSet());
    return link.plan().brokers().stream().map(BrokerPlan::nodeId).allMatch(leaders::contains);
  }

  private static Check state(Changefeed feed) {
    String error = feed.error() == null || feed.error().isBlank() ? "" : ": " + feed.error();
    return Check.of(
        Optional.empty(),
        "changefeed",
        "RUNNING".equals(feed.state()),
        feed.displayName() + " (" + feed.changefeedId() + ") is " + feed.state() + error);
  }

  private static Check rowsThrough(int nodeId, RowsResult rows) {
    String hop = "rows from TiDB Cloud via broker " + nodeId;
    List<Growth> led = rows.partitions().stream().filter(g -> g.leader() == nodeId).toList();
    if (led.isEmpty()) {
      return Check.failed(Optional.of(nodeId), hop, "it leads no partition of the topic");
    }
    Optional<Growth> unchanged = led.stream().filter(g -> g.after() <= g.before()).findFirst();
    if (unchanged.isPresent()) {
      return Check.failed(
          Optional.of(nodeId),
          hop,
          "nothing new in partition "
              + unchanged.get().partition()
              + " within "
              + ROWS_TIMEOUT.toSeconds()
              + " s");
    }
    long count = led.stream().mapToLong(g -> g.after() - g.before()).sum();
    String arrived = count == 1 ? "1 row" : count + " rows";
    return Check.passed(Optional.of(nodeId), hop, arrived + " arrived during this check");
  }
}
