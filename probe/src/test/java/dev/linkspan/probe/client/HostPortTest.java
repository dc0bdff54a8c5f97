package dev.linkspan.probe.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HostPortTest {
  @Test
  void anAddressWithoutAPortHasTheDefaultPort() {
    assertThat(HostPort.parse("h", 9092)).isEqualTo(new HostPort("h", 9092));
    assertThat(HostPort.parse("h:1", 9092)).isEqualTo(new HostPort("h", 1));
    assertThatThrownBy(() -> HostPort.parse("h")).hasMessageContaining("host:port");
  }
}
