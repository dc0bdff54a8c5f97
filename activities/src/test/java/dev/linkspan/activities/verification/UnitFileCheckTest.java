package dev.linkspan.activities.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.activities.brokers.MachineFacts.Unit;
import dev.linkspan.activities.brokers.MachineFacts.UnitFile;
import dev.linkspan.activities.verification.MachineReading.Answered;
import dev.linkspan.workflows.deployment.DeployedBrokers;
import dev.linkspan.workflows.verification.Check;
import dev.linkspan.workflows.verification.Repair;
import dev.linkspan.workflows.verification.Repair.Kind;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The unit that Linkspan wrote for a broker, and the heap that the broker runs with. */
class UnitFileCheckTest {
  private static final List<Integer> IDS = List.of(1, 2, 3);
  private static final Link LINK = TestLink.created(IDS, Map.of());
  private static final String PATH = "/opt/linkspan/kafka.service";

  private final Map<Integer, ExaminedMachine> machines = new TreeMap<>();

  UnitFileCheckTest() {
    IDS.forEach(
        id -> {
          ExaminedMachine machine = new ExaminedMachine(id);
          machine.unitFile = Optional.of(file(PATH, planned(id), "1g"));
          machine.heap = Optional.of("1g");
          machines.put(id, machine);
        });
  }

  private static String planned(int id) {
    return DeployedBrokers.plannedUnit(LINK.plan(), LINK.brokers().get(id - 1))
        .orElseThrow()
        .after();
  }

  private static UnitFile file(String path, String text, String heap) {
    return new UnitFile(path, Optional.of(sha256(text)), Optional.of(heap), Optional.empty());
  }

  private static String sha256(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<Check> checks(Link link, String hop) {
    Map<Integer, MachineReading> readings = new TreeMap<>();
    machines.forEach((id, machine) -> readings.put(id, new Answered(machine.facts())));
    ClusterReading cluster = ClusterReading.of(new ExaminedCluster(IDS).result());
    return BrokerChecks.of(link, cluster, readings).stream()
        .filter(check -> check.hop().equals(hop))
        .toList();
  }

  private Check second() {
    List<Check> checks = checks(LINK, "unit file");
    assertThat(checks).hasSize(3);
    assertThat(checks.get(0).passed()).isTrue();
    assertThat(checks.get(2).passed()).isTrue();
    return checks.get(1);
  }

  private void assertRepairable(Check check) {
    assertThat(check.failed()).isTrue();
    assertThat(check.breaks()).isFalse();
    assertThat(check.expected()).contains("a heap of 1g");
    assertThat(check.remedy()).contains(PATH, "node2").endsWith("or run `linkspan repair demo`.");
    assertThat(check.repair()).contains(Repair.changes(Kind.UNIT_FILE, "2"));
  }

  @ParameterizedTest
  @CsvSource({"1g", "1G", "1024m", "1048576K", "1073741824"})
  void theSameHeapInAnotherUnitIsAsPlanned(String heap) {
    machines.get(2).heap = Optional.of(heap);
    assertThat(second().passed()).isTrue();
    assertThat(second().evidence()).isEqualTo("as planned, heap " + heap);
  }

  @Test
  void onlyBrokersThatLinkspanInstalledHaveTheCheckAndOnlyIfSomethingIsKnown() {
    assertThat(checks(TestLink.existing(IDS), "unit file")).isEmpty();
    machines.get(2).unitFile = Optional.empty();
    machines.get(2).heap = Optional.empty();
    assertThat(checks(LINK, "unit file")).hasSize(2);
    machines.get(1).heap = Optional.empty();
    assertThat(checks(LINK, "unit file")).allMatch(Check::passed);
  }

  @Test
  void aBrokerThatAnAbortedUpdateDidNotReachHasTheOldUnitAndRunsWithTheOldHeap() {
    machines.get(2).unitFile = Optional.of(file(PATH, "-Xmx512m", "512m"));
    machines.get(2).heap = Optional.of("512m");
    assertRepairable(second());
    assertThat(second().evidence())
        .isEqualTo(
            "runs with a heap of 512m; /opt/linkspan/kafka.service is not as planned: its heap is"
                + " 512m");
  }

  @Test
  void aUnitThatWasEditedIsNamedAndItsHeapTakesEffectAtTheNextRestart() {
    machines.get(2).unitFile = Optional.of(file(PATH, "Restart=no", "1g"));
    assertRepairable(second());
    assertThat(second().evidence()).isEqualTo("/opt/linkspan/kafka.service is not as planned");
    machines.get(2).unitFile = Optional.of(file(PATH, "-Xmx2g", "2g"));
    assertRepairable(second());
    assertThat(second().evidence())
        .isEqualTo(
            "/opt/linkspan/kafka.service is not as planned: its heap is 2g, which takes effect at"
                + " the next restart");
  }

  @Test
  void aHeapThatDiffersFromAUnitAsPlannedIsRepairedByARestart() {
    machines.get(2).heap = Optional.of("2g");
    assertRepairable(second());
    assertThat(second().evidence())
        .isEqualTo(
            "runs with a heap of 2g; /opt/linkspan/kafka.service is as planned and takes effect at"
                + " the next restart");
    machines.get(2).unitFile = Optional.empty();
    assertThat(second().evidence()).isEqualTo("runs with a heap of 2g");
  }

  @Test
  void aMissingUnitIsWrittenAgainAndOnlyThenIsThereSomethingToEnable() {
    machines.get(2).unitFile =
        Optional.of(new UnitFile(PATH, Optional.empty(), Optional.empty(), Optional.empty()));
    machines.get(2).unit = Optional.of(new Unit("kafka.service", "not-found", "active"));
    assertRepairable(second());
    assertThat(second().evidence()).contains("is missing");
    Check enabled = checks(LINK, "unit").get(1);
    assertThat(enabled.failed()).isTrue();
    assertThat(enabled.repair()).isEmpty();
    assertThat(enabled.remedy()).contains("`linkspan repair demo`");
  }

  @Test
  void aDropInAndAnotherFileInPlaceOfTheUnitAreForAPersonBecauseLinkspanDeletesNeither() {
    String dropIn = "/etc/systemd/system/kafka.service.d/override.conf";
    machines.get(2).unitFile =
        Optional.of(
            new UnitFile(
                PATH, Optional.of(sha256(planned(2))), Optional.of("1g"), Optional.of(dropIn)));
    machines.get(2).heap = Optional.of("2g");
    assertThat(second().evidence())
        .isEqualTo("runs with a heap of 2g; " + dropIn + " overrides its unit");
    assertThat(second().remedy()).startsWith("Delete " + dropIn + " on node2, run `systemctl");
    assertThat(second().repair()).isEmpty();

    String other = "/etc/systemd/system/kafka.service";
    machines.get(2).unitFile = Optional.of(file(other, "-Xmx2g", "2g"));
    assertThat(second().evidence()).contains(other + " is not as planned: its heap is 2g");
    assertThat(second().remedy()).contains("Delete " + other, "systemctl enable " + PATH);
    assertThat(second().repair()).isEmpty();
  }
}
