package dev.linkspan.activities.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.activities.brokers.MachineFacts.Clock;
import dev.linkspan.activities.brokers.MachineFacts.Disk;
import dev.linkspan.activities.brokers.MachineFacts.Memory;
import dev.linkspan.activities.brokers.MachineFacts.Problem;
import dev.linkspan.activities.brokers.MachineFacts.Unit;
import dev.linkspan.activities.verification.MachineReading.Answered;
import dev.linkspan.activities.verification.MachineReading.Refused;
import dev.linkspan.activities.verification.MachineReading.Silent;
import dev.linkspan.probe.protocol.ExamineResult.Running;
import dev.linkspan.workflows.verification.Check;
import dev.linkspan.workflows.verification.Repair;
import dev.linkspan.workflows.verification.Repair.Kind;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** One change of what a healthy cluster says, and the one finding that follows from it. */
class BrokerChecksTest {
  private static final List<Integer> IDS = List.of(1, 2, 3);
  private static final Repair RESTART = Repair.changes(Kind.BROKERS, "2");
  private static final String LISTENER = "listener EXTERNAL (broker 2)";

  private final ExaminedCluster cluster = new ExaminedCluster(IDS);
  private final Map<Integer, ExaminedMachine> machines = new TreeMap<>();
  private final Map<Integer, MachineReading> unread = new TreeMap<>();
  private final ExaminedMachine second;

  BrokerChecksTest() {
    IDS.forEach(id -> machines.put(id, new ExaminedMachine(id)));
    second = machines.get(2);
  }

  private List<Check> checks(Link link, ClusterReading reading) {
    Map<Integer, MachineReading> readings = new TreeMap<>();
    machines.forEach((id, machine) -> readings.put(id, new Answered(machine.facts())));
    readings.putAll(unread);
    return BrokerChecks.of(link, reading, readings);
  }

  private List<Check> checks() {
    return checks(TestLink.existing(IDS), ClusterReading.of(cluster.result()));
  }

  private static List<Check> findings(List<Check> checks) {
    return checks.stream().filter(check -> !check.passed()).toList();
  }

  private List<Check> findings() {
    return findings(checks());
  }

  /** The only finding. */
  private Check finding() {
    assertThat(findings()).hasSize(1);
    return findings().get(0);
  }

  private void assertFinding(String key, boolean breaks, String evidence) {
    Check finding = finding();
    assertThat(finding.key()).isEqualTo(key);
    assertThat(finding.failed()).isTrue();
    assertThat(finding.breaks()).isEqualTo(breaks);
    assertThat(finding.evidence()).contains(evidence);
    assertThat(finding.remedy()).isNotBlank();
    assertThat(finding.evidence().length()).isLessThan(160);
  }

  @Test
  void aHealthyClusterHasNoFindingAndShortEvidence() {
    assertThat(findings()).isEmpty();
    assertThat(checks()).extracting(Check::key).doesNotHaveDuplicates().hasSize(6 + 3 * 8);
    assertThat(checks()).allSatisfy(c -> assertThat(c.evidence().length()).isLessThan(70));
  }

  @Test
  void aBrokerThatRunsWithAnotherAddressBreaksThePath() {
    cluster.runsWith(2, "b2.x:1");
    second.file = Optional.of(ExaminedCluster.file(2, "b2.x:1"));
    assertFinding(LISTENER, true, "runs with EXTERNAL advertised at b2.x:1; so does its file");
    assertThat(finding().expected()).contains(TestLink.advertised(2), "39092");
    assertThat(finding().repair()).contains(RESTART);
    assertThat(finding().remedy()).endsWith("or run `linkspan repair demo`.");
  }

  @Test
  void aFileThatWasCorrectedWithoutARestartIsNamed() {
    cluster.runsWith(2, "b2.x:1");
    assertFinding(LISTENER, true, "its file is as planned");
  }

  @Test
  void aFileThatWasEditedWithoutARestartIsDrift() {
    second.file = Optional.of(ExaminedCluster.file(2, "b2.x:1"));
    assertFinding(
        LISTENER,
        false,
        "its file has EXTERNAL advertised at b2.x:1, which takes effect at the next restart");
    assertThat(finding().repair()).contains(RESTART);
  }

  @Test
  void swappedAddressesOfTwoBrokersAreNamedWithTheirOwners() {
    cluster.runsWith(2, TestLink.advertised(3));
    cluster.runsWith(3, TestLink.advertised(2));
    assertThat(findings())
        .extracting(Check::key)
        .containsExactly(LISTENER, "listener EXTERNAL (broker 3)");
    assertThat(findings().get(0).evidence()).contains("the address of broker 3");
    assertThat(findings().get(1).evidence()).contains("the address of broker 2");
  }

  @Test
  void aMissingListenerAndAnotherProtocolAreNamed() {
    Running was = cluster.running.get(1);
    cluster.running.set(
        1,
        new Running(
            2,
            "INTERNAL://10.0.0.2:9092",
            "",
            "INTERNAL:PLAINTEXT",
            was.logDirs(),
            Map.of(),
            List.of()));
    assertFinding(LISTENER, true, "runs with no listener EXTERNAL");
    cluster.running.set(
        1,
        new Running(
            2,
            "EXTERNAL://10.0.0.2:39093",
            was.advertisedListeners(),
            "EXTERNAL:SSL",
            was.logDirs(),
            Map.of(),
            List.of()));
    assertFinding(
        LISTENER, true, "EXTERNAL listening on 10.0.0.2:39093, EXTERNAL with protocol SSL");
  }

  @Test
  void whatClientsAreToldCountsMoreThanTheSetting() {
    cluster.served.get(1).put(2, "old.x:9094");
    assertFinding(LISTENER, true, "broker 1 tells clients that broker 2 is at old.x");
  }

  @Test
  void aListenerThatDoesNotAnswerBreaksThePath() {
    cluster.served.remove(2);
    cluster.notServed = Map.of(2, "Connection refused");
    assertFinding(LISTENER, true, "does not answer at port 39092: Connection refused");
  }

  @Test
  void aStoppedBrokerIsOneFindingAndNotItsConsequences() {
    cluster.stop(3);
    machines.get(3).stop();
    assertFinding("Kafka broker (broker 3)", true, "does not run on node3");
    assertThat(finding().remedy()).contains("systemctl start kafka.service");
    assertThat(finding().repair()).contains(Repair.adds(Kind.BROKERS, "3"));
  }

  @Test
  void aProcessThatDoesNotJoinTheClusterIsForAPerson() {
    cluster.stop(3);
    assertFinding("Kafka broker (broker 3)", true, "process 103 runs on node3, but");
    assertThat(finding().repair()).isEmpty();
  }

  @Test
  void aMachineThatDoesNotAnswerIsNotCheckedAndTheRestIs() {
    unread.put(2, new Silent("node2 cannot be reached over SSH"));
    assertThat(finding().outcome()).isEqualTo(Check.Outcome.NOT_CHECKED);
    assertThat(finding().key()).isEqualTo("SSH (broker 2)");
    assertThat(checks()).extracting(Check::key).contains(LISTENER);
    cluster.stop(3);
    assertThat(findings())
        .extracting(Check::key)
        .containsExactly("SSH (broker 2)", "Kafka broker (broker 3)");
  }

  @Test
  void anotherHostKeyIsDriftForAPerson() {
    unread.put(2, new Refused("host key of node2 changed", "find out why"));
    assertFinding("SSH (broker 2)", false, "host key of node2 changed");
    assertThat(finding().repair()).isEmpty();
  }

  @Test
  void aClusterThatTheProbeCannotAskIsNotCheckedAndTheMachinesAre() {
    machines.get(3).stop();
    List<Check> found =
        findings(checks(TestLink.existing(IDS), ClusterReading.failed("the bastion is away")));
    assertThat(found)
        .extracting(Check::key)
        .containsExactly("Kafka cluster", "Kafka broker (broker 3)");
    assertThat(found.get(0).outcome()).isEqualTo(Check.Outcome.NOT_CHECKED);
  }

  private void unit(String enabled, String active) {
    second.unit = Optional.of(new Unit("kafka.service", enabled, active));
  }

  @Test
  void aUnitThatDoesNotStartWithTheMachineIsDriftThatCanBePutBack() {
    unit("disabled", "active");
    assertFinding("unit (broker 2)", false, "kafka.service is disabled");
    assertThat(finding().repair()).contains(Repair.adds(Kind.UNIT, "2"));
    unit("not-found", "active");
    assertFinding("unit (broker 2)", false, "kafka.service is not found");
    unit("masked", "active");
    assertFinding("unit (broker 2)", false, "masked");
    assertThat(finding().repair()).isEmpty();
    unit("enabled", "inactive");
    assertFinding("unit (broker 2)", false, "the broker runs, but kafka.service is inactive");
  }

  @Test
  void aDiskIsDriftWhereItIsNearlyFullAndBreaksThePathWhereItIsFull() {
    second.disk = new Disk("/data", 1000 * ExaminedMachine.GIB, 150 * ExaminedMachine.GIB);
    assertThat(findings()).isEmpty();
    second.disk = new Disk("/data", 1000 * ExaminedMachine.GIB, 90 * ExaminedMachine.GIB);
    assertFinding("disk (broker 2)", false, "/data is on a disk of 1000 GiB that is 91 % full");
    second.disk = new Disk("/data", 1000 * ExaminedMachine.GIB, 0);
    assertFinding("disk (broker 2)", true, "/data is on a disk of 1000 GiB that is full");
  }

  @Test
  void littleMemoryIsDrift() {
    second.memory = new Memory(2 << 20, 80 << 10);
    assertFinding("memory (broker 2)", false, "80 of 2048 MiB are available");
  }

  private void clock(int id, long seconds, Optional<Boolean> timeServer) {
    machines.get(id).clock = new Clock(Duration.ofSeconds(seconds), timeServer);
  }

  @Test
  void aClockThatIsOffIsDriftUnlessItIsTheWorkersClockThatIsOff() {
    clock(2, 120, Optional.of(false));
    assertFinding(
        "clock (broker 2)", false, "120 s ahead of the other clocks; no time server sets it");
    clock(2, -120, Optional.empty());
    assertFinding("clock (broker 2)", false, "120 s behind the other clocks");
    clock(2, 9, Optional.empty());
    assertThat(findings()).isEmpty();
    IDS.forEach(id -> clock(id, 300, Optional.empty()));
    assertThat(findings()).isEmpty();
  }

  @Test
  void aFileThatKafkaWouldNotStartWithIsDrift() {
    second.problems = List.of(new Problem("Kafka would not start again", "Correct it."));
    assertFinding("configuration file (broker 2)", false, "Kafka would not start again");
    second.file = Optional.empty();
    second.problems = List.of(new Problem("there is no file", "Put it back."));
    assertFinding("configuration file (broker 2)", false, "there is no file");
  }

  @Test
  void aFileAndAUnitThatCouldNotBeReadAreNeitherFineNorFailed() {
    cluster.stop(2);
    second.process = Optional.empty();
    second.file = Optional.empty();
    second.unit = Optional.empty();
    second.fileUnread = Optional.of("cannot look at server.properties on node2: fork failed");
    List<Check> unread = findings().stream().filter(check -> !check.failed()).toList();
    assertThat(unread)
        .extracting(Check::key)
        .containsExactly("configuration file (broker 2)", "unit (broker 2)");
    assertThat(unread.get(0).evidence()).contains("fork failed");
    assertThat(unread.get(0).severity()).isEqualTo(Check.Severity.DRIFT);
    assertThat(unread.get(0).remedy()).isNotBlank();
    assertThat(findings())
        .filteredOn(Check::failed)
        .singleElement()
        .satisfies(
            check -> assertThat(check.evidence()).isEqualTo("is not registered with the cluster"));
  }

  @Test
  void versionsThatDifferAreDriftAndUnknownOnesDoNotCount() {
    second.kafka = "3.8.0";
    assertFinding("versions", false, "Kafka 3.7.1 on brokers 1, 3, Kafka 3.8.0 on broker 2");
    second.kafka = "3.7.1";
    second.java = "";
    assertThat(findings()).isEmpty();
    machines.values().forEach(machine -> machine.kafka = "3.8.0");
    assertThat(findings()).isEmpty();
  }

  @Test
  void versionsOfANewClusterAreThoseOfThePlan() {
    assertThat(newCluster("3.7.1", "17.0.9+9")).isEmpty();
    assertThat(newCluster("3.7.1", "17")).isEmpty();
    assertThat(newCluster("3.7.2", "17.0.9"))
        .singleElement()
        .satisfies(check -> assertThat(check.expected()).isEqualTo("Kafka 3.7.2, Java 17.0.9"));
  }

  private List<Check> newCluster(String kafka, String java) {
    return findings(
        checks(TestLink.created(IDS, kafka, java), ClusterReading.of(cluster.result())));
  }

  @Test
  void partitionsWithoutALeaderOrThatRefuseWritesBreakThePath() {
    cluster.leaderless = "t-0";
    assertFinding("partitions", true, "without a leader: t-0");
    cluster.leaderless = "";
    cluster.belowMinIsr = "t-1";
    assertFinding("partitions", true, "refusing writes below min.insync.replicas: t-1");
  }

  @Test
  void aQuorumWithoutALeaderBreaksThePathAndAVoterThatLagsIsDrift() {
    cluster.lagging = List.of(2);
    assertFinding("active controller", false, "controllers 2 lag behind");
    cluster.activeController = -1;
    assertFinding("active controller", true, "the controller quorum has no leader");
  }

  @Test
  void replicasThatLagAndOfflineLogDirectoriesAreDrift() {
    cluster.outOfSync = Map.of(2, 4);
    assertFinding("replicas", false, "not in sync: 4 on broker 2");
    cluster.outOfSync = Map.of();
    cluster.failedLogDirs = Map.of(2, "/data");
    assertFinding("log directories", false, "offline: /data of broker 2");
  }

  @Test
  void whatTheBrokersDidNotSayIsNotChecked() {
    cluster.activeController = -1;
    cluster.problems =
        List.of("The controller quorum cannot be read: x.", "The configs cannot be read: y.");
    assertThat(findings())
        .allMatch(check -> check.outcome() == Check.Outcome.NOT_CHECKED)
        .extracting(Check::key)
        .containsExactly("active controller", "answers of the brokers");
  }

  @Test
  void c7AnAuthorizerThatRefusesToTellIsDriftWithTheAclsThatAreNeeded() {
    String refused = "Reassignments cannot be read: ClusterAuthorizationException: no.";
    cluster.problems = List.of("The configs cannot be read: y.", refused);
    assertFinding("answers of the brokers", false, "refuses User:ANONYMOUS");
    assertThat(finding().evidence()).endsWith(refused);
    assertThat(finding().remedy()).contains("kafka-acls.sh", "--cluster");
  }

  @Test
  void anotherClusterAndABrokerThatIsNotInThePlanAreNamed() {
    cluster.brokers = List.of(1, 2, 3, 4);
    assertFinding("Kafka cluster", true, "broker 4 is registered, but TiDB Cloud has no way to it");
    cluster.clusterId = "other";
    assertFinding("Kafka cluster", true, "its ID is other");
  }

  @Test
  void aClusterOfWhichNoBrokerAnswersIsOneFindingForEachBrokerAndOneForTheCluster() {
    IDS.forEach(cluster::stop);
    cluster.problems = List.of("No broker answers: refused.");
    assertThat(findings()).hasSize(4).allMatch(Check::breaks);
  }
}
