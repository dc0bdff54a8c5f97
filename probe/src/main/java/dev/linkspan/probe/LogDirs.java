package dev.linkspan.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.common.KafkaFuture;

/**
 * The brokers' disks.
 *
 * @param problems by broker that has some, in one line of text
 * @param offsetLag by broker, how many messages its replicas lack in all. Measured against the high
 *     watermark that the broker itself knows: it tells progress, not safety
 */
record LogDirs(Map<Integer, String> problems, Map<Integer, Long> offsetLag) {

  static LogDirs collect(Map<Integer, KafkaFuture<Map<String, LogDirDescription>>> asked)
      throws InterruptedException {
    Map<Integer, String> problems = new TreeMap<>();
    Map<Integer, Long> offsetLag = new TreeMap<>();
    for (var answer : asked.entrySet()) {
      try {
        Map<String, LogDirDescription> folders = answer.getValue().get();
        offsetLag.put(answer.getKey(), offsetLag(folders));
        String text = problems(folders);
        if (!text.isEmpty()) {
          problems.put(answer.getKey(), text);
        }
      } catch (ExecutionException e) {
        problems.put(answer.getKey(), "cannot be read: " + Problems.describe(e));
      }
    }
    return new LogDirs(problems, offsetLag);
  }

  static String problems(Map<String, LogDirDescription> folders) {
    List<String> found = new ArrayList<>();
    new TreeMap<>(folders)
        .forEach(
            (path, folder) -> {
              if (folder.error() != null) {
                found.add(path + " failed: " + Problems.describe(folder.error()));
              }
              List<String> moving =
                  folder.replicaInfos().entrySet().stream()
                      .filter(replica -> replica.getValue().isFuture())
                      .map(replica -> replica.getKey().toString())
                      .sorted()
                      .toList();
              if (!moving.isEmpty()) {
                found.add("moving into " + path + ": " + Gate.some(moving));
              }
            });
    return String.join("; ", found);
  }

  private static long offsetLag(Map<String, LogDirDescription> folders) {
    return folders.values().stream()
        .flatMap(folder -> folder.replicaInfos().values().stream())
        .filter(replica -> !replica.isFuture())
        .mapToLong(replica -> Math.max(0, replica.offsetLag()))
        .sum();
  }
}
