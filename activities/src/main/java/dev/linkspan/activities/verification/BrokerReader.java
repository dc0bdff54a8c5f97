package dev.linkspan.activities.verification;

import dev.linkspan.activities.brokers.MachineExamination;
import dev.linkspan.activities.execution.Poll;
import dev.linkspan.activities.probe.BastionProbe;
import dev.linkspan.activities.probe.ProbeException;
import dev.linkspan.activities.ssh.LoginRefusedException;
import dev.linkspan.activities.ssh.Ssh;
import dev.linkspan.activities.ssh.UnreachableException;
import dev.linkspan.probe.protocol.ClusterMode;
import dev.linkspan.probe.protocol.ExamineRequest;
import dev.linkspan.probe.protocol.ExamineResult;
import dev.linkspan.probe.protocol.ExamineResult.Running;
import dev.linkspan.workflows.kafka.ClusterActivities.ClusterAccess;
import dev.linkspan.workflows.kafka.RollingBroker;
import dev.linkspan.workflows.listeners.ExternalListener;
import dev.linkspan.workflows.plan.ClusterPlan.Mode;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.verification.Check;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Asks the cluster, by one question of the probe, and each broker's machine, by one command. It
 * changes nothing.
 */
final class BrokerReader {
  private static final Duration REQUEST = Duration.ofSeconds(60);

  /** How long a cluster that is not well may take to settle, for example after a restart. */
  private static final Duration SETTLING = Duration.ofSeconds(10);

  private static final Duration PAUSE = Duration.ofSeconds(2);

  /** An open connection from before can break with its first use. */
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final Ssh ssh;
  private final BastionProbe probe;
  private final InstantSource time;

  BrokerReader(Ssh ssh, BastionProbe probe, InstantSource time) {
    this.ssh = ssh;
    this.probe = probe;
    this.time = time;
  }

  /** The checks of the cluster and of all brokers. */
  List<Check> check(Owner owner, Link link) {
    ClusterReading cluster =
        Poll.every(PAUSE)
            .atMost(SETTLING)
            .until(() -> ask(owner, link), reading -> settled(link, reading));
    Map<Integer, MachineReading> machines = new TreeMap<>();
    for (RollingBroker broker : link.brokers()) {
      machines.put(broker.nodeId(), read(owner, link, broker, cluster));
    }
    return BrokerChecks.of(link, cluster, machines);
  }

  /** Whether asking again is useless: all is well, or the probe cannot be asked. */
  private static boolean settled(Link link, ClusterReading reading) {
    return reading.answer().isEmpty()
        || BrokerChecks.of(link, reading, Map.of()).stream().noneMatch(Check::failed);
  }

  private ClusterReading ask(Owner owner, Link link) {
    ClusterAccess access = link.cluster();
    var request =
        new ExamineRequest(
            access.brokers(),
            access.voters(),
            access.internalPort(),
            access.externalPort(),
            access.mode() == Mode.ZOOKEEPER ? ClusterMode.ZOOKEEPER : ClusterMode.KRAFT,
            access.controllers(),
            List.copyOf(SettingsCheck.wanted(link).keySet()));
    try {
      return ClusterReading.of(
          probe.ask(
              owner.credentials().sshKey(),
              access.bastion(),
              "examine",
              request,
              REQUEST,
              ExamineResult.class));
    } catch (ProbeException | LoginRefusedException | UnreachableException e) {
      return ClusterReading.failed(String.valueOf(e.getMessage()));
    } catch (ApplicationFailure e) {
      return ClusterReading.failed(e.getOriginalMessage());
    }
  }

  private MachineReading read(
      Owner owner, Link link, RollingBroker broker, ClusterReading cluster) {
    Set<String> settings = SettingsCheck.wanted(link).keySet();
    int internalPort = link.cluster().internalPort();
    List<String> folders =
        cluster
            .answer()
            .flatMap(answer -> answer.running(broker.nodeId()))
            .map(Running::logDirs)
            .orElse(List.of());
    var examination =
        new MachineExamination(
            ssh.on(owner.credentials().sshKey(), broker.node().address()),
            broker.node().privateAddress(),
            broker.service(),
            UnitFileCheck.path(link, broker),
            time);
    String listener =
        broker.wanted().map(ExternalListener::name).orElse(link.cluster().externalListener());
    try {
      return new MachineReading.Answered(
          Poll.every(RETRY)
              .atMost(RETRY)
              .untilNoFailure(
                  () -> examination.read(folders, internalPort, listener, settings),
                  UnreachableException.class::isInstance));
    } catch (UnreachableException e) {
      return new MachineReading.Silent(e.problem());
    } catch (LoginRefusedException e) {
      return new MachineReading.Refused(
          e.problem(), "Put the public half of the key back into the user's authorized_keys.");
    } catch (ApplicationFailure e) {
      return new MachineReading.Refused(
          e.getOriginalMessage(),
          e.getDetails().getSize() > 0 ? e.getDetails().get(String.class) : "");
    }
  }
}
