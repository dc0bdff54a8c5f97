package dev.linkspan.workflows.listeners;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.workflows.listeners.ListenerSettings.Mode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListenerSettingsTest {

  @Test
  void hasKafkasDefaultsWhereTheFileIsSilent() throws ListenerFileException {
    ListenerSettings settings = settings("zookeeper.connect=zk1:2181,zk2:2181/kafka\n");
    assertThat(settings.mode()).isEqualTo(Mode.ZOOKEEPER);
    assertThat(settings.nodeId()).isEmpty();
    assertThat(settings.listeners()).containsExactly(new Listener("PLAINTEXT", "", 9092));
    assertThat(settings.advertised()).isEqualTo(settings.listeners());
    assertThat(settings.protocols())
        .isEqualTo(
            Map.of(
                "PLAINTEXT", "PLAINTEXT",
                "SSL", "SSL",
                "SASL_PLAINTEXT", "SASL_PLAINTEXT",
                "SASL_SSL", "SASL_SSL"));
    assertThat(settings.interBroker()).isEqualTo("PLAINTEXT");
    assertThat(settings.logDirs()).containsExactly("/tmp/kafka-logs");
    assertThat(settings.zookeeper()).contains("zk1:2181,zk2:2181/kafka");
    assertThat(settings.rack()).isEmpty();
  }

  @Test
  void readsWhatTheFileSays() throws ListenerFileException {
    ListenerSettings settings =
        settings(
            """
            process.roles=controller , broker
            broker.id=3
            broker.rack=ap-southeast-1c
            listeners=internal://[2001:db8::3]:9092,CONTROLLER://:29092,
            listener.security.protocol.map=Internal:sasl_ssl , CONTROLLER:PLAINTEXT
            inter.broker.listener.name=internal
            controller.listener.names=CONTROLLER
            controller.quorum.voters=1@c1:29092,2@c2:29092
            controller.quorum.bootstrap.servers=c1:29092
            log.dirs=/data/1, /data/2
            log.dir=/data/0
            """);
    assertThat(settings.mode()).isEqualTo(Mode.COMBINED);
    assertThat(settings.nodeId()).contains(3);
    assertThat(settings.rack()).contains("ap-southeast-1c");
    assertThat(settings.listeners())
        .extracting(Listener::text)
        .containsExactly("INTERNAL://[2001:db8::3]:9092", "CONTROLLER://:29092");
    assertThat(settings.advertised()).isEqualTo(settings.listeners().subList(0, 1));
    assertThat(settings.protocols())
        .isEqualTo(Map.of("INTERNAL", "SASL_SSL", "CONTROLLER", "PLAINTEXT"));
    assertThat(settings.listener("Internal")).isPresent();
    assertThat(settings.interBroker()).isEqualTo("INTERNAL");
    assertThat(settings.quorumVoters()).isEqualTo(List.of("1@c1:29092", "2@c2:29092"));
    assertThat(settings.quorumBootstrapServers()).containsExactly("c1:29092");
    assertThat(settings.logDirs()).containsExactly("/data/1", "/data/2");
  }

  @ParameterizedTest
  @CsvSource({
    "CONTROLLER, PLAINTEXT://:9092, true",
    "CONTROLLER, SSL://:9092, false",
    "'CONTROLLER,SASL_SSL', PLAINTEXT://:9092, false",
  })
  void mapsControllersToPlaintextOnlyWhereNothingIsSecured(
      String controllers, String listeners, boolean mapped) throws ListenerFileException {
    ListenerSettings settings =
        settings(
            "process.roles=broker\ncontroller.listener.names="
                + controllers
                + "\nlisteners="
                + listeners
                + "\n");
    assertThat(settings.mode()).isEqualTo(Mode.BROKER);
    assertThat(settings.protocols().containsKey("CONTROLLER")).isEqualTo(mapped);
  }

  @ParameterizedTest
  @CsvSource({
    "PLAINTEXT://h:9092, true",
    "PLAINTEXT://:0, true",
    "'PLAINTEXT://[::1]:9092', true",
    "'PLAINTEXT://[::1:9092', false",
    "PLAINTEXT://h:65536, false",
    "PLAINTEXT://h, false",
    "h:9092, false",
    "PLAINTEXT://h/x:9092, false",
    "://h:9092, false",
  })
  void knowsTheFormOfAListener(String text, boolean listener) {
    assertThat(Listener.parse(text).isPresent()).isEqualTo(listener);
  }

  private static ListenerSettings settings(String file) throws ListenerFileException {
    return ListenerSettings.of(PropertiesText.parse(file));
  }
}
