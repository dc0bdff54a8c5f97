package dev.linkspan.probe.topics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class LeaderTopicTest {
  @Test
  void eachBrokerIsThePreferredLeaderOfAPartitionWithAtMostThreeReplicas() {
    LeaderTopic five = new LeaderTopic(null, "t", Set.of(1, 2, 3, 4, 5));
    assertThat(five.replicas(0)).containsExactly(1, 2, 3);
    assertThat(five.replicas(4)).containsExactly(5, 1, 2);
    assertThat(new LeaderTopic(null, "t", Set.of(7)).replicas(0)).containsExactly(7);
  }
}
