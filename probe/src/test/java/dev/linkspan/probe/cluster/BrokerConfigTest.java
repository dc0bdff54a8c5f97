package dev.linkspan.probe.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ConfigEntry.ConfigSource;
import org.apache.kafka.clients.admin.ConfigEntry.ConfigType;
import org.junit.jupiter.api.Test;

class BrokerConfigTest {
  private static final String KEY = "advertised.listeners";

  private static ConfigEntry entry(
      String key, String value, ConfigSource source, boolean sensitive) {
    return new ConfigEntry(
        key, value, source, sensitive, false, List.of(), ConfigType.STRING, null);
  }

  private static BrokerConfig config(String value, ConfigSource source) {
    return BrokerConfig.of(new Config(List.of(entry(KEY, value, source, false))));
  }

  @Test
  void onlyNeededConfigsAreKeptAndNoSensitiveOnes() {
    BrokerConfig config =
        BrokerConfig.of(
            new Config(
                List.of(
                    entry(KEY, "A://h:1", ConfigSource.STATIC_BROKER_CONFIG, false),
                    entry("log.dirs", "/a, /b", ConfigSource.STATIC_BROKER_CONFIG, false),
                    entry("listeners", "secret", ConfigSource.STATIC_BROKER_CONFIG, true),
                    entry("sasl.jaas.config", "x", ConfigSource.STATIC_BROKER_CONFIG, false))));
    assertThat(config.values()).containsOnlyKeys(KEY, "log.dirs");
    assertThat(config.logDirs()).containsExactly("/a", "/b");
    assertThat(config.hasDynamicListeners()).isFalse();
  }

  @Test
  void aConfigOfTheBrokerOrOfAllBrokersIsDynamic() {
    assertThat(config("A://h:1", ConfigSource.DYNAMIC_BROKER_CONFIG).hasDynamicListeners())
        .isTrue();
    assertThat(config("A://h:1", ConfigSource.DYNAMIC_DEFAULT_BROKER_CONFIG).hasDynamicListeners())
        .isTrue();
  }

  @Test
  void dynamicConfigsOnlyAddAListenerIfTheOthersAreThoseOfTheFile() {
    assertThat(dynamic("A://h:1,EXTERNAL://b1.x:9", "A://h:1").onlyAdds("EXTERNAL")).isTrue();
    assertThat(
            dynamic("A://h:1, EXTERNAL://b1.x:9", "EXTERNAL://b1.y:9,A://h:1").onlyAdds("EXTERNAL"))
        .isTrue();
    assertThat(dynamic("A://h:2,EXTERNAL://b1.x:9", "A://h:1").onlyAdds("EXTERNAL")).isFalse();
    assertThat(dynamic("A://h:1,B://h:2", "A://h:1").onlyAdds("EXTERNAL")).isFalse();
    assertThat(config("A://h:1", ConfigSource.STATIC_BROKER_CONFIG).onlyAdds("EXTERNAL")).isTrue();
  }

  private static BrokerConfig dynamic(String value, String file) {
    return new BrokerConfig(
        Map.of(KEY, value), Map.of(KEY, "DYNAMIC_BROKER_CONFIG"), Map.of(KEY, file));
  }

  @Test
  void theAddressOfAListenerIsTakenFromAdvertisedListeners() {
    BrokerConfig both =
        config("INTERNAL://10.0.0.1:9092, EXTERNAL://b1.x.y:9093", ConfigSource.DEFAULT_CONFIG);
    assertThat(both.advertisedAddress("EXTERNAL")).contains("b1.x.y:9093");
    assertThat(both.advertisedAddress("INTERNAL")).contains("10.0.0.1:9092");
    BrokerConfig lower = config("external://b1.x.y:9093", ConfigSource.DEFAULT_CONFIG);
    assertThat(lower.advertisedAddress("EXTERNAL")).contains("b1.x.y:9093");
    BrokerConfig one = config("INTERNAL://10.0.0.1:9092", ConfigSource.DEFAULT_CONFIG);
    assertThat(one.advertisedAddress("EXTERNAL")).isEmpty();
    assertThat(config("", ConfigSource.DEFAULT_CONFIG).advertisedAddress("EXTERNAL")).isEmpty();
  }
}
