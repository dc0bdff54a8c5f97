package dev.linkspan.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkspan.probe.protocol.MetadataRequest;
import dev.linkspan.probe.protocol.MetadataResult;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class ProbePartsTest {

  @Test
  void theExternalAddressIsTakenOutOfAdvertisedListeners() {
    String two = "INTERNAL://10.0.0.1:9092, EXTERNAL://b1.x.y:9093";
    assertThat(Inspection.address(two, "EXTERNAL")).isEqualTo(Optional.of("b1.x.y:9093"));
    assertThat(Inspection.address(two, "INTERNAL")).isEqualTo(Optional.of("10.0.0.1:9092"));
    assertThat(Inspection.address("INTERNAL://10.0.0.1:9092", "EXTERNAL")).isEmpty();
    assertThat(Inspection.address("", "EXTERNAL")).isEmpty();
  }

  @Test
  void eachBrokerIsFirstInAPartitionWithAtMostThreeCopies() {
    LeaderTopic five = new LeaderTopic(null, "t", Set.of(1, 2, 3, 4, 5));
    assertThat(five.replicas(0)).containsExactly(1, 2, 3);
    assertThat(five.replicas(4)).containsExactly(5, 1, 2);
    assertThat(new LeaderTopic(null, "t", Set.of(7)).replicas(0)).containsExactly(7);
  }

  @Test
  void aProblemIsOneLineWithItsCause() {
    Throwable cause = new IllegalStateException("first\nsecond");
    assertThat(Problems.describe(new ExecutionException(cause)))
        .isEqualTo("IllegalStateException: first");
  }

  @Test
  void aPortThatNobodyListensAtIsRefused() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    assertThatThrownBy(() -> SingleBroker.connect("127.0.0.1", port).close())
        .isInstanceOf(IOException.class);
    MetadataResult seen =
        ServedMetadata.run(
            new MetadataRequest(Map.of(1, "127.0.0.1"), port, List.of("127.0.0.1:" + port)));
    assertThat(seen.served()).isEmpty();
    assertThat(seen.problems()).containsOnlyKeys(1);
    assertThat(seen.problemsAt()).containsOnlyKeys("127.0.0.1:" + port);
  }
}
