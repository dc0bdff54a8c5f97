package dev.linkspan.activities.verification;

import dev.linkspan.activities.brokers.MachineFacts;
import dev.linkspan.probe.protocol.ExamineResult;
import dev.linkspan.probe.protocol.ExamineResult.Running;
import dev.linkspan.workflows.kafka.RollingBroker;
import dev.linkspan.workflows.plan.ClusterPlan.NewCluster;
import dev.linkspan.workflows.verification.Check;
import dev.linkspan.workflows.verification.Repair;
import dev.linkspan.workflows.verification.Repair.Kind;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Compares the settings of the spec with a broker's file and with the values that it runs with. One
 * check, because they have one cause. No I/O.
 */
final class SettingsCheck {
  private static final String HOP = "settings";
  private static final int MOST_NAMED = 5;

  private final Link link;
  private final RollingBroker broker;
  private final Map<String, String> wanted;
  private final Optional<Running> running;
  private final Optional<MachineFacts> machine;

  private SettingsCheck(
      Link link,
      RollingBroker broker,
      Optional<ExamineResult> cluster,
      Optional<MachineFacts> machine) {
    this.link = link;
    this.broker = broker;
    this.wanted = wanted(link);
    this.running = cluster.flatMap(answer -> answer.running(broker.nodeId()));
    this.machine = machine.filter(facts -> facts.file().isPresent());
  }

  /** The settings that every broker of this link must have. */
  static Map<String, String> wanted(Link link) {
    return link.plan().cluster() instanceof NewCluster made && made.kafka() != null
        ? made.kafka().settings()
        : Map.of();
  }

  /** Empty if the spec has no settings, or nothing is known. */
  static Optional<Check> of(
      Link link,
      RollingBroker broker,
      Optional<ExamineResult> cluster,
      Optional<MachineFacts> machine) {
    SettingsCheck check = new SettingsCheck(link, broker, cluster, machine);
    return check.wanted.isEmpty() || (check.running.isEmpty() && check.machine.isEmpty())
        ? Optional.empty()
        : Optional.of(check.check());
  }

  private Check check() {
    List<String> written = differencesOfFile();
    List<String> dynamic = differencesOfProcess(true);
    List<String> runs = differencesOfProcess(false);
    if (!runs.isEmpty()) {
      return repairable("runs with " + named(runs) + cause(written));
    }
    if (!written.isEmpty()) {
      return repairable(
          "its file has " + named(written) + ", which takes effect at the next restart");
    }
    if (!dynamic.isEmpty()) {
      return failed("runs with " + named(dynamic) + ", set dynamically in place of its file")
          .remedy(
              ("Run `kafka-configs.sh --bootstrap-server %s:%d --entity-type brokers --entity-name %d"
                      + " --alter --delete-config KEY`, or with --entity-default in place of"
                      + " --entity-name %3$d.")
                  .formatted(
                      broker.node().privateAddress(),
                      link.cluster().internalPort(),
                      broker.nodeId()));
    }
    return Check.passed(id(), HOP, wanted.size() + " as planned");
  }

  private List<String> differencesOfFile() {
    return machine.stream()
        .flatMap(
            facts ->
                wanted.entrySet().stream()
                    .filter(e -> !e.getValue().equals(facts.settings().get(e.getKey())))
                    .map(
                        e ->
                            Optional.ofNullable(facts.settings().get(e.getKey()))
                                .map(value -> text(e.getKey(), value))
                                .orElse("no " + e.getKey())))
        .toList();
  }

  private List<String> differencesOfProcess(boolean dynamic) {
    List<String> differences = new ArrayList<>();
    running.ifPresent(
        broker ->
            broker
                .settings()
                .forEach(
                    (key, value) -> {
                      String planned = wanted.get(key);
                      if (planned != null
                          && broker.dynamicSettings().contains(key) == dynamic
                          && !SettingValue.isSame(planned, value)) {
                        differences.add(text(key, value));
                      }
                    }));
    return differences;
  }

  private static String text(String key, String value) {
    return key + "=" + value;
  }

  private static String named(List<String> differences) {
    int more = differences.size() - MOST_NAMED;
    return Stream.concat(
            differences.stream().limit(MOST_NAMED),
            more > 0 ? Stream.of(more + " more") : Stream.of())
        .collect(Collectors.joining(", "));
  }

  private String cause(List<String> written) {
    if (machine.isEmpty()) {
      return "";
    }
    return written.isEmpty()
        ? "; its file is as planned and takes effect at the next restart"
        : "; its file has " + named(written);
  }

  private Check repairable(String evidence) {
    return failed(evidence)
        .remedy(BrokerChecks.correctFile(link, broker))
        .repairedBy(Repair.changes(Kind.SETTINGS, String.valueOf(broker.nodeId())));
  }

  private Check failed(String evidence) {
    return Check.failed(id(), HOP, evidence)
        .asDrift()
        .expecting(
            wanted.entrySet().stream()
                .map(setting -> setting.getKey() + "=" + setting.getValue())
                .collect(Collectors.joining(", ")));
  }

  private Optional<Integer> id() {
    return Optional.of(broker.nodeId());
  }
}
