package dev.linkspan.activities.brokers;

import static dev.linkspan.activities.brokers.BrokerMachine.OWNER;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkspan.activities.brokers.MachineFacts.Problem;
import dev.linkspan.activities.brokers.MachineFacts.UnitFile;
import dev.linkspan.activities.execution.Poll;
import dev.linkspan.activities.execution.TestActivities;
import dev.linkspan.activities.ssh.KeyValues;
import dev.linkspan.activities.ssh.Outcome;
import dev.linkspan.activities.ssh.Script;
import dev.linkspan.activities.ssh.TestMachines;
import dev.linkspan.activities.ssh.UnreachableException;
import dev.linkspan.workflows.kafka.BrokerActivities;
import dev.linkspan.workflows.kafka.BrokerActivities.BrokerProcess;
import dev.linkspan.workflows.listeners.ExternalListener;
import dev.linkspan.workflows.plan.BrokerService;
import dev.linkspan.workflows.plan.BrokerService.SystemdUnit;
import dev.linkspan.workflows.steps.Failures;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestActivityEnvironment;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a verification reads of a machine, with brokers that look like Kafka from outside. */
class MachineExaminationTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir Path folder;
  private final TestActivityEnvironment temporal = TestActivities.environment();
  private BrokerMachine machine;
  private BrokerActivities brokers;

  @BeforeEach
  void boot() throws Exception {
    machine = new BrokerMachine(folder);
    brokers = machine.activities(temporal);
  }

  @AfterEach
  void halt() {
    temporal.close();
    machine.close();
  }

  private MachineFacts read(BrokerService service, String... dataFolders) {
    return read(service, Optional.empty(), dataFolders);
  }

  private MachineFacts read(
      BrokerService service, Optional<String> installedUnit, String... dataFolders) {
    return new MachineExamination(
            machine.shell(),
            machine.node().privateAddress(),
            service,
            installedUnit,
            InstantSource.system())
        .read(List.of(dataFolders), 9100, "EXTERNAL", Set.of());
  }

  @Test
  void aRunningBrokerAndItsMachineAreReadByOneCommand() {
    FakeBroker broker = machine.broker("read", 1, 9100);
    BrokerService service = broker.byUnit();
    ExternalListener wanted = machine.wanted(1);
    brokers.writeListener(OWNER, machine.node(), service, wanted);
    BrokerProcess process = brokers.start(OWNER, machine.node(), service);
    MachineFacts facts = read(service);

    assertThat(facts.process()).contains(process.pid());
    assertThat(facts.fileProblems()).isEmpty();
    assertThat(facts.file().orElseThrow().differences(wanted)).isEmpty();
    assertThat(facts.file().orElseThrow().differences(machine.wanted(2)))
        .containsExactly(
            "EXTERNAL listening on %s:39093".formatted(machine.node().privateAddress()),
            "EXTERNAL advertised at b1.x.y:9093");
    assertThat(facts.unit().orElseThrow())
        .isEqualTo(new MachineFacts.Unit("read.service", "enabled", "active"));
    assertThat(facts.kafkaVersion()).isEqualTo("3.7.1");
    assertThat(facts.javaVersion()).isEqualTo(System.getProperty("java.version"));
    assertThat(facts.disks())
        .singleElement()
        .satisfies(
            disk -> {
              assertThat(disk.folder()).endsWith("/read/data");
              assertThat(disk.full()).isFalse();
              assertThat(disk.totalKib()).isPositive();
            });
    assertThat(facts.memory().orElseThrow().availablePercent()).isEqualTo(50);
    assertThat(facts.clock().orElseThrow().ahead()).isLessThan(Duration.ofSeconds(2));
    assertThat(facts.toString()).doesNotContain(FakeBroker.SECRET);

    broker.run("systemctl disable read.service");
    machine.faults().setClock(TestMachines.BROKER, -120);
    machine.faults().setAvailableMemory(TestMachines.BROKER, 2);
    machine.faults().fillDisk(TestMachines.BROKER, true);
    MachineFacts drifted = read(service, "/");
    assertThat(drifted.process()).isEqualTo(facts.process());
    assertThat(drifted.file()).isEqualTo(facts.file());
    assertThat(drifted.fileProblems()).isEmpty();
    assertThat(drifted.unit().orElseThrow().enabled()).isIn("", "linked", "disabled", "not-found");
    assertThat(drifted.clock().orElseThrow().ahead())
        .isBetween(Duration.ofSeconds(-120), Duration.ofSeconds(-110));
    assertThat(drifted.memory().orElseThrow().availablePercent()).isBetween(1, 2);
    assertThat(drifted.disks()).singleElement().satisfies(disk -> assertThat(disk.full()).isTrue());

    machine.faults().fillDisk(TestMachines.BROKER, false);
    brokers.stop(OWNER, machine.node(), service, process, PATIENCE);
  }

  @Test
  void theUnitThatLinkspanWroteAndTheHeapOfTheProcessAreReadButNoLineOfTheUnit() {
    FakeBroker broker = machine.broker("heap", 1, 9100);
    BrokerService service = broker.byUnit();
    String path = Path.of(broker.configuration()).resolve("../../heap.service").normalize() + "";
    String text = broker.run("cat heap.service") + "\n";
    BrokerProcess process = brokers.start(OWNER, machine.node(), service);

    MachineFacts facts = read(service, Optional.of(path));
    assertThat(facts.heap()).contains("32m");
    UnitFile unit = facts.unitFile().orElseThrow();
    assertThat(unit.path()).isEqualTo(path);
    assertThat(unit.hasText(text)).isTrue();
    assertThat(unit.heap()).contains("32m");
    assertThat(unit.dropIn()).isEmpty();
    assertThat(read(service).unitFile()).isEmpty();

    broker.run(
        "sed -i -e 's/-Xmx32m/-Xmx48m/' -e 's/^Type=.*/&\\nEnvironment=\"P=hunter2\"/' heap.service"
            + "\necho '# not -Xmx1g' >> heap.service");
    MachineFacts edited = read(service, Optional.of(path));
    assertThat(edited.heap()).contains("32m");
    assertThat(edited.unitFile().orElseThrow().hasText(text)).isFalse();
    assertThat(edited.unitFile().orElseThrow().heap()).contains("48m");
    assertThat(edited.toString()).doesNotContain(FakeBroker.SECRET);

    broker.run("rm heap.service");
    UnitFile missing = read(service, Optional.of(path)).unitFile().orElseThrow();
    assertThat(missing.sha256()).isEmpty();
    assertThat(missing.path()).isEqualTo(path);
    broker.run("kill " + process.pid());
  }

  @Test
  void aUnitThatSystemdReadsElsewhereAndADropInForItAreNamed() {
    KeyValues found =
        KeyValues.of(
            machine
                .shell()
                .run(
                    """
                    systemctl() {
                      echo FragmentPath=/etc/systemd/system/kafka.service
                      echo "DropInPaths=/usr/lib/systemd/system/service.d/10-all.conf \
                    /etc/systemd/system/kafka.service.d/a.conf"
                    }
                    """
                        + Script.of(MachineExamination.class, "unit-file.sh")
                            .with("unit", "kafka.service")
                            .with("installed", "/opt/linkspan/kafka.service")
                            .text(),
                    PATIENCE)
                .stdout());
    assertThat(found.find("unit-file")).contains("/etc/systemd/system/kafka.service");
    assertThat(found.find("unit-drop-in")).contains("/etc/systemd/system/kafka.service.d/a.conf");
  }

  @Test
  void ofSeveralHeapsOnACommandLineTheLastOneCounts() {
    FakeBroker broker = machine.broker("heaps", 1, 9100);
    String pid =
        broker.run(
            "bash -c 'sleep 60 & wait' java -Xmx1g -XX:MaxHeapSize=2048M -Xmxmuch kafka.Kafka"
                + " > /dev/null 2>&1 & echo $!");
    String read =
        Script.of(MachineExamination.class, "heap.sh").with("pid", pid).text() + "\nkill " + pid;
    assertThat(broker.run(read)).isEqualTo("heap: 2048M");
  }

  @Test
  void aMissingFileAndOneThatKafkaRefusesAreProblemsAndTheMachineIsReadAllTheSame() {
    FakeBroker broker = machine.broker("odd", 1, 9100);
    BrokerService service = broker.byCommands();
    MachineFacts stopped = read(service);
    assertThat(stopped.process()).isEmpty();
    assertThat(stopped.unit()).isEmpty();
    assertThat(stopped.file().orElseThrow().differences(machine.wanted(1)))
        .containsExactly("no listener EXTERNAL");
    assertThat(stopped.kafkaVersion()).isEmpty();

    broker.write(broker.properties().replace("listeners=INTERNAL", "listeners=WRONG"));
    assertThat(read(service).fileProblems()).isNotEmpty();

    broker.run("rm config/server.properties");
    MachineFacts missing = read(service);
    assertThat(missing.file()).isEmpty();
    assertThat(missing.fileProblems())
        .extracting(Problem::text)
        .singleElement()
        .asString()
        .startsWith("there is no file " + service.configuration());
    assertThat(missing.memory()).isPresent();
    assertThat(missing.disks()).isEmpty();
  }

  @Test
  void anotherProcessAtTheBrokersPortIsNamedUnlessItListensAtAnotherAddress() throws Exception {
    BrokerService service = machine.broker("port", 1, 9100).byCommands();
    try (ServerSocket elsewhere = new ServerSocket()) {
      elsewhere.bind(new InetSocketAddress("127.93.250.11", 9100));
      assertThat(read(service).fileProblems()).isEmpty();
    }
    try (ServerSocket here = new ServerSocket()) {
      here.bind(new InetSocketAddress(machine.node().privateAddress(), 9100));
      assertThat(read(service).fileProblems())
          .singleElement()
          .satisfies(
              problem ->
                  assertThat(problem.text())
                      .contains("process " + ProcessHandle.current().pid(), "inter-broker port"));
    }
  }

  /** Starts a program that looks like Kafka from outside and runs this, instead of Java. */
  private static String start(FakeBroker broker, String command) {
    String main = "kafka.Kafka config/server.properties < /dev/null > out 2>&1 & echo $!";
    return broker.run(
        "mkdir -p bin; [ -x bin/java ] || cp /bin/bash bin/java; bin/java -c '"
            + command
            + "' "
            + main);
  }

  @Test
  void aChildThatABrokerIsAboutToTurnIntoAnotherProgramIsNoSecondBroker() {
    FakeBroker broker = machine.broker("forks", 1, 9100);
    broker.run("mkfifo hold");
    String pid = start(broker, "(read -r line < hold; :) & echo $! > child; wait");
    broker.run("until [ -s child ]; do sleep 0.05; done");
    BrokerService service = broker.byCommands();
    MachineFacts facts = read(service);
    assertThat(brokers.survey(OWNER, machine.node(), service).process().orElseThrow().pid())
        .isEqualTo(Long.valueOf(pid));
    broker.run("grep -z kafka.Kafka /proc/$(cat child)/cmdline; echo go > hold");

    assertThat(facts.process()).contains(Long.valueOf(pid));
    assertThat(facts.fileIsFine()).isTrue();
  }

  @Test
  void twoBrokersWithTheSameFileAreAProblem() {
    FakeBroker broker = machine.broker("two", 1, 9100);
    String first = start(broker, "sleep 60 & wait");
    String second = start(broker, "sleep 60 & wait");
    MachineFacts facts = read(broker.byCommands());
    broker.run("kill " + first + " " + second);

    assertThat(facts.fileProblems())
        .singleElement()
        .satisfies(
            problem -> assertThat(problem.text()).contains("more than one process", first, second));
    assertThat(facts.stopped()).isFalse();
  }

  private static MachineFacts facts(Outcome outcome) {
    Instant now = Instant.now();
    BrokerService service =
        new BrokerService("/k/server.properties", new SystemdUnit("kafka.service"));
    return MachineExamination.facts(
        "node1", service, outcome, now, now, "EXTERNAL", Set.of("num.partitions"));
  }

  @Test
  void aCommandThatFailsSaysNothingOfFileProcessAndUnit() {
    for (Outcome failed :
        List.of(
            new Outcome(1, "", "bash: fork: retry: Resource temporarily unavailable"),
            new Outcome(-1, "now: 1790000000.123", ""),
            new Outcome(0, "file: /k/server.properties", ""))) {
      MachineFacts facts = facts(failed);
      assertThat(facts.fileProblems()).isEmpty();
      assertThat(facts.fileUnread()).isPresent();
      assertThat(facts.unit()).isEmpty();
    }
    assertThat(facts(new Outcome(1, "", "")).stopped()).isFalse();
    for (int exit : List.of(80, 81, 82, 83)) {
      MachineFacts facts = facts(new Outcome(exit, "", ""));
      assertThat(facts.fileUnread()).isEmpty();
      assertThat(facts.fileProblems()).hasSize(1);
      assertThat(facts.stopped()).isFalse();
    }
  }

  @Test
  void whatTheNextReadingNoLongerFindsIsNoProblem() {
    MachineFacts unread = facts(new Outcome(1, "", "boom"));
    MachineFacts missing = facts(new Outcome(80, "", ""));
    MachineFacts fine =
        facts(
            new Outcome(
                0,
                "file: /k/server.properties\ncontent: "
                    + Base64.getEncoder()
                        .encodeToString("node.id=1\nprocess.roles=broker\n".getBytes(UTF_8)),
                ""));
    assertThat(fine.fileUnread()).isEmpty();
    for (MachineFacts first : List.of(unread, missing)) {
      assertThat(confirmed(first, fine)).isSameAs(fine);
      assertThat(confirmed(first, missing)).isSameAs(missing);
      assertThat(confirmed(first, unread)).isSameAs(unread);
    }
  }

  private static MachineFacts confirmed(MachineFacts first, MachineFacts second) {
    Iterator<MachineFacts> readings = List.of(first, second).iterator();
    Poll once = Poll.every(Duration.ofMillis(1)).atMost(Duration.ofMillis(1));
    return MachineExamination.confirmed(once, readings::next);
  }

  @Test
  void anotherHostKeyIsRefused() {
    BrokerService service = machine.broker("other", 1, 9100).byCommands();
    assertThat(read(service).process()).isEqualTo(Optional.empty());
    machine.faults().changeHostKey(TestMachines.BROKER);
    assertThatThrownBy(
            () -> {
              // The broken connection is noticed with the first use.
              try {
                read(service);
              } catch (UnreachableException e) {
                read(service);
              }
            })
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            failure -> {
              assertThat(failure.getType()).isEqualTo(Failures.NEEDS_PERSON);
              assertThat(failure.getOriginalMessage()).startsWith("host key of broker-node1");
            });
  }
}
