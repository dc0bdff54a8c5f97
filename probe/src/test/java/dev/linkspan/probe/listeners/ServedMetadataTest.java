package dev.linkspan.probe.listeners;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.probe.protocol.MetadataRequest;
import dev.linkspan.probe.protocol.MetadataResult;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServedMetadataTest {
  @Test
  void anAddressWhereNothingListensIsAProblem() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    MetadataResult result =
        ServedMetadata.run(
            new MetadataRequest(Map.of(1, "127.0.0.1"), port, List.of("127.0.0.1:" + port)));
    assertThat(result.served()).isEmpty();
    assertThat(result.servedAt()).isEmpty();
    assertThat(result.problems()).containsOnlyKeys(1);
    assertThat(result.problemsAt()).containsOnlyKeys("127.0.0.1:" + port);
  }
}
