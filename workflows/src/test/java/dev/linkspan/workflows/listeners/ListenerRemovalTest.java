package dev.linkspan.workflows.listeners;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.workflows.listeners.ListenerChange.Change;
import dev.linkspan.workflows.listeners.ListenerChange.Refused;
import dev.linkspan.workflows.listeners.ListenerChange.Unchanged;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListenerRemovalTest {
  private static final String FILE =
      """
      process.roles=broker,controller
      node.id=1
      controller.quorum.voters=1@10.0.1.11:29092
      controller.listener.names=CONTROLLER
      listeners=INTERNAL://0.0.0.0:9092,CONTROLLER://0.0.0.0:29092
      inter.broker.listener.name=INTERNAL
      # what clients connect to
      advertised.listeners=INTERNAL://10.0.1.11:9092
      listener.security.protocol.map=INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT
      log.retention.hours=168
      """;

  /** Kafka's own example: no advertised.listeners, no map, no host. */
  private static final String EXAMPLE =
      """
      process.roles=broker,controller
      node.id=1
      controller.quorum.voters=1@localhost:9093
      controller.listener.names=CONTROLLER
      listeners=PLAINTEXT://:9092,CONTROLLER://:9093
      #advertised.listeners=PLAINTEXT://your.host.name:9092
      log.dirs=/var/kafka""";

  private static ExternalListener added(String host) {
    return new ExternalListener(
        "EXTERNAL", "0.0.0.0", 39092, host, 9093, "PLAINTEXT", Optional.of("kafka-1"));
  }

  private static PropertiesText linked(PropertiesText file, String host) {
    return ((Change) ListenerChange.of(file, added(host))).after();
  }

  private static PropertiesText text(String text) {
    return PropertiesText.parse(text);
  }

  private static PropertiesText without(PropertiesText file, PropertiesText... backups) {
    ListenerChange change =
        ListenerChange.removal(file, List.of(backups), added("b1.of.this.link"));
    assertThat(change).isInstanceOf(Change.class);
    return ((Change) change).after();
  }

  @ParameterizedTest
  @ValueSource(strings = {FILE, EXAMPLE})
  void c11AFileThatNobodyEditedBecomesWhatItWasByteForByte(String original) {
    PropertiesText before = text(original);
    PropertiesText linked = linked(before, "b1.of.this.link");

    assertThat(without(linked, before).text()).isEqualTo(original);
    assertThat(ListenerChange.removal(before, List.of(before, linked), added("b1.x")))
        .isInstanceOf(Unchanged.class);
  }

  @Test
  void c11TheBackupFromBeforeTheFirstOfSeveralLinksCounts() {
    PropertiesText before = text(FILE);
    PropertiesText first = linked(before, "b1.of.an.earlier.link");
    PropertiesText second = linked(first, "b1.of.this.link");

    assertThat(without(second, before, first).text()).isEqualTo(FILE);
  }

  @Test
  void c11OtherLinesThatWereEditedSinceStay() {
    PropertiesText before = text(FILE);
    String edited =
        linked(before, "b1.of.this.link")
            .text()
            .replace("hours=168", "hours=24")
            .replace("INTERNAL://10.0.1.11:9092", " INTERNAL://10.0.1.12:9092");

    assertThat(without(text(edited), before).text())
        .isEqualTo(
            FILE.replace("hours=168", "hours=24")
                .replace("INTERNAL://10.0.1.11:9092", " INTERNAL://10.0.1.12:9092"));
  }

  @Test
  void c11KeysThatLinkspanAddedGoEvenIfOtherLinesWereEdited() {
    PropertiesText before = text(EXAMPLE);
    PropertiesText edited = linked(before, "b1.of.this.link").with("log.dirs", "/data/kafka");

    assertThat(without(edited, before).text())
        .isEqualTo(EXAMPLE.replace("/var/kafka", "/data/kafka") + "\n");
  }

  @Test
  void keysThatAListenerAddedSinceNeedsStay() {
    PropertiesText before =
        text(
            """
            process.roles=broker
            node.id=1
            controller.quorum.voters=2@controller:9093
            controller.listener.names=CONTROLLER
            listeners=PLAINTEXT://kafka-1:9092
            """);
    PropertiesText linked = linked(before, "b1.of.this.link");
    PropertiesText edited =
        linked.with("listeners", linked.value("listeners").orElseThrow() + ",SSL://kafka-1:9094");

    PropertiesText after = without(edited, before);
    assertThat(after.value("listeners")).contains("PLAINTEXT://kafka-1:9092,SSL://kafka-1:9094");
    assertThat(after.value("advertised.listeners")).contains("PLAINTEXT://kafka-1:9092");
    assertThat(after.value("listener.security.protocol.map").orElseThrow())
        .contains("CONTROLLER:PLAINTEXT")
        .doesNotContain("EXTERNAL");
  }

  @Test
  void c11AnAddressThatSomebodyGaveAnotherListenerStays() {
    PropertiesText before = text(EXAMPLE);
    PropertiesText edited =
        text(linked(before, "b1.of.this.link").text().replace("kafka-1", "kafka-2"));

    assertThat(without(edited, before).value("advertised.listeners"))
        .contains("PLAINTEXT://kafka-2:9092");
  }

  @Test
  void c11AListenerThatItsOwnerHadGetsItsAddressBack() {
    PropertiesText before = linked(text(FILE), "proxy.example");
    PropertiesText linked = linked(before, "b1.of.this.link");

    assertThat(without(linked, before).text()).isEqualTo(before.text());
  }

  @Test
  void c11WithoutABackupAPersonDecides() {
    ListenerChange change =
        ListenerChange.removal(
            linked(text(FILE), "b1.of.this.link"), List.of(), added("b1.of.this.link"));

    assertThat(change).isInstanceOf(Refused.class);
    assertThat(((Refused) change).problem()).contains("no backup", "EXTERNAL");
    assertThat(((Refused) change).remedy()).contains("by hand");
  }

  @Test
  void c11AFileThatKafkaWouldNotStartWithIsRefused() {
    PropertiesText before = text(FILE);
    String brokersUseIt =
        linked(before, "b1.of.this.link").text().replace("name=INTERNAL", "name=EXTERNAL");

    ListenerChange change =
        ListenerChange.removal(text(brokersUseIt), List.of(before), added("b1.of.this.link"));

    assertThat(((Refused) change).problem()).contains("Kafka would not start");
  }
}
