package dev.linkspan.probe.cluster;

import dev.linkspan.probe.client.ErrorText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.common.KafkaFuture;

/**
 * The log directories of brokers.
 *
 * @param problems one line of text for each broker that has problems, by node ID
 * @param offsetLag total number of messages that a broker's replicas lack, by node ID. It is
 *     measured against the high watermark that the broker itself knows, so it shows progress but
 *     does not prove that the broker has caught up
 */
public record LogDirs(Map<Integer, String> problems, Map<Integer, Long> offsetLag) {

  /** Waits for the descriptions; a broker that does not answer has a problem. */
  public static LogDirs of(Map<Integer, KafkaFuture<Map<String, LogDirDescription>>> descriptions)
      throws InterruptedException {
    Map<Integer, String> problems = new TreeMap<>();
    Map<Integer, Long> offsetLag = new TreeMap<>();
    for (var description : descriptions.entrySet()) {
      try {
        Map<String, LogDirDescription> directories = description.getValue().get();
        offsetLag.put(description.getKey(), offsetLag(directories));
        String text = problems(directories);
        if (!text.isEmpty()) {
          problems.put(description.getKey(), text);
        }
      } catch (ExecutionException e) {
        problems.put(description.getKey(), "cannot be read: " + ErrorText.of(e));
      }
    }
    return new LogDirs(problems, offsetLag);
  }

  /**
   * The log directories that failed, by node ID. A broker that does not answer is named in {@code
   * problems} instead.
   */
  public static Map<Integer, String> failed(
      Map<Integer, KafkaFuture<Map<String, LogDirDescription>>> descriptions, List<String> problems)
      throws InterruptedException {
    Map<Integer, String> failed = new TreeMap<>();
    for (var description : descriptions.entrySet()) {
      try {
        String paths =
            new TreeMap<>(description.getValue().get())
                .entrySet().stream()
                    .filter(directory -> directory.getValue().error() != null)
                    .map(Map.Entry::getKey)
                    .collect(Collectors.joining(", "));
        if (!paths.isEmpty()) {
          failed.put(description.getKey(), paths);
        }
      } catch (ExecutionException e) {
        problems.add(
            "The log directories of broker %d cannot be read: %s."
                .formatted(description.getKey(), ErrorText.of(e)));
      }
    }
    return failed;
  }

  static String problems(Map<String, LogDirDescription> directories) {
    List<String> found = new ArrayList<>();
    new TreeMap<>(directories)
        .forEach(
            (path, directory) -> {
              if (directory.error() != null) {
                found.add(path + " failed: " + ErrorText.of(directory.error()));
              }
              List<String> moving =
                  directory.replicaInfos().entrySet().stream()
                      .filter(replica -> replica.getValue().isFuture())
                      .map(replica -> replica.getKey().toString())
                      .sorted()
                      .toList();
              if (!moving.isEmpty()) {
                found.add("replicas move into " + path + ": " + PartitionNames.shorten(moving));
              }
            });
    return String.join("; ", found);
  }

  private static long offsetLag(Map<String, LogDirDescription> directories) {
    return directories.values().stream()
        .flatMap(directory -> directory.replicaInfos().values().stream())
        .filter(replica -> !replica.isFuture())
        .mapToLong(replica -> Math.max(0, replica.offsetLag()))
        .sum();
  }
}
