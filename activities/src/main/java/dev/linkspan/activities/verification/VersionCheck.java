package dev.linkspan.activities.verification;

import dev.linkspan.activities.brokers.MachineFacts;
import dev.linkspan.workflows.plan.ClusterPlan.NewCluster;
import dev.linkspan.workflows.verification.Check;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Compares the versions of Kafka and Java with the plan of a new cluster, and with each other. A
 * broker that does not run, or whose version is unknown, does not count. No I/O.
 */
final class VersionCheck {
  private static final String HOP = "versions";

  private VersionCheck() {}

  /** Empty if no version is known. */
  static Optional<Check> of(Link link, Map<Integer, MachineReading> machines) {
    Map<String, List<Integer>> kafka = versions(machines, MachineFacts::kafkaVersion);
    Map<String, List<Integer>> java = versions(machines, MachineFacts::javaVersion);
    if (kafka.isEmpty() && java.isEmpty()) {
      return Optional.empty();
    }
    Optional<NewCluster> created =
        Optional.of(link.plan().cluster())
            .filter(NewCluster.class::isInstance)
            .map(NewCluster.class::cast);
    Optional<String> plannedKafka = created.map(c -> c.kafka().kafkaArchive().version());
    Optional<String> plannedJava = created.map(c -> c.kafka().jdkArchive().version());
    String found =
        List.of(text("Kafka", kafka), text("Java", java)).stream()
            .filter(text -> !text.isEmpty())
            .collect(Collectors.joining("; "));
    if (fits(kafka, plannedKafka) && fits(java, plannedJava)) {
      return Optional.of(Check.passed(Optional.empty(), HOP, found));
    }
    return Optional.of(
        Check.failed(Optional.empty(), HOP, found)
            .asDrift()
            .expecting(
                created.isPresent()
                    ? "Kafka %s, Java %s".formatted(plannedKafka.orElse(""), plannedJava.orElse(""))
                    : "the same on every broker")
            .remedy("Finish the upgrade, or put the other version back."));
  }

  private static Map<String, List<Integer>> versions(
      Map<Integer, MachineReading> machines, Function<MachineFacts, String> version) {
    Map<String, List<Integer>> found = new TreeMap<>();
    new TreeMap<>(machines)
        .forEach(
            (id, machine) ->
                machine
                    .answer()
                    .map(version)
                    .filter(text -> !text.isBlank())
                    .ifPresent(
                        text -> found.computeIfAbsent(text, any -> new ArrayList<>()).add(id)));
    return found;
  }

  private static boolean fits(Map<String, List<Integer>> found, Optional<String> planned) {
    return found.size() <= 1
        && found.keySet().stream()
            .allMatch(version -> planned.map(plan -> isSame(plan, version)).orElse(true));
  }

  /** A plan can name a version with its build, as {@code 17.0.9+9}, or only its first numbers. */
  private static boolean isSame(String planned, String found) {
    return planned.equals(found)
        || planned.matches(Pattern.quote(found) + "[+_-].*")
        || found.startsWith(planned + ".");
  }

  private static String text(String program, Map<String, List<Integer>> versions) {
    if (versions.size() == 1) {
      return program + " " + versions.keySet().iterator().next();
    }
    return versions.entrySet().stream()
        .map(v -> "%s %s on %s".formatted(program, v.getKey(), ClusterChecks.brokers(v.getValue())))
        .collect(Collectors.joining(", "));
  }
}
