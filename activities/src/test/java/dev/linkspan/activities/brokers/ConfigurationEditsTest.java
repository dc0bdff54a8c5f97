package dev.linkspan.activities.brokers;

import static dev.linkspan.activities.brokers.BrokerMachine.OWNER;
import static dev.linkspan.activities.execution.NeedsPerson.assertNeedsPerson;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.linkspan.activities.execution.TestActivities;
import dev.linkspan.workflows.kafka.BrokerActivities;
import dev.linkspan.workflows.kafka.BrokerActivities.BrokerProcess;
import dev.linkspan.workflows.kafka.BrokerActivities.ListenerEdit;
import dev.linkspan.workflows.kafka.NodeActivities.Node;
import dev.linkspan.workflows.listeners.ExternalListener;
import dev.linkspan.workflows.plan.BrokerService;
import dev.linkspan.workflows.plan.SettingsChange;
import dev.linkspan.workflows.steps.Failures;
import io.temporal.failure.ActivityFailure;
import io.temporal.testing.TestActivityEnvironment;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Edits of a broker's file, on brokers that look like Kafka from outside. */
@Execution(ExecutionMode.CONCURRENT)
class ConfigurationEditsTest {
  private static final String FILE = "cat config/server.properties";
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  /** The programs of the machine that write files, which one test replaces. */
  private static final String PROGRAMS = "programs";

  @TempDir static Path folder;
  @AutoClose private static BrokerMachine machine;
  private static Node node;
  @AutoClose private final TestActivityEnvironment temporal = TestActivities.environment();
  private final BrokerActivities brokers = machine.activities(temporal);

  @BeforeAll
  static void boot() throws Exception {
    machine = new BrokerMachine(folder);
    node = machine.node();
  }

  @Test
  @ResourceLock(value = PROGRAMS, mode = ResourceAccessMode.READ)
  void aListenerIsWrittenOnceKeptModeAndBackupAndIsRestored() {
    FakeBroker broker = machine.broker("edit", 1, 9180);
    BrokerService service = broker.byUnit();
    broker.run("chmod 640 config/server.properties");
    ListenerEdit shown = brokers.previewListener(OWNER, node, service, machine.wanted(1));
    assertThat(broker.run(FILE)).isEqualTo(broker.properties().strip());
    ListenerEdit edit = brokers.writeListener(OWNER, node, service, machine.wanted(1));
    assertThat(edit).isEqualTo(shown);
    assertThat(edit.changes()).isTrue();
    assertThat(edit.diff()).contains("EXTERNAL://b1.x.y:9093");
    assertThat(edit.values().get("listener.security.protocol.map")).contains("EXTERNAL:PLAINTEXT");
    assertThat(edit.toString()).doesNotContain(FakeBroker.SECRET);
    assertThat(broker.run(FILE)).contains("EXTERNAL://b1.x.y:9093", FakeBroker.SECRET);

    String inode = broker.run("stat -c %i config/server.properties");
    assertThat(brokers.writeListener(OWNER, node, service, machine.wanted(1))).isEqualTo(edit);
    assertThat(broker.run("stat -c %i config/server.properties")).isEqualTo(inode);
    assertThat(broker.run("ls config"))
        .isEqualTo(
            "server.properties\nserver.properties.linkspan-" + edit.before().substring(0, 12));
    assertThat(broker.run("stat -c %a config/*")).isEqualTo("640\n640");
    assertThat(brokers.previewListener(OWNER, node, service, machine.wanted(1)).changes())
        .isFalse();

    brokers.restoreConfiguration(OWNER, node, service, edit);
    brokers.restoreConfiguration(OWNER, node, service, edit);
    assertThat(broker.run(FILE)).isEqualTo(broker.properties().strip());
    broker.write(broker.properties() + "log.retention.hours=1\n");
    assertNeedsPerson(
        () -> brokers.restoreConfiguration(OWNER, node, service, edit), "changed by somebody else");
    assertThat(broker.run(FILE)).endsWith("log.retention.hours=1");
  }

  @Test
  @ResourceLock(value = PROGRAMS, mode = ResourceAccessMode.READ)
  void c11AListenerGoesOutOfTheFileAndOfNothingElse() {
    FakeBroker broker = machine.broker("restored", 1, 9270);
    BrokerService service = broker.byUnit();
    ExternalListener added = machine.wanted(1);
    brokers.writeListener(OWNER, node, service, added);

    ListenerEdit shown = brokers.previewListenerRemoval(OWNER, node, service, added);
    ListenerEdit edit = brokers.removeListener(OWNER, node, service, added);
    assertThat(edit).isEqualTo(shown);
    assertThat(edit.changes()).isTrue();
    assertThat(edit.diff()).contains("-").doesNotContain(FakeBroker.SECRET);
    assertThat(broker.run(FILE)).isEqualTo(broker.properties().strip());
    assertThat(brokers.removeListener(OWNER, node, service, added)).isEqualTo(edit);
    brokers.restoreConfiguration(OWNER, node, service, edit);
    assertThat(broker.run(FILE)).contains("EXTERNAL://b1.x.y:9093");

    broker.run("printf 'log.retention.hours=1\\n' >> config/server.properties");
    brokers.removeListener(OWNER, node, service, added);
    assertThat(broker.run(FILE)).isEqualTo(broker.properties() + "log.retention.hours=1");
    broker.run("rm config/server.properties.linkspan-*");
    brokers.writeListener(OWNER, node, service, added);
    broker.run("rm config/server.properties.linkspan-*");
    assertNeedsPerson(
        () -> brokers.removeListener(OWNER, node, service, added), "no backup", "EXTERNAL");
  }

  @Test
  @ResourceLock(value = PROGRAMS, mode = ResourceAccessMode.READ)
  void settingsAreWrittenInPlaceAndAreRestored() {
    FakeBroker broker = machine.broker("settings", 1, 9240);
    BrokerService service = broker.byUnit();
    broker.write(broker.properties() + "log.retention.hours=1\nnum.io.threads=9\n");
    String before = broker.run(FILE);
    var settings =
        new SettingsChange(
            Map.of("log.retention.hours", "72", "num.partitions", "6"), List.of("num.io.threads"));

    ListenerEdit shown = brokers.previewSettings(OWNER, node, service, settings);
    assertThat(broker.run(FILE)).isEqualTo(before);
    ListenerEdit edit = brokers.writeSettings(OWNER, node, service, settings);

    assertThat(edit).isEqualTo(shown);
    assertThat(edit.values()).isEqualTo(Map.of("log.retention.hours", "72", "num.partitions", "6"));
    assertThat(edit.diff())
        .contains("-log.retention.hours=1", "+log.retention.hours=72", "-num.io.threads=9")
        .doesNotContain(FakeBroker.SECRET);
    assertThat(broker.run(FILE))
        .isEqualTo(
            before.replace("hours=1", "hours=72").replace("num.io.threads=9", "num.partitions=6"));
    assertThat(brokers.writeSettings(OWNER, node, service, settings)).isEqualTo(edit);
    brokers.restoreConfiguration(OWNER, node, service, edit);
    assertThat(broker.run(FILE)).isEqualTo(before);
  }

  @Test
  @ResourceLock(value = PROGRAMS, mode = ResourceAccessMode.READ)
  void aSettingThatTheRunningKafkaDoesNotKnowOrRejectsChangesNothing() {
    FakeBroker broker = machine.broker("rejected", 1, 9250);
    BrokerService service = broker.byUnit();
    BrokerProcess process = brokers.start(OWNER, node, service);
    var unknown = new SettingsChange(Map.of("unknown.hours", "72"), List.of());
    var invalid = new SettingsChange(Map.of("fake.refuses", "too many"), List.of());

    assertNeedsPerson(
        () -> brokers.previewSettings(OWNER, node, service, unknown),
        "does not know the setting unknown.hours");
    assertNeedsPerson(
        () -> brokers.writeSettings(OWNER, node, service, invalid),
        "Kafka would not start with the new settings: requirement failed: too many");

    assertThat(broker.run(FILE)).isEqualTo(broker.properties().strip());
    brokers.stop(OWNER, node, service, process, PATIENCE);
  }

  @Test
  @ResourceLock(value = PROGRAMS, mode = ResourceAccessMode.READ)
  void aFileThatChangesWhileItIsEditedIsNotReplaced() {
    FakeBroker broker = machine.broker("race", 1, 9190);
    BrokerService service = broker.byCommands();
    ListenerEdit edit = brokers.previewListener(OWNER, node, service, machine.wanted(1));
    broker.write(broker.properties() + "log.retention.hours=1\n");
    ConfigurationEditor files = new ConfigurationEditor(machine.shell(), node, service);
    assertThatThrownBy(() -> files.write(edit, new byte[0]))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("changed by somebody else just now");
    assertThat(broker.run(FILE)).endsWith("log.retention.hours=1");
    assertThat(broker.run("ls config")).isEqualTo("server.properties");
  }

  @Test
  @ResourceLock(value = PROGRAMS, mode = ResourceAccessMode.READ)
  void aPortThatAnotherProgramHasIsToldBeforeAnythingChanges() throws IOException {
    FakeBroker broker = machine.broker("taken", 1, 9280);
    BrokerService service = broker.byCommands();
    ExternalListener wanted = machine.wanted(31);
    InetAddress address = InetAddress.getByName(node.privateAddress());
    try (ServerSocket other = new ServerSocket(wanted.port(), 1, address)) {
      assertThat(other.isBound()).isTrue();
      assertNeedsPerson(
              () -> brokers.previewListener(OWNER, node, service, wanted),
              "port 39123 of the listener EXTERNAL is taken by process "
                  + ProcessHandle.current().pid()
                  + " (java)")
          .satisfies(e -> assertThat(remedy(e)).contains("kafka.ports.external"));
    }
    assertThat(brokers.previewListener(OWNER, node, service, wanted).changes()).isTrue();
    brokers.writeListener(OWNER, node, service, wanted);
    try (ServerSocket own = new ServerSocket(wanted.port(), 1, address)) {
      assertThat(own.isBound()).isTrue();
      assertThat(brokers.previewListener(OWNER, node, service, wanted).changes()).isFalse();
    }
  }

  @Test
  @ResourceLock(value = PROGRAMS, mode = ResourceAccessMode.READ)
  void aPortThatTheBrokerItselfHasForAnotherPurposeIsToldWithTheOption() {
    for (boolean option : List.of(true, false)) {
      ExternalListener wanted = machine.wanted(option ? 32 : 33);
      FakeBroker broker =
          machine
              .broker("own-" + option, 1, option ? 9290 : 9300)
              .withJavaOption("-Dexporter.port=" + (option ? wanted.port() : 1));
      BrokerService service = broker.byCommands();
      broker.write(
          broker
              .properties()
              .replace("listeners=INT", "listeners=OWN://" + at(wanted.port()) + ",INT")
              .replace("map=", "map=OWN:PLAINTEXT,"));
      BrokerProcess process = brokers.start(OWNER, node, service);
      broker.write(broker.properties());
      if (option) {
        assertNeedsPerson(
            () -> brokers.previewListener(OWNER, node, service, wanted),
            "the broker itself",
            "-Dexporter.port");
      } else {
        assertThat(brokers.previewListener(OWNER, node, service, wanted).changes()).isTrue();
      }
      brokers.stop(OWNER, node, service, process, PATIENCE);
    }
  }

  private static String remedy(Throwable failure) {
    return Failures.remedy((ActivityFailure) failure);
  }

  private static String at(int port) {
    return node.privateAddress() + ":" + port;
  }

  @Test
  @ResourceLock(value = PROGRAMS, mode = ResourceAccessMode.READ)
  void aFileThatNobodyMayReplaceIsToldBeforeAnythingChanges() {
    FakeBroker broker = machine.broker("immutable", 1, 9310);
    BrokerService service = broker.byCommands();
    String immutable = "chattr +i config/server.properties 2> /dev/null && echo yes || true";
    assumeTrue(broker.run(immutable).equals("yes"), "this user or disk has no immutable files");
    try {
      assertNeedsPerson(
              () -> brokers.previewListener(OWNER, node, service, machine.wanted(1)),
              service.configuration() + " on broker-node1: it cannot be changed")
          .satisfies(e -> assertThat(remedy(e)).contains("lsattr"));
    } finally {
      broker.run("chattr -i config/server.properties");
    }
    assertThat(brokers.previewListener(OWNER, node, service, machine.wanted(1)).changes()).isTrue();
  }

  @Test
  @ResourceLock(value = PROGRAMS, mode = ResourceAccessMode.READ)
  void truncatedContentDoesNotReplaceTheFile() {
    FakeBroker broker = machine.broker("cut", 1, 9200);
    BrokerService service = broker.byCommands();
    ListenerEdit edit = brokers.previewListener(OWNER, node, service, machine.wanted(1));
    ConfigurationEditor files = new ConfigurationEditor(machine.shell(), node, service);
    assertThatThrownBy(() -> files.write(edit, "half".getBytes(StandardCharsets.US_ASCII)))
        .hasMessageContaining("reads back otherwise");
    assertThat(broker.run(FILE)).isEqualTo(broker.properties().strip());
    assertThat(broker.run("ls config | grep -c part || true")).isEqualTo("0");
  }

  @Test
  @ResourceLock(value = PROGRAMS, mode = ResourceAccessMode.READ_WRITE)
  void aFullDiskIsReportedAndLeavesTheFileUnchanged() {
    FakeBroker broker = machine.broker("full", 1, 9220);
    BrokerService service = broker.byCommands();
    String cp = broker.run("dirname \"$(command -v systemctl)\"") + "/cp";
    byte[] failing =
        "echo 'cp: error writing: No space left on device' >&2; exit 1\n"
            .getBytes(StandardCharsets.US_ASCII);
    machine.shell().upload(cp, failing, Duration.ofSeconds(20));
    broker.run("chmod +x " + cp);
    try {
      assertNeedsPerson(
          () -> brokers.writeListener(OWNER, node, service, machine.wanted(1)),
          "no room to write",
          "as it was");
    } finally {
      broker.run("rm " + cp);
    }
    assertThat(broker.run(FILE)).isEqualTo(broker.properties().strip());
    assertThat(broker.run("ls config")).isEqualTo("server.properties");
  }
}
