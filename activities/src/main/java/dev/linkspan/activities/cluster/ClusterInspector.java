package dev.linkspan.activities.cluster;

import dev.linkspan.activities.probe.BastionProbe;
import dev.linkspan.probe.protocol.ClusterMode;
import dev.linkspan.probe.protocol.InspectRequest;
import dev.linkspan.probe.protocol.InspectRequest.Until;
import dev.linkspan.probe.protocol.InspectResult;
import dev.linkspan.workflows.kafka.ClusterActivities.ClusterAccess;
import dev.linkspan.workflows.plan.ClusterPlan.Mode;
import dev.linkspan.workflows.plan.Owner;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sends requests about one cluster to the probe on its bastion. */
final class ClusterInspector {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);
  private static final Duration REQUEST = Duration.ofSeconds(60);

  private final BastionProbe probe;
  private final Owner owner;
  private final ClusterAccess access;

  ClusterInspector(BastionProbe probe, Owner owner, ClusterAccess access) {
    this.probe = probe;
    this.owner = owner;
    this.access = access;
  }

  /** Inspects the cluster once. */
  InspectResult once() {
    return inspect(Until.ONCE, 1, null, Duration.ZERO);
  }

  /** Waits a while for the expected brokers to be registered. */
  InspectResult registered() {
    return inspect(Until.REGISTERED, 1, null, wait(LONGEST_WAIT));
  }

  /**
   * Waits for every replica to be in sync in this many consecutive reads: a third of the patience,
   * and 20 seconds at most.
   */
  InspectResult inSync(int reads, Duration patience) {
    return inspect(Until.IN_SYNC, reads, null, wait(patience));
  }

  /** As {@link #inSync}, until this broker can also stop without harm. */
  InspectResult gate(int nodeId, int reads, Duration patience) {
    return inspect(Until.GATE, reads, nodeId, wait(patience));
  }

  private static Duration wait(Duration patience) {
    Duration part = patience.dividedBy(3);
    return part.compareTo(LONGEST_WAIT) < 0 ? part : LONGEST_WAIT;
  }

  private InspectResult inspect(Until until, int reads, @Nullable Integer nodeId, Duration wait) {
    var request =
        new InspectRequest(
            access.brokers(),
            access.voters(),
            access.internalPort(),
            until,
            (int) wait.toSeconds(),
            reads,
            mode(),
            access.controllers(),
            access.externalListener(),
            nodeId,
            null);
    return ask("inspect", request, InspectResult.class);
  }

  /** The cluster's mode, as the probe names it. */
  ClusterMode mode() {
    return access.mode() == Mode.ZOOKEEPER ? ClusterMode.ZOOKEEPER : ClusterMode.KRAFT;
  }

  /** {@code host:port} of each INTERNAL listener. */
  List<String> bootstrap() {
    return ProbeClusterActivities.bootstrap(access);
  }

  /**
   * Runs a command of the probe.
   *
   * @throws dev.linkspan.activities.probe.ProbeException as {@link BastionProbe#ask}
   */
  <T> T ask(String command, Object request, Class<T> answer) {
    return probe.ask(
        owner.credentials().sshKey(), access.bastion(), command, request, REQUEST, answer);
  }
}
