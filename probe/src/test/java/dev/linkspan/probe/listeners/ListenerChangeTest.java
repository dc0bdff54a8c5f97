package dev.linkspan.probe.listeners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkspan.probe.cluster.BrokerConfig;
import dev.linkspan.probe.protocol.AlterListenersRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ListenerChangeTest {
  private static final String KEY = "advertised.listeners";

  private static AlterListenersRequest request(Map<String, String> set, List<String> clear) {
    return new AlterListenersRequest(List.of("h:1"), 1, set, clear, null);
  }

  private static BrokerConfig config(String value, String source) {
    return new BrokerConfig(Map.of(KEY, value), Map.of(KEY, source), Map.of());
  }

  @Test
  void aBrokerShowsAChangeByValueAndSource() {
    var set = request(Map.of(KEY, "A://h:2"), null);
    assertThat(ListenerChange.shows(config("A://h:2", "DYNAMIC_BROKER_CONFIG"), set)).isTrue();
    assertThat(ListenerChange.shows(config("A://h:1", "DYNAMIC_BROKER_CONFIG"), set)).isFalse();
    assertThat(ListenerChange.shows(config("A://h:2", "STATIC_BROKER_CONFIG"), set)).isFalse();
    var clear = request(null, List.of(KEY));
    assertThat(ListenerChange.shows(config("A://h:2", "DYNAMIC_BROKER_CONFIG"), clear)).isFalse();
    assertThat(ListenerChange.shows(config("A://h:1", "STATIC_BROKER_CONFIG"), clear)).isTrue();
  }

  @Test
  void c9ADynamicConfigHasTheRunningValueInPlaceOfAPlaceholder() {
    var set = request(Map.of(KEY, "A://${env:IP}:1,B://h:2,EXTERNAL://e:3"), null);
    BrokerConfig running = config("B://x:9,a://10.0.0.1:1", "STATIC_BROKER_CONFIG");
    assertThat(ListenerChange.resolved(set, running).set())
        .containsExactly(Map.entry(KEY, "a://10.0.0.1:1,B://h:2,EXTERNAL://e:3"));
    BrokerConfig withoutKey =
        new BrokerConfig(Map.of("listeners", "A://10.0.0.1:1"), Map.of(), Map.of());
    assertThat(ListenerChange.resolved(set, withoutKey).set().get(KEY))
        .startsWith("A://10.0.0.1:1,");
    assertThatThrownBy(() -> ListenerChange.resolved(set, config("B://x:9", "DYNAMIC")))
        .hasMessageContaining("A:");
  }

  @Test
  void aRequestNamesListenerConfigsOnlyAndEachOnce() {
    assertThatThrownBy(() -> ListenerChange.validate(request(Map.of("log.dirs", "/"), null)))
        .hasMessageContaining("log.dirs");
    assertThatThrownBy(() -> ListenerChange.validate(request(Map.of(KEY, "A://h:2"), List.of(KEY))))
        .hasMessageContaining("once");
    assertThatThrownBy(() -> ListenerChange.validate(request(null, null)))
        .hasMessageContaining("set or in clear");
  }
}
