package dev.linkspan.probe.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.ReplicaInfo;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.KafkaStorageException;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.junit.jupiter.api.Test;

class LogDirsTest {
  @Test
  void failedDirectoriesAndMovingReplicasAreProblems() {
    TopicPartition moving = new TopicPartition("t", 4);
    Map<String, LogDirDescription> directories = new TreeMap<>();
    directories.put(
        "/a", new LogDirDescription(null, Map.of(moving, new ReplicaInfo(10, 5, true))));
    directories.put("/b", new LogDirDescription(new KafkaStorageException("gone"), Map.of()));
    directories.put(
        "/c", new LogDirDescription(null, Map.of(moving, new ReplicaInfo(10, 5, false))));
    assertThat(LogDirs.problems(directories))
        .isEqualTo("replicas move into /a: t-4; /b failed: KafkaStorageException: gone");
  }

  @Test
  void onlyDirectoriesThatFailedAreNamed() throws Exception {
    var directories =
        Map.of(
            "/a", new LogDirDescription(null, Map.of()),
            "/b", new LogDirDescription(new KafkaStorageException("gone"), Map.of()));
    var silent = new KafkaFutureImpl<Map<String, LogDirDescription>>();
    silent.completeExceptionally(new KafkaStorageException("no answer"));
    List<String> problems = new ArrayList<>();
    assertThat(
            LogDirs.failed(
                Map.of(1, KafkaFuture.completedFuture(directories), 2, silent), problems))
        .isEqualTo(Map.of(1, "/b"));
    assertThat(problems).singleElement().asString().contains("broker 2", "no answer");
  }
}
