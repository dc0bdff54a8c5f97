package dev.linkspan.activities.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.activities.verification.MachineReading.Answered;
import dev.linkspan.workflows.verification.Check;
import dev.linkspan.workflows.verification.Repair;
import dev.linkspan.workflows.verification.Repair.Kind;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The settings of a spec in the brokers' files and in what the brokers run with. */
class SettingsCheckTest {
  private static final List<Integer> IDS = List.of(1, 2, 3);
  private static final Map<String, String> WANTED =
      Map.of("log.retention.hours", "72", "compression.type", "zstd");

  private final ExaminedCluster cluster = new ExaminedCluster(IDS);
  private final Map<Integer, ExaminedMachine> machines = new TreeMap<>();

  SettingsCheckTest() {
    IDS.forEach(
        id -> {
          ExaminedMachine machine = new ExaminedMachine(id);
          machine.settings = WANTED;
          machines.put(id, machine);
        });
    cluster.runsWith(WANTED);
  }

  private List<Check> checks(Link link) {
    Map<Integer, MachineReading> readings = new TreeMap<>();
    machines.forEach((id, machine) -> readings.put(id, new Answered(machine.facts())));
    return BrokerChecks.of(link, ClusterReading.of(cluster.result()), readings).stream()
        .filter(check -> check.hop().equals("settings"))
        .toList();
  }

  private Check second() {
    List<Check> checks = checks(TestLink.created(IDS, WANTED));
    assertThat(checks).hasSize(3);
    return checks.get(1);
  }

  @Test
  void settingsAsPlannedAreOneShortCheckForEachBroker() {
    assertThat(checks(TestLink.created(IDS, WANTED))).allMatch(Check::passed);
    assertThat(second().evidence()).isEqualTo("2 as planned");
  }

  @Test
  void aLinkWithoutSettingsHasNoSuchCheck() {
    assertThat(checks(TestLink.created(IDS, Map.of()))).isEmpty();
    assertThat(checks(TestLink.existing(IDS))).isEmpty();
  }

  @Test
  void aSettingThatWasEditedInTheFileIsDriftThatARolloutPutsBack() {
    machines.get(2).settings = Map.of("compression.type", "gzip");
    Check check = second();
    assertThat(check.failed()).isTrue();
    assertThat(check.breaks()).isFalse();
    assertThat(check.evidence())
        .contains("its file has", "no log.retention.hours", "compression.type=gzip");
    assertThat(check.expected()).contains("log.retention.hours=72");
    assertThat(check.repair()).contains(Repair.changes(Kind.SETTINGS, "2"));
  }

  @Test
  void aSettingThatTheBrokerRunsWithIsNamedWithTheStateOfItsFile() {
    cluster.runsWith(Map.of("log.retention.hours", "168", "compression.type", "zstd"));
    assertThat(second().evidence())
        .isEqualTo(
            "runs with log.retention.hours=168; its file is as planned and takes effect at the"
                + " next restart");
    assertThat(second().repair()).contains(Repair.changes(Kind.SETTINGS, "2"));
  }

  @Test
  void aDynamicValueIsForAPersonBecauseARestartDoesNotRemoveIt() {
    cluster.runsWith(
        Map.of("log.retention.hours", "168", "compression.type", "zstd"), "log.retention.hours");
    assertThat(second().evidence()).contains("log.retention.hours=168, set dynamically");
    assertThat(second().remedy())
        .contains("kafka-configs.sh --bootstrap-server 10.0.0.2:9092", "--entity-name 2");
    assertThat(second().repair()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "072, 72, true",
    "'a, b', 'a,b', true",
    "True, true, true",
    ".5, 0.5, true",
    "1e3, 1000.0, true",
    "-1, 1, false",
    "zstd, gzip, false",
    "'a,b', 'b,a', false",
    "1e999999999, 1, false",
  })
  void valuesAreComparedAsKafkaReadsThem(String one, String other, boolean same) {
    assertThat(SettingValue.isSame(one, other)).isEqualTo(same);
  }
}
