package dev.linkspan.probe.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.ReplicaInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.KafkaStorageException;
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
}
