package dev.linkspan.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.probe.protocol.ClusterMode;
import dev.linkspan.probe.protocol.InspectRequest;
import dev.linkspan.probe.protocol.InspectRequest.Until;
import dev.linkspan.probe.protocol.InspectResult.Health;
import dev.linkspan.probe.protocol.QuorumVoter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.ReplicaInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.KafkaStorageException;
import org.junit.jupiter.api.Test;

class GateTest {
  private static final Map<Integer, String> BROKERS = Map.of(1, "a", 2, "b", 3, "c:9192");

  private static InspectRequest request(Until until, ClusterMode mode) {
    return new InspectRequest(
        BROKERS, List.of(1, 2, 3), 9092, until, 0, 1, mode, null, null, 2, null);
  }

  /** A healthy cluster, but for what a test changes. */
  private static final class Seen {
    List<Integer> brokers = List.of(1, 2, 3);
    int controller = 1;
    List<Integer> lagging = List.of();
    List<String> underReplicated = List.of();
    List<String> leaderless = List.of();
    List<String> reassigning = List.of();
    Map<Integer, String> disks = Map.of();
    Map<Integer, List<String>> blocked = Map.of();
    List<QuorumVoter> voters = List.of(voter(1, 0), voter(2, 300), voter(3, 2_500));
    List<Integer> allows = List.of(1, 2, 3);
    List<String> problems = List.of();

    static QuorumVoter voter(int id, long lag) {
      return new QuorumVoter(id, lag, 0);
    }

    List<String> reasons(Until until, ClusterMode mode) {
      return Gate.reasons(
          request(until, mode),
          new Health(
              "c",
              brokers,
              controller,
              lagging,
              underReplicated,
              leaderless,
              List.of(),
              Map.of(),
              reassigning,
              disks,
              Map.of(),
              List.of(),
              blocked,
              19,
              voters,
              allows,
              problems));
    }
  }

  @Test
  void aHealthyClusterPassesEveryGate() {
    for (Until until : Until.values()) {
      assertThat(new Seen().reasons(until, ClusterMode.KRAFT)).as(until.json()).isEmpty();
      assertThat(new Seen().reasons(until, ClusterMode.ZOOKEEPER)).as(until.json()).isEmpty();
    }
  }

  @Test
  void registeredLooksAtBrokersAndControllerOnly() {
    Seen seen = new Seen();
    seen.brokers = List.of(1, 3, 7);
    seen.controller = -1;
    seen.underReplicated = List.of("t-0");
    assertThat(seen.reasons(Until.REGISTERED, ClusterMode.KRAFT))
        .containsExactly(
            "Broker 2 is not there.",
            "Broker 7 is there and was not expected.",
            "The controllers' quorum has no leader.");
    assertThat(seen.reasons(Until.REGISTERED, ClusterMode.ZOOKEEPER))
        .contains("There is no active controller.");
  }

  @Test
  void inSyncNamesAtMostFivePartitions() {
    Seen seen = new Seen();
    seen.lagging = List.of(3, 4);
    seen.leaderless = List.of("t-0");
    seen.underReplicated = IntStream.range(0, 7).mapToObj(i -> "t-" + i).toList();
    assertThat(seen.reasons(Until.IN_SYNC, ClusterMode.KRAFT))
        .containsExactly(
            "Controller 3 has not caught up: it is 2.5 s behind.",
            "Controller 4 has not caught up.",
            "1 partition is without a leader: t-0.",
            "7 partitions are not fully replicated: t-0, t-1, t-2, t-3, t-4 and 2 more.");
  }

  @Test
  void theGateLooksAtAllThatARestartCouldHarm() {
    Seen seen = new Seen();
    seen.reassigning = List.of("t-1");
    seen.disks = Map.of(3, "/data failed");
    seen.blocked = Map.of(1, List.of("u-0"), 2, List.of("t-0", "t-1"));
    seen.allows = List.of(3);
    seen.problems = List.of("Something cannot be read.");
    assertThat(seen.reasons(Until.GATE, ClusterMode.KRAFT))
        .containsExactly(
            "1 partition is being moved: t-1.",
            "Disks of broker 3: /data failed.",
            "2 partitions are left with too few in-sync replicas without broker 2: t-0, t-1.",
            "The quorum cannot spare controller 2 now.",
            "Something cannot be read.");
    assertThat(seen.reasons(Until.IN_SYNC, ClusterMode.KRAFT)).isEmpty();
  }

  @Test
  void anUnexpectedVoterClosesTheGate() {
    Seen seen = new Seen();
    seen.voters = List.of(Seen.voter(1, 0), Seen.voter(2, 0), Seen.voter(3, 0), Seen.voter(9, 0));
    assertThat(seen.reasons(Until.GATE, ClusterMode.KRAFT))
        .containsExactly("The quorum has voters that were not expected: [9].");
  }

  @Test
  void theNodeThatIsToStopIsNotAskedUnlessItIsAlone() {
    InspectRequest plain = request(Until.GATE, null);
    assertThat(Inspection.asked(plain))
        .extracting(HostPort::toString)
        .containsExactly("a:9092", "c:9192");
    InspectRequest alone =
        new InspectRequest(Map.of(2, "b"), null, 9092, Until.GATE, 0, 1, null, null, null, 2, null);
    assertThat(Inspection.asked(alone)).extracting(HostPort::toString).containsExactly("b:9092");
    InspectRequest another =
        new InspectRequest(BROKERS, null, 9092, Until.GATE, 0, 1, null, null, null, 2, 3);
    assertThat(Inspection.asked(another))
        .extracting(HostPort::toString)
        .containsExactly("a:9092", "b:9092");
  }

  @Test
  void failedDisksAndMovingReplicasAreTold() {
    TopicPartition moving = new TopicPartition("t", 4);
    Map<String, LogDirDescription> folders = new TreeMap<>();
    folders.put("/a", new LogDirDescription(null, Map.of(moving, new ReplicaInfo(10, 5, true))));
    folders.put("/b", new LogDirDescription(new KafkaStorageException("gone"), Map.of()));
    folders.put("/c", new LogDirDescription(null, Map.of(moving, new ReplicaInfo(10, 5, false))));
    assertThat(LogDirs.problems(folders))
        .isEqualTo("moving into /a: t-4; /b failed: KafkaStorageException: gone");
  }
}
