package dev.linkspan.workflows.listeners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkspan.workflows.listeners.ListenerChange.Change;
import dev.linkspan.workflows.listeners.ListenerChange.Refused;
import dev.linkspan.workflows.listeners.ListenerChange.Unchanged;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListenerChangeTest {
  private static final String UNIQUE_NAME = "dvs6nl5jgveztmla3pxkxgh76i";
  private static final String DOMAIN = ".alicloud.plc.tidbcloud.com";

  /** A broker of the guide before step 1. */
  private static final String GUIDE =
      """
      process.roles=broker,controller
      node.id=1
      controller.quorum.voters=1@10.0.1.11:29092,2@10.0.1.12:29092,4@10.0.1.14:29092
      controller.listener.names=CONTROLLER
      listeners=INTERNAL://0.0.0.0:9092,CONTROLLER://0.0.0.0:29092
      inter.broker.listener.name=INTERNAL
      advertised.listeners=INTERNAL://10.0.1.11:9092
      listener.security.protocol.map=INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT
      """;

  @Test
  void addsOneEntryToEachOfThreeKeys() {
    Change change = (Change) change(GUIDE, external(1, UNIQUE_NAME));
    String advertised = "EXTERNAL://b1." + UNIQUE_NAME + DOMAIN + ":9093";
    assertThat(change.changes())
        .containsExactly(
            new KeyChange(
                "listeners",
                Optional.of("INTERNAL://0.0.0.0:9092,CONTROLLER://0.0.0.0:29092"),
                "INTERNAL://0.0.0.0:9092,CONTROLLER://0.0.0.0:29092,EXTERNAL://0.0.0.0:39092"),
            new KeyChange(
                "advertised.listeners",
                Optional.of("INTERNAL://10.0.1.11:9092"),
                "INTERNAL://10.0.1.11:9092," + advertised),
            new KeyChange(
                "listener.security.protocol.map",
                Optional.of("INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT"),
                "INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT,EXTERNAL:PLAINTEXT"));
    assertThat(change(change.after().text(), external(1, UNIQUE_NAME)))
        .isInstanceOf(Unchanged.class);
  }

  @Test
  void theUniqueNameTakesThePlaceOfThePlaceholder() {
    Change first = (Change) change(GUIDE, external(1, "unique_name"));
    Change second = (Change) change(first.after().text(), external(1, UNIQUE_NAME));
    assertThat(second.changes()).extracting(KeyChange::key).containsExactly("advertised.listeners");
    assertThat(second.after().text())
        .isEqualTo(first.after().text().replace("unique_name", UNIQUE_NAME));
  }

  @Test
  void anotherListenerMappedToPlaintextDoesNotChangeWhatBrokersTalkOver()
      throws ListenerFileException {
    String byProtocol =
        """
        broker.id=1
        listeners=CLIENT://10.0.1.11:9091,PLAINTEXT://10.0.1.11:9092
        listener.security.protocol.map=CLIENT:PLAINTEXT,PLAINTEXT:PLAINTEXT
        zookeeper.connect=zk1:2181
        """;
    Change change = (Change) change(byProtocol, external(1, UNIQUE_NAME));
    assertThat(ListenerSettings.of(change.after()).interBroker()).isEqualTo("PLAINTEXT");
    assertThat(change.changes().get(1).after())
        .startsWith("CLIENT://10.0.1.11:9091,PLAINTEXT://10.0.1.11:9092,EXTERNAL://b1.");
  }

  @Test
  void aNodeWithoutTheListenerOfItsPeersIsRefused() {
    String nobody = GUIDE.replace("name=INTERNAL", "name=REPLICATION");
    assertThat(refused(nobody, external(1, UNIQUE_NAME)).problem())
        .isEqualTo(
            "listeners lacks REPLICATION, the inter-broker listener: Kafka does not start with that");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "listeners=INTERNAL://0.0.0.0:9092 | listeners=INTERNAL://0.0.0.0:39092 |"
            + " port 39092 is used by INTERNAL on this node",
        "CONTROLLER://0.0.0.0:29092 | CONTROLLER://0.0.0.0:39092 |"
            + " port 39092 is used by CONTROLLER on this node",
        "listener.names=CONTROLLER | listener.names=EXTERNAL |"
            + " EXTERNAL is the listener of the controllers",
        "INTERNAL:PLAINTEXT | INTERNAL:PLAINTEXT,EXTERNAL:SSL |"
            + " EXTERNAL is mapped to SSL, not to PLAINTEXT in listener.security.protocol.map",
        "INTERNAL:PLAINTEXT, | INTERNAL:PLAINTEXT,,secret, |"
            + " entry 2 of listener.security.protocol.map is not NAME:PROTOCOL",
        "INTERNAL:PLAINTEXT, | | listener.security.protocol.map lacks INTERNAL: Kafka does not start"
            + " with that",
        "INTERNAL://10.0.1.11:9092 | INTERNAL://0.0.0.0:9092 |"
            + " INTERNAL advertises 0.0.0.0: Kafka does not start with that",
        "INTERNAL://10.0.1.11:9092 | INTERNAL://10.0.1.11:9092,X://h:1 |"
            + " advertised.listeners has X, which listeners lacks: Kafka does not start with that",
        "INTERNAL://0.0.0.0:9092 | INTERNAL://0.0.0.0:9092,INTERNAL://0.0.0.0:9093 |"
            + " listeners names INTERNAL twice: Kafka does not start with that",
        "node.id=1 | node.id=one | node.id or broker.id is not a number",
        "roles=broker | roles=brokers | process.roles names a role that is neither broker nor"
            + " controller",
        "process.roles=broker,controller | # | controller.listener.names is set, but process.roles"
            + " is not: Kafka does not start with that",
        "roles=broker,controller | roles=broker | listeners has the controller listener CONTROLLER;"
            + " controller.quorum.voters has the node 1, which is no controller: Kafka does not start"
            + " with that",
        "INTERNAL://10.0.1.11:9092 | INTERNAL://10.0.1.11:9092,CONTROLLER://10.0.1.11:29092,Y://h:1 |"
            + " advertised.listeners has Y, which listeners lacks: Kafka does not start with that",
        "node.id=1 | node.id=3 | controller.quorum.voters lacks the node 3, which is a controller:"
            + " Kafka does not start with that",
        "name=INTERNAL | name=CONTROLLER | advertised.listeners lacks CONTROLLER, the inter-broker"
            + " listener; CONTROLLER, the inter-broker listener, is a controller listener: Kafka does"
            + " not start with that",
        "node.id=1 | control.plane.listener.name=INTERNAL | control.plane.listener.name is set in KRaft"
            + " mode: Kafka does not start with that",
      })
  void refusesWhatAPersonHasToDecide(String old, String now, String problem) {
    String file = GUIDE.replace(old, now == null ? "" : now);
    assertThat(refused(file, external(1, UNIQUE_NAME)).problem()).isEqualTo(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name=INTERNAL | name=EXTERNAL",
        "listener.names=CONTROLLER | listener.names=EXTERNAL",
        "INTERNAL:PLAINTEXT | INTERNAL:PLAINTEXT,EXTERNAL:SSL",
        "node.id=1 | listener.name.external.max.connections=0",
        "9092,CONTROLLER | 9092,EXTERNAL://0.0.0.0:9094,CONTROLLER",
        "9092,CONTROLLER | 9092,EXTERNAL://127.0.0.1:39092,CONTROLLER",
      })
  void c8ARefusedNameIsFollowedByTheFieldForAnotherOneAndAFreeName(String old, String now) {
    String file =
        GUIDE.replace(
            old,
            now.contains("EXTERNAL://") ? now : now + "\nlistener.name.tidb.max.connections=9");

    assertThat(refused(mapped(file, now), external(1, UNIQUE_NAME)).remedy())
        .contains("write another name in kafka.external.name, for example TIDB");
    assertThat(refused(mapped(file, now), external(1, UNIQUE_NAME)).remedy().endsWith("TIDB_CLOUD"))
        .isEqualTo(!now.contains("EXTERNAL://"));
  }

  private static String mapped(String file, String now) {
    return now.contains("EXTERNAL://")
        ? file.replace("INTERNAL:PLAINTEXT", "INTERNAL:PLAINTEXT,EXTERNAL:PLAINTEXT")
        : file;
  }

  @Test
  void c8SettingsOfAListenerThatTheFileLacksAreNamedWithoutTheirValues() {
    String file =
        GUIDE
            + """
            listener.name.external.max.connections=4711
            listener.name.external.sasl.jaas.config=s3cret
            listener.name.EXTERNAL.max.connections=1
            listener.name.externals.max.connections=1
            """;

    Refused refused = refused(file, external(1, UNIQUE_NAME));
    assertThat(refused.problem())
        .endsWith(
            ": listener.name.external.max.connections, listener.name.external.sasl.jaas.config")
        .doesNotContain("4711", "s3cret");
    assertThat(refused.remedy()).startsWith("remove them, or write another name in kafka.external");
    String there =
        file.replace("9092,CONTROLLER", "9092,EXTERNAL://0.0.0.0:39092,CONTROLLER")
            .replace("INTERNAL:PLAINTEXT", "INTERNAL:PLAINTEXT,EXTERNAL:PLAINTEXT");
    assertThat(change(there, external(1, UNIQUE_NAME))).isInstanceOf(Change.class);
  }

  @Test
  void aListenerWithSecretsIsAddedByAPerson() {
    ExternalListener secured =
        new ExternalListener("external", "", 39092, "b1.x" + DOMAIN, 9093, "SASL_PLAINTEXT");
    assertThat(refused(GUIDE, secured).problem()).contains("secrets that only you can write");
    String there =
        GUIDE
            .replace("9092,CONTROLLER", "9092,EXTERNAL://0.0.0.0:39092,CONTROLLER")
            .replace("INTERNAL:PLAINTEXT", "INTERNAL:PLAINTEXT,EXTERNAL:SASL_PLAINTEXT");
    assertThat(((Change) change(there, secured)).changes())
        .extracting(KeyChange::key)
        .containsExactly("advertised.listeners");
  }

  @ParameterizedTest
  @CsvSource({
    "'', 0.0.0.0, true",
    "0.0.0.0, 10.0.1.11, true",
    "10.0.1.11, 0.0.0.0, true",
    "10.0.1.11, 10.0.1.11, true",
    "10.0.1.11, 10.0.1.12, false",
    "127.0.0.1, 0.0.0.0, false",
  })
  void keepsABindingThatTheLoadBalancerReaches(String bound, String wanted, boolean kept) {
    String file =
        GUIDE
            .replace("9092,CONTROLLER", "9092,EXTERNAL://" + bound + ":39092,CONTROLLER")
            .replace("INTERNAL:PLAINTEXT", "INTERNAL:PLAINTEXT,EXTERNAL:PLAINTEXT");
    ListenerChange change =
        change(
            file,
            new ExternalListener("EXTERNAL", wanted, 39092, "b1.x" + DOMAIN, 9093, "PLAINTEXT"));
    assertThat(change).isInstanceOf(kept ? Change.class : Refused.class);
  }

  @Test
  void anExternalListenerMustBeOne() {
    assertThatThrownBy(() -> new ExternalListener("E", "h", 0, "a", 1, "PLAINTEXT"))
        .hasMessage("not a listener: E://h:0");
    assertThatThrownBy(() -> new ExternalListener("E", "h", 1, "a b", 1, "PLAINTEXT"))
        .hasMessage("not an address to connect to: E://a b:1");
    assertThatThrownBy(() -> new ExternalListener("E", "h", 1, "0.0.0.0", 1, "PLAINTEXT"))
        .hasMessageStartingWith("not an address to connect to");
    assertThatThrownBy(() -> new ExternalListener("E,F", "h", 1, "a", 1, "PLAINTEXT"))
        .hasMessageStartingWith("not a listener");
    assertThatThrownBy(() -> new ExternalListener("E", "h", 1, "a", 1, "TLS"))
        .hasMessage("not a security protocol of Kafka: TLS");
  }

  private static Refused refused(String file, ExternalListener wanted) {
    return (Refused) change(file, wanted);
  }

  private static ListenerChange change(String file, ExternalListener wanted) {
    return ListenerChange.of(PropertiesText.parse(file), wanted);
  }

  private static ExternalListener external(int node, String uniqueName) {
    return new ExternalListener(
        "EXTERNAL",
        "0.0.0.0",
        39092,
        "b" + node + "." + uniqueName + DOMAIN,
        9092 + node,
        "PLAINTEXT");
  }
}
