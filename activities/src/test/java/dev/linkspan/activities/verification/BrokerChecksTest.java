package dev.linkspan.activities.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.activities.brokers.ExternalEntries;
import dev.linkspan.activities.brokers.MachineFacts;
import dev.linkspan.activities.brokers.MachineFacts.Clock;
import dev.linkspan.activities.brokers.MachineFacts.Disk;
import dev.linkspan.activities.brokers.MachineFacts.Memory;
import dev.linkspan.activities.brokers.MachineFacts.Problem;
import dev.linkspan.activities.brokers.MachineFacts.Unit;
import dev.linkspan.activities.verification.MachineReading.Answered;
import dev.linkspan.activities.verification.MachineReading.Refused;
import dev.linkspan.activities.verification.MachineReading.Silent;
import dev.linkspan.probe.protocol.ExamineResult;
import dev.linkspan.probe.protocol.ExamineResult.Running;
import dev.linkspan.workflows.verification.Check;
import dev.linkspan.workflows.verification.Repair;
import dev.linkspan.workflows.verification.Repair.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** One change of what a healthy cluster says, and the one finding that follows from it. */
class BrokerChecksTest {
  private static final List<Integer> IDS = List.of(1, 2, 3);
  private static final Repair RESTART = Repair.changes(Kind.BROKERS, "2");

  private ExamineResult cluster = healthyCluster();
  private final Map<Integer, MachineReading> machines = new TreeMap<>();

  BrokerChecksTest() {
    IDS.forEach(id -> machines.put(id, new Answered(healthyMachine(id))));
  }

  private static ExamineResult healthyCluster() {
    Map<Integer, String> told = new TreeMap<>();
    IDS.forEach(id -> told.put(id, TestLink.advertised(id)));
    Map<Integer, Map<Integer, String>> served = new TreeMap<>();
    IDS.forEach(id -> served.put(id, told));
    return new ExamineResult(
        TestLink.CLUSTER,
        IDS,
        1,
        List.of(),
        "",
        "",
        Map.of(),
        Map.of(),
        IDS.stream().map(id -> running(id, TestLink.advertised(id))).toList(),
        served,
        Map.of(),
        List.of());
  }

  private static Running running(int id, String advertised) {
    return new Running(
        id,
        "INTERNAL://10.0.0.%d:9092,EXTERNAL://10.0.0.%1$d:39092".formatted(id),
        "INTERNAL://10.0.0.%d:9092,EXTERNAL://%s".formatted(id, advertised),
        "INTERNAL:PLAINTEXT,EXTERNAL:PLAINTEXT",
        List.of("/data"));
  }

  private static ExternalEntries entries(int id, String advertised) {
    Running running = running(id, advertised);
    return ExternalEntries.ofRunning(
        running.listeners(), running.advertisedListeners(), running.protocolMap(), "EXTERNAL");
  }

  private static MachineFacts healthyMachine(int id) {
    return new MachineFacts(
        Optional.of(100L + id),
        Optional.of(entries(id, TestLink.advertised(id))),
        List.of(),
        Optional.of(new Unit("kafka.service", "enabled", "active")),
        List.of(new Disk("/data", 1000 << 20, 500 << 20)),
        Optional.of(new Memory(1000, 500)),
        Optional.of(new Clock(Duration.ZERO, Optional.of(true))),
        "3.7.1",
        "17.0.9");
  }

  private List<Check> checks() {
    return BrokerChecks.of(TestLink.existing(IDS), ClusterReading.of(cluster), machines);
  }

  private List<Check> findings() {
    return checks().stream().filter(check -> !check.passed()).toList();
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

  private void runsWith(int id, String advertised) {
    List<Running> all = new ArrayList<>(cluster.running());
    all.set(id - 1, running(id, advertised));
    Map<Integer, Map<Integer, String>> served = new TreeMap<>();
    cluster
        .served()
        .forEach(
            (teller, told) -> {
              Map<Integer, String> now = new TreeMap<>(told);
              now.put(id, advertised);
              served.put(teller, now);
            });
    cluster = with(cluster, all, served);
  }

  private static ExamineResult with(
      ExamineResult c, List<Running> running, Map<Integer, Map<Integer, String>> served) {
    return new ExamineResult(
        c.clusterId(),
        c.brokers(),
        c.activeController(),
        c.laggingVoters(),
        c.leaderless(),
        c.belowMinIsr(),
        c.outOfSync(),
        c.failedLogDirs(),
        running,
        served,
        c.notServed(),
        c.problems());
  }

  /** A cluster in which broker 3 is down, with everything that follows from it. */
  private void withoutBroker3(List<Integer> lagging) {
    ExamineResult c = cluster;
    Map<Integer, Map<Integer, String>> served = new TreeMap<>();
    Map<Integer, String> told = Map.of(1, TestLink.advertised(1), 2, TestLink.advertised(2));
    served.put(1, told);
    served.put(2, told);
    cluster =
        new ExamineResult(
            c.clusterId(),
            List.of(1, 2),
            1,
            lagging,
            "",
            "",
            Map.of(3, 12),
            Map.of(),
            c.running().subList(0, 2),
            served,
            Map.of(3, "Connection refused"),
            List.of());
  }

  private void partitions(int controller, String leaderless, String refusing) {
    ExamineResult c = cluster;
    cluster =
        new ExamineResult(
            c.clusterId(),
            c.brokers(),
            controller,
            List.of(),
            leaderless,
            refusing,
            Map.of(),
            Map.of(),
            c.running(),
            c.served(),
            Map.of(),
            List.of());
  }

  private void replicas(
      List<Integer> lagging, Map<Integer, Integer> behind, Map<Integer, String> dirs) {
    ExamineResult c = cluster;
    cluster =
        new ExamineResult(
            c.clusterId(),
            c.brokers(),
            1,
            lagging,
            "",
            "",
            behind,
            dirs,
            c.running(),
            c.served(),
            Map.of(),
            List.of());
  }

  private void machine(int id, UnaryOperator<MachineFacts> change) {
    machines.put(id, new Answered(change.apply(healthyMachine(id))));
  }

  private static MachineFacts file(MachineFacts m, Optional<ExternalEntries> file, Problem... why) {
    return new MachineFacts(
        m.process(),
        file,
        List.of(why),
        m.unit(),
        m.disks(),
        m.memory(),
        m.clock(),
        m.kafkaVersion(),
        m.javaVersion());
  }

  private static MachineFacts process(MachineFacts m, Optional<Long> process, Unit unit) {
    return new MachineFacts(
        process,
        m.file(),
        List.of(),
        Optional.of(unit),
        m.disks(),
        m.memory(),
        m.clock(),
        process.isPresent() ? m.kafkaVersion() : "",
        process.isPresent() ? m.javaVersion() : "");
  }

  private static MachineFacts resources(MachineFacts m, Disk disk, Memory memory, Clock clock) {
    return new MachineFacts(
        m.process(),
        m.file(),
        List.of(),
        m.unit(),
        List.of(disk),
        Optional.of(memory),
        Optional.of(clock),
        m.kafkaVersion(),
        m.javaVersion());
  }

  private void disk(long availableKib) {
    machine(
        2,
        m ->
            resources(
                m,
                new Disk("/data", 1000 << 20, availableKib),
                m.memory().orElseThrow(),
                m.clock().orElseThrow()));
  }

  private void clock(int id, long seconds, Optional<Boolean> timeServer) {
    machine(
        id,
        m ->
            resources(
                m,
                m.disks().get(0),
                m.memory().orElseThrow(),
                new Clock(Duration.ofSeconds(seconds), timeServer)));
  }

  private void unit(String enabled, String active) {
    machine(2, m -> process(m, m.process(), new Unit("kafka.service", enabled, active)));
  }

  private void versions(int id, String kafka, String java) {
    machine(
        id,
        m ->
            new MachineFacts(
                m.process(),
                m.file(),
                List.of(),
                m.unit(),
                m.disks(),
                m.memory(),
                m.clock(),
                kafka,
                java));
  }

  @Test
  void aHealthyClusterHasNoFindingAndShortEvidence() {
    assertThat(findings()).isEmpty();
    assertThat(checks()).extracting(Check::key).doesNotHaveDuplicates().hasSize(6 + 3 * 8);
    assertThat(checks()).allSatisfy(c -> assertThat(c.evidence().length()).isLessThan(70));
  }

  @Test
  void aBrokerThatRunsWithAnotherAddressBreaksThePath() {
    runsWith(2, "b2.x:1");
    machine(2, m -> file(m, Optional.of(entries(2, "b2.x:1"))));
    assertFinding(
        "listener EXTERNAL (broker 2)",
        true,
        "runs with EXTERNAL advertised at b2.x:1; so does its file");
    assertThat(finding().expected()).contains(TestLink.advertised(2), "39092");
    assertThat(finding().repair()).contains(RESTART);
    assertThat(finding().remedy()).endsWith("or run `linkspan repair demo`.");
  }

  @Test
  void aFileThatWasCorrectedWithoutARestartIsNamed() {
    runsWith(2, "b2.x:1");
    assertFinding("listener EXTERNAL (broker 2)", true, "its file is as planned");
  }

  @Test
  void aFileThatWasEditedWithoutARestartIsDrift() {
    machine(2, m -> file(m, Optional.of(entries(2, "b2.x:1"))));
    assertFinding(
        "listener EXTERNAL (broker 2)",
        false,
        "its file has EXTERNAL advertised at b2.x:1, which takes effect at the next restart");
    assertThat(finding().repair()).contains(RESTART);
  }

  @Test
  void swappedPortsOfTwoBrokersAreNamedWithTheirOwners() {
    runsWith(2, TestLink.advertised(2).replace("9094", "9095"));
    runsWith(3, TestLink.advertised(3).replace("9095", "9094"));
    assertThat(findings()).extracting(Check::key).hasSize(2);
    runsWith(2, TestLink.advertised(3));
    assertThat(findings().get(0).evidence()).contains("the address of broker 3");
  }

  @Test
  void aMissingListenerAndAnotherProtocolAreNamed() {
    List<Running> all = new ArrayList<>(cluster.running());
    Running was = all.get(1);
    all.set(1, new Running(2, "INTERNAL://10.0.0.2:9092", "", "INTERNAL:PLAINTEXT", was.logDirs()));
    cluster = with(cluster, all, cluster.served());
    assertFinding("listener EXTERNAL (broker 2)", true, "runs with no listener EXTERNAL");
    all.set(
        1,
        new Running(
            2,
            "EXTERNAL://10.0.0.2:39093",
            was.advertisedListeners(),
            "EXTERNAL:SSL",
            was.logDirs()));
    cluster = with(cluster, all, cluster.served());
    assertFinding(
        "listener EXTERNAL (broker 2)",
        true,
        "EXTERNAL listening on 10.0.0.2:39093, EXTERNAL with protocol SSL");
  }

  @Test
  void whatClientsAreToldCountsMoreThanTheSetting() {
    Map<Integer, Map<Integer, String>> served = new TreeMap<>(cluster.served());
    Map<Integer, String> told = new TreeMap<>(served.get(1));
    told.put(2, "old.x:9094");
    served.put(1, told);
    cluster = with(cluster, cluster.running(), served);
    assertFinding(
        "listener EXTERNAL (broker 2)", true, "broker 1 tells clients that broker 2 is at old.x");
  }

  @Test
  void aListenerThatDoesNotAnswerBreaksThePath() {
    ExamineResult c = cluster;
    Map<Integer, Map<Integer, String>> served = new TreeMap<>(c.served());
    served.remove(2);
    cluster =
        new ExamineResult(
            c.clusterId(),
            c.brokers(),
            1,
            List.of(),
            "",
            "",
            Map.of(),
            Map.of(),
            c.running(),
            served,
            Map.of(2, "Connection refused"),
            List.of());
    assertFinding(
        "listener EXTERNAL (broker 2)", true, "does not answer at port 39092: Connection refused");
  }

  @Test
  void aStoppedBrokerIsOneFindingAndNotItsConsequences() {
    withoutBroker3(List.of(3));
    machine(3, m -> process(m, Optional.empty(), new Unit("kafka.service", "enabled", "inactive")));
    assertFinding("Kafka broker (broker 3)", true, "does not run on node3");
    assertThat(finding().remedy()).contains("systemctl start kafka.service");
    assertThat(finding().repair()).contains(Repair.adds(Kind.BROKERS, "3"));
  }

  @Test
  void aProcessThatDoesNotJoinTheClusterIsForAPerson() {
    withoutBroker3(List.of());
    assertFinding("Kafka broker (broker 3)", true, "process 103 runs on node3, but");
    assertThat(finding().repair()).isEmpty();
  }

  @Test
  void aMachineThatDoesNotAnswerIsNotCheckedAndTheRestIs() {
    machines.put(2, new Silent("node2 cannot be reached over SSH"));
    assertThat(finding().outcome()).isEqualTo(Check.Outcome.NOT_CHECKED);
    assertThat(finding().key()).isEqualTo("SSH (broker 2)");
    assertThat(checks()).extracting(Check::key).contains("listener EXTERNAL (broker 2)");
    withoutBroker3(List.of());
    assertThat(findings())
        .extracting(Check::key)
        .containsExactly("SSH (broker 2)", "Kafka broker (broker 3)");
  }

  @Test
  void anotherHostKeyIsDriftForAPerson() {
    machines.put(2, new Refused("host key of node2 changed", "find out why"));
    assertFinding("SSH (broker 2)", false, "host key of node2 changed");
    assertThat(finding().repair()).isEmpty();
  }

  @Test
  void aClusterThatTheProbeCannotAskIsNotCheckedAndTheMachinesAre() {
    machine(3, m -> process(m, Optional.empty(), new Unit("kafka.service", "enabled", "inactive")));
    List<Check> found =
        BrokerChecks.of(
                TestLink.existing(IDS), ClusterReading.failed("the bastion is away"), machines)
            .stream()
            .filter(check -> !check.passed())
            .toList();
    assertThat(found)
        .extracting(Check::key)
        .containsExactly("Kafka cluster", "Kafka broker (broker 3)");
    assertThat(found.get(0).outcome()).isEqualTo(Check.Outcome.NOT_CHECKED);
  }

  @Test
  void aUnitThatDoesNotStartWithTheMachineIsDriftThatCanBePutBack() {
    unit("disabled", "active");
    assertFinding("unit (broker 2)", false, "kafka.service is disabled");
    assertThat(finding().repair()).contains(Repair.adds(Kind.UNIT, "2"));
    unit("", "active");
    assertFinding("unit (broker 2)", false, "kafka.service is not found");
    unit("masked", "active");
    assertFinding("unit (broker 2)", false, "masked");
    assertThat(finding().repair()).isEmpty();
    unit("enabled", "inactive");
    assertFinding("unit (broker 2)", false, "the broker runs, but kafka.service is inactive");
  }

  @Test
  void aDiskIsDriftWhereItIsNearlyFullAndBreaksThePathWhereItIsFull() {
    disk(149L << 20);
    assertThat(findings()).isEmpty();
    disk(90L << 20);
    assertFinding("disk (broker 2)", false, "/data is on a disk of 1000 GiB that is 91 % full");
    disk(0);
    assertFinding("disk (broker 2)", true, "/data is on a disk of 1000 GiB that is full");
  }

  @Test
  void littleMemoryIsDrift() {
    machine(
        2,
        m ->
            resources(m, m.disks().get(0), new Memory(2 << 20, 80 << 10), m.clock().orElseThrow()));
    assertFinding("memory (broker 2)", false, "80 of 2048 MiB are available");
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
    machine(2, m -> file(m, m.file(), new Problem("Kafka would not start again", "Correct it.")));
    assertFinding("configuration file (broker 2)", false, "Kafka would not start again");
    machine(2, m -> file(m, Optional.empty(), new Problem("there is no file", "Put it back.")));
    assertFinding("configuration file (broker 2)", false, "there is no file");
  }

  @Test
  void versionsThatDifferAreDriftAndUnknownOnesDoNotCount() {
    versions(2, "3.8.0", "17.0.9");
    assertFinding("versions", false, "Kafka 3.7.1 on brokers 1, 3, Kafka 3.8.0 on broker 2");
    versions(2, "3.7.1", "");
    assertThat(findings()).isEmpty();
    IDS.forEach(id -> versions(id, "3.8.0", "21.0.1"));
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
    return BrokerChecks.of(TestLink.created(IDS, kafka, java), ClusterReading.of(cluster), machines)
        .stream()
        .filter(check -> !check.passed())
        .toList();
  }

  @Test
  void partitionsWithoutALeaderOrThatRefuseWritesBreakThePath() {
    partitions(1, "t-0", "");
    assertFinding("partitions", true, "without a leader: t-0");
    partitions(1, "", "t-1");
    assertFinding("partitions", true, "refusing writes below min.insync.replicas: t-1");
    partitions(-1, "", "");
    assertFinding("active controller", true, "the controller quorum has no leader");
  }

  @Test
  void aVoterThatLagsReplicasThatLagAndOfflineLogDirectoriesAreDrift() {
    replicas(List.of(2), Map.of(), Map.of());
    assertFinding("active controller", false, "controllers 2 lag behind");
    replicas(List.of(), Map.of(2, 4), Map.of());
    assertFinding("replicas", false, "not in sync: 4 on broker 2");
    replicas(List.of(), Map.of(), Map.of(2, "/data"));
    assertFinding("log directories", false, "offline: /data of broker 2");
  }

  @Test
  void whatTheBrokersDidNotSayIsNotChecked() {
    ExamineResult c = cluster;
    cluster =
        new ExamineResult(
            c.clusterId(),
            c.brokers(),
            -1,
            List.of(),
            "",
            "",
            Map.of(),
            Map.of(),
            c.running(),
            c.served(),
            Map.of(),
            List.of("The controller quorum cannot be read: x.", "The configs cannot be read: y."));
    assertThat(findings())
        .allMatch(check -> check.outcome() == Check.Outcome.NOT_CHECKED)
        .extracting(Check::key)
        .containsExactly("active controller", "answers of the brokers");
  }

  @Test
  void aBrokerThatIsNotInThePlanIsNamed() {
    ExamineResult c = cluster;
    cluster =
        new ExamineResult(
            c.clusterId(),
            List.of(1, 2, 3, 4),
            1,
            List.of(),
            "",
            "",
            Map.of(),
            Map.of(),
            c.running(),
            c.served(),
            Map.of(),
            List.of());
    assertFinding("Kafka cluster", true, "broker 4 is registered, but TiDB Cloud has no way to it");
  }

  @Test
  void aClusterOfWhichNoBrokerAnswersIsOneFindingForEachBrokerAndOneForTheCluster() {
    cluster =
        new ExamineResult(
            "",
            List.of(),
            -1,
            List.of(),
            "",
            "",
            Map.of(),
            Map.of(),
            List.of(),
            Map.of(),
            Map.of(),
            List.of("No broker answers: refused."));
    assertThat(findings()).hasSize(4).allMatch(Check::breaks);
  }
}
