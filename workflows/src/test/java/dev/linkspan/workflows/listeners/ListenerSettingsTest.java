package dev.linkspan.workflows.listeners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
  }

  @ParameterizedTest
  @CsvSource({
    "1016100110, 1016100110",
    "2147483647, 2147483647",
    "' 7 ', 7",
    "007, 7",
    "-1, ",
    "2147483648, refused",
    "12345678901, refused",
    "1.5, refused",
  })
  void anIdIsAnyIntOfKafka(String written, String id) throws ListenerFileException {
    String file = "zookeeper.connect=zk:2181\nbroker.id=" + written + "\n";
    if ("refused".equals(id)) {
      assertThatThrownBy(() -> settings(file)).hasMessage("node.id or broker.id is not a number");
    } else {
      assertThat(settings(file).nodeId().map(String::valueOf).orElse(null)).isEqualTo(id);
    }
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
    assertThat(settings.listeners())
        .extracting(Listener::text)
        .containsExactly("INTERNAL://[2001:db8::3]:9092", "CONTROLLER://:29092");
    assertThat(settings.advertised()).isEqualTo(settings.listeners().subList(0, 1));
    assertThat(settings.protocols())
        .isEqualTo(Map.of("INTERNAL", "SASL_SSL", "CONTROLLER", "PLAINTEXT"));
    assertThat(settings.listener("Internal")).isPresent();
    assertThat(settings.interBroker()).isEqualTo("INTERNAL");
    assertThat(settings.voters()).isEqualTo(List.of("1@c1:29092", "2@c2:29092"));
    assertThat(settings.bootstrapServers()).containsExactly("c1:29092");
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

  @ParameterizedTest
  @CsvSource({
    "3.7.1, true",
    "3.8.0, true",
    "3.9.0, false",
    "4.4.0, false",
    "'', false",
    "7.7.1-ccs, false"
  })
  void c2AnAdvertisedControllerListenerDependsOnTheVersion(String version, boolean problem)
      throws ListenerFileException {
    ListenerSettings settings =
        settings(
            """
            process.roles=broker,controller
            node.id=1
            controller.quorum.voters=1@c1:9093
            controller.listener.names=CONTROLLER
            listeners=PLAINTEXT://:9092,CONTROLLER://:9093
            advertised.listeners=PLAINTEXT://h:9092,CONTROLLER://h:9093
            """);
    assertThat(settings.startProblem(version).isPresent()).isEqualTo(problem);
  }

  @Test
  void c2EverythingThatKeepsKafkaFromStartingIsToldAtOnce() throws ListenerFileException {
    assertThat(
            settings(
                    """
                    broker.id=1
                    listeners=A://h:1,A://h:2,B://h:2
                    advertised.listeners=A://0.0.0.0:1,C://h:3
                    control.plane.listener.name=B
                    zookeeper.connect=zk1:2181
                    """)
                .startProblem("3.7.1"))
        .contains(
            "listeners names A twice; A and B have the same port, 2; listeners lacks PLAINTEXT, the"
                + " inter-broker listener; A advertises 0.0.0.0; advertised.listeners has C, which"
                + " listeners lacks; advertised.listeners lacks B, the control plane listener;"
                + " listener.security.protocol.map lacks A; listener.security.protocol.map lacks B:"
                + " Kafka does not start with that");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "h:9092 | it has no ://",
        "://h:9092 | its name is empty, or has other characters than letters, digits, and ._-",
        "A://h | it has no port",
        "A://h:http | its port is not a number from 0 to 65535",
        "A://h:65536 | its port is not a number from 0 to 65535",
        "A://[::1:9092 | an IPv6 address stands between two brackets, before the port",
        "A://[::1] | an IPv6 address stands between two brackets, before the port",
        "A://h/x:9092 | its host has a character that no host name has",
      })
  void c9AMalformedListenerIsExplained(String text, String problem) {
    assertThatThrownBy(() -> settings("listeners=PLAINTEXT://:9092,\\\n  " + text + "\n"))
        .hasMessage("entry 2 of listeners is not NAME://host:port: " + problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "process.roles=broker controller | process.roles has a blank or an equals sign in it",
        "process.roles=broker,\\nssl.x=s3cret | line 1 ends with a backslash, which adds line 2 to"
            + " process.roles",
        "listener.security.protocol.map=A:PLAINTEXT\\nssl.x=s3cret | line 1 ends with a backslash,"
            + " which adds line 2 to listener.security.protocol.map",
        "listener.security.protocol.map=A:TLS | entry 1 of listener.security.protocol.map is not"
            + " NAME:PROTOCOL",
      })
  void c9AStrayBackslashIsNamedOnlyWhereThereIsOne(String file, String problem) {
    assertThatThrownBy(() -> settings(file.replace("\\n", "\\\n") + "\n")).hasMessage(problem);
  }

  @Test
  void c9APathWithABlankIsAPath() throws ListenerFileException {
    assertThat(settings("log.dirs=/data1/kafka,/data 2/kafka\n").logDirs())
        .containsExactly("/data1/kafka", "/data 2/kafka");
    assertThat(settings("log.dir = /data 2/kafka\n").logDirs()).containsExactly("/data 2/kafka");
  }

  private static ListenerSettings settings(String file) throws ListenerFileException {
    return ListenerSettings.of(PropertiesText.parse(file));
  }
}
