package dev.linkspan.activities.brokers;

import dev.linkspan.activities.brokers.MachineFacts.Problem;
import dev.linkspan.activities.ssh.KeyValues;
import dev.linkspan.activities.ssh.Outcome;
import dev.linkspan.workflows.listeners.ListenerSettings;
import dev.linkspan.workflows.plan.BrokerService;
import io.temporal.failure.ApplicationFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a verification learns from a broker's file and the process that runs with it. A command that
 * failed for another reason than the file's says nothing about the file.
 *
 * @param entries the listener for TiDB Cloud in the file
 * @param settings values of the wanted settings in the file, by key
 * @param problems what is wrong with the file or the process
 * @param unread why nothing is known
 */
record FileReading(
    Optional<ExternalEntries> entries,
    Map<String, String> settings,
    List<Problem> problems,
    Optional<String> unread) {

  static FileReading of(
      String node,
      BrokerService service,
      Outcome outcome,
      KeyValues found,
      String listener,
      Set<String> wanted) {
    try {
      BrokerFile file = BrokerFile.of(node, service, outcome);
      ListenerSettings settings = file.settings();
      List<Problem> problems = new ArrayList<>();
      settings
          .startProblem(file.kafkaVersion())
          .ifPresent(
              problem ->
                  problems.add(
                      new Problem(
                          "Kafka would not start again with it: " + problem, "Correct the file.")));
      new FileProcessComparison(node, file.path(), file.text(), service)
          .problems(RunningProcess.of(file.pid().isPresent(), found))
          .forEach(problem -> problems.add(new Problem(problem, "")));
      return new FileReading(
          Optional.of(ExternalEntries.of(settings, listener)),
          values(file, wanted),
          List.copyOf(problems),
          Optional.empty());
    } catch (ApplicationFailure e) {
      return new FileReading(Optional.empty(), Map.of(), List.of(problem(e)), Optional.empty());
    } catch (IllegalStateException e) {
      return new FileReading(
          Optional.empty(), Map.of(), List.of(), Optional.of(String.valueOf(e.getMessage())));
    }
  }

  private static Map<String, String> values(BrokerFile file, Set<String> keys) {
    Map<String, String> values = new TreeMap<>();
    keys.forEach(key -> file.text().value(key).ifPresent(value -> values.put(key, value)));
    return values;
  }

  private static Problem problem(ApplicationFailure failure) {
    boolean hasRemedy = failure.getDetails().getSize() > 0;
    return new Problem(
        failure.getOriginalMessage(), hasRemedy ? failure.getDetails().get(String.class) : "");
  }
}
