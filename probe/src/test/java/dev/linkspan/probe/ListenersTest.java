package dev.linkspan.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkspan.probe.protocol.AlterListenersRequest;
import dev.linkspan.probe.protocol.SurveyResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ConfigEntry.ConfigSource;
import org.apache.kafka.clients.admin.ConfigEntry.ConfigType;
import org.junit.jupiter.api.Test;

class ListenersTest {
  private static final String KEY = "advertised.listeners";

  private static ConfigEntry entry(
      String key, String value, ConfigSource source, boolean sensitive) {
    return new ConfigEntry(
        key, value, source, sensitive, false, List.of(), ConfigType.STRING, null);
  }

  private static BrokerSettings settings(String value, ConfigSource source) {
    return BrokerSettings.of(new Config(List.of(entry(KEY, value, source, false))));
  }

  private static AlterListenersRequest request(Map<String, String> set, List<String> clear) {
    return new AlterListenersRequest(List.of("h:1"), 1, set, clear);
  }

  @Test
  void onlyNamedSettingsAreKeptAndNoSecretOnes() {
    BrokerSettings seen =
        BrokerSettings.of(
            new Config(
                List.of(
                    entry(KEY, "A://h:1", ConfigSource.STATIC_BROKER_CONFIG, false),
                    entry("log.dirs", "/a, /b", ConfigSource.STATIC_BROKER_CONFIG, false),
                    entry("listeners", "secret", ConfigSource.STATIC_BROKER_CONFIG, true),
                    entry("sasl.jaas.config", "x", ConfigSource.STATIC_BROKER_CONFIG, false))));
    assertThat(seen.values()).containsOnlyKeys(KEY, "log.dirs");
    assertThat(seen.logDirs()).containsExactly("/a", "/b");
    assertThat(seen.dynamicListeners()).isFalse();
  }

  @Test
  void aValueOfTheBrokerOrOfAllBrokersIsDynamic() {
    assertThat(settings("A://h:1", ConfigSource.DYNAMIC_BROKER_CONFIG).dynamicListeners()).isTrue();
    assertThat(settings("A://h:1", ConfigSource.DYNAMIC_DEFAULT_BROKER_CONFIG).dynamicListeners())
        .isTrue();
  }

  @Test
  void whatWasMadeAtRunTimeIsOursWhenItOnlyAddsTheListener() {
    assertThat(madeAtRunTime("A://h:1,EXTERNAL://b1.x:9", "A://h:1").onlyAdds("EXTERNAL")).isTrue();
    assertThat(
            madeAtRunTime("A://h:1, EXTERNAL://b1.x:9", "EXTERNAL://b1.y:9,A://h:1")
                .onlyAdds("EXTERNAL"))
        .isTrue();
    assertThat(madeAtRunTime("A://h:2,EXTERNAL://b1.x:9", "A://h:1").onlyAdds("EXTERNAL"))
        .isFalse();
    assertThat(madeAtRunTime("A://h:1,B://h:2", "A://h:1").onlyAdds("EXTERNAL")).isFalse();
    assertThat(settings("A://h:1", ConfigSource.STATIC_BROKER_CONFIG).onlyAdds("EXTERNAL"))
        .isTrue();
  }

  private static BrokerSettings madeAtRunTime(String value, String file) {
    return new BrokerSettings(
        Map.of(KEY, value), Map.of(KEY, "DYNAMIC_BROKER_CONFIG"), Map.of(KEY, file));
  }

  @Test
  void aChangeIsShownWhenValueAndSourceAre() {
    var set = request(Map.of(KEY, "A://h:2"), null);
    assertThat(ListenerChange.shown(set, settings("A://h:2", ConfigSource.DYNAMIC_BROKER_CONFIG)))
        .isTrue();
    assertThat(ListenerChange.shown(set, settings("A://h:1", ConfigSource.DYNAMIC_BROKER_CONFIG)))
        .isFalse();
    assertThat(ListenerChange.shown(set, settings("A://h:2", ConfigSource.STATIC_BROKER_CONFIG)))
        .isFalse();
    var clear = request(null, List.of(KEY));
    assertThat(ListenerChange.shown(clear, settings("A://h:2", ConfigSource.DYNAMIC_BROKER_CONFIG)))
        .isFalse();
    assertThat(ListenerChange.shown(clear, settings("A://h:1", ConfigSource.STATIC_BROKER_CONFIG)))
        .isTrue();
  }

  @Test
  void onlyListenerSettingsMayBeChangedAndEachOnce() {
    assertThatThrownBy(() -> ListenerChange.validate(request(Map.of("log.dirs", "/"), null)))
        .hasMessageContaining("log.dirs");
    assertThatThrownBy(() -> ListenerChange.validate(request(Map.of(KEY, "A://h:2"), List.of(KEY))))
        .hasMessageContaining("once");
    assertThatThrownBy(() -> ListenerChange.validate(request(null, null)))
        .hasMessageContaining("set or in clear");
  }

  @Test
  void aSurveyTellsOfSharedAddressesDynamicListenersAndMixedRoles() {
    List<SurveyResult.Broker> brokers = new ArrayList<>();
    brokers.add(broker(1, "INTERNAL://a:9092,EXTERNAL://b1.x:9093", "broker", false));
    brokers.add(broker(2, "INTERNAL://b:9092, EXTERNAL://B1.x:9093", "", true));
    assertThat(Survey.listenerProblems(brokers))
        .containsExactly(
            "Broker 2 has listener settings that were made at run time; its file does not count.",
            "Brokers 1 and 2 both advertise b1.x:9093.",
            "Brokers differ in process.roles: [, broker].");
    assertThat(Survey.listenerProblems(brokers.subList(0, 1))).isEmpty();
  }

  private static SurveyResult.Broker broker(
      int id, String advertised, String roles, boolean dynamic) {
    return new SurveyResult.Broker(
        id, "h", 1, "", "", advertised, "", Map.of(), "INTERNAL", List.of(), roles, "", dynamic);
  }

  @Test
  void releasesAreToldByMetadataVersion() {
    assertThat(Features.release(19)).isEqualTo("3.7");
    assertThat(Features.release(20)).isEqualTo("3.8");
    assertThat(Features.release(-1)).isEmpty();
  }

  @Test
  void addressesMayCarryTheirOwnPort() {
    assertThat(HostPort.parse("h", 9092)).isEqualTo(new HostPort("h", 9092));
    assertThat(HostPort.parse("h:1", 9092)).isEqualTo(new HostPort("h", 1));
    assertThatThrownBy(() -> HostPort.parse("h")).hasMessageContaining("host:port");
  }
}
