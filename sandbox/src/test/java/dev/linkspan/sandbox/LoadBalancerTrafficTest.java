package dev.linkspan.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What a load balancer forwards, and which backends it considers healthy. */
@ResourceLock(LinkedCloud.ADDRESSES)
class LoadBalancerTrafficTest {
  @TempDir Path folder;
  private NlbClient nlb;

  @BeforeEach
  void open() throws Exception {
    nlb = NlbClient.anew(folder);
  }

  @AfterEach
  void close() {
    nlb.close();
  }

  @Test
  void aRunningListenerForwardsOnEveryZonesAddressAndAfterARestart() throws Exception {
    try (ServerSocket backend = GreetingServer.on(NlbClient.BACKEND)) {
      int port = backend.getLocalPort();
      String group = nlb.group("g");
      nlb.add(group, port);
      String balancer = nlb.balancer();
      String listener = nlb.listener(balancer, group, port);
      await().until(() -> nlb.unhealthy(listener) == 0);
      List<String> addresses = nlb.addresses(balancer);
      assertThat(addresses).containsExactly("127.88.0.252", "127.88.1.252", "127.88.2.252");
      for (String address : addresses) {
        assertThat(answer(address, port)).isEqualTo("hello");
      }
      nlb.close();
      nlb = new NlbClient(new LinkedCloud(folder));
      await().until(() -> nlb.unhealthy(listener) == 0);
      assertThat(answer(addresses.get(2), port)).isEqualTo("hello");
    }
  }

  @Test
  void aBackendThatIsDownIsReportedUnhealthy() throws Exception {
    int free;
    try (ServerSocket once = new ServerSocket(0, 1, InetAddress.getByName(NlbClient.BACKEND))) {
      free = once.getLocalPort();
    }
    String group = nlb.group("g");
    nlb.add(group, free);
    String listener = nlb.listener(nlb.balancer(), group, free);
    await().until(() -> nlb.statuses(listener).equals(List.of("Unhealthy")));
  }

  @Test
  void aBackendIsUnhealthyUntilItsSecurityGroupAdmitsTheLoadBalancer() throws Exception {
    try (ServerSocket backend = GreetingServer.on(NlbClient.BACKEND)) {
      int port = backend.getLocalPort();
      nlb.cloud().securityGroup("sg-1", List.of());
      nlb.cloud().instance("i-1", NlbClient.BACKEND, "sg-1");
      String group = nlb.group("g");
      nlb.add(group, port);
      String balancer = nlb.balancer();
      String listener = nlb.listener(balancer, group, port);
      await().until(() -> nlb.statuses(listener).equals(List.of("Unhealthy")));
      String address = nlb.addresses(balancer).get(1);
      assertThatThrownBy(() -> assertThat(answer(address, port)).isEqualTo("hello"));

      nlb.cloud().securityGroup("sg-1", List.of(LinkedCloud.rule(port, "127.88.0.0/16")));
      await().until(() -> nlb.unhealthy(listener) == 0);
      assertThat(answer(address, port)).isEqualTo("hello");

      nlb.cloud().securityGroup("sg-1", List.of(LinkedCloud.rule(port, "127.88.0.0/24")));
      await().until(() -> nlb.statuses(listener).equals(List.of("Unhealthy")));
    }
  }

  private static String answer(String address, int port) throws IOException {
    try (Socket socket = new Socket(address, port)) {
      return new String(socket.getInputStream().readNBytes(5), StandardCharsets.US_ASCII);
    }
  }
}
