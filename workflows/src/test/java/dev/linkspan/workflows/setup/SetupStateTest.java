package dev.linkspan.workflows.setup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.workflows.connection.ConnectionActivities.EndpointRequest;
import dev.linkspan.workflows.connection.Decision;
import dev.linkspan.workflows.setup.SetupState.Stage;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import dev.linkspan.workflows.steps.ParkedStepNotice;
import dev.linkspan.workflows.verification.Check;
import dev.linkspan.workflows.verification.Finding;
import dev.linkspan.workflows.verification.Health;
import dev.linkspan.workflows.verification.Report;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SetupStateTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final EndpointRequest REQUEST =
      new EndpointRequest("epsrv-1", "ep-1", "55", List.of("zone-a"), NOON);
  private static final Decision YES = new Decision(true, "ada", null, "ep-1");

  @ParameterizedTest
  @CsvSource({
    "BUILDING,   false, false, BUILDING",
    "BUILDING,   false, true,  AWAITING_APPROVAL",
    "BUILDING,   true,  false, PARKED",
    "BUILDING,   true,  true,  PARKED",
    "READY,      false, false, READY",
    "READY,      true,  false, PARKED",
    "BROKEN,     false, false, BROKEN",
    "RESTARTING, false, false, RESTARTING",
    "RESTARTING, true,  false, PARKED",
    "DESTROYING, false, false, DESTROYING",
    "DESTROYING, true,  false, PARKED",
    "DESTROYED,  false, false, DESTROYED",
    "DESTROYED,  true,  true,  DESTROYED"
  })
  void phaseFollowsFromStageAndWhatItWaitsFor(
      Stage stage, boolean parked, boolean undecided, Phase phase) {
    assertThat(SetupState.phase(stage, parked, undecided)).isEqualTo(phase);
  }

  @Test
  void everyStageHasThePhaseWithItsName() {
    for (Stage stage : Stage.values()) {
      assertThat(SetupState.phase(stage, false, false).name()).isEqualTo(stage.name());
    }
  }

  @Test
  void waitsForADecisionUntilThereIsOne() {
    SetupState asked = SetupState.NEW.withApprovalRequested(REQUEST, Optional.empty());

    assertThat(asked.phase()).isEqualTo(Phase.AWAITING_APPROVAL);
    assertThat(asked.waitingFor().orElseThrow()).contains("ep-1", "decide");
    assertThat(asked.with(YES).phase()).isEqualTo(Phase.BUILDING);
    assertThat(asked.with(YES).withoutApproval().approval()).isEmpty();
    assertThat(SetupState.NEW.withApprovalRequested(REQUEST, Optional.of(YES)).phase())
        .isEqualTo(Phase.BUILDING);
  }

  @Test
  void aLatencyThatMultipliesIsAFindingAndTheHealthSaysSo() {
    SetupState state = SetupState.NEW;
    for (int i = 0; i < 10; i++) {
      state = state.with(acknowledgedIn(i, 12));
    }
    assertThat(state.findings()).isEmpty();
    for (int i = 10; i < 13; i++) {
      state = state.with(acknowledgedIn(i, 2_000));
    }

    assertThat(state.findings())
        .singleElement()
        .satisfies(found -> assertThat(found.text()).contains("12 ms at the median"));
    assertThat(state.standing().health()).isEqualTo(Health.DRIFTED);
    assertThat(state.lastReport().orElseThrow().healthy()).isTrue();
    assertThat(state.with(acknowledgedIn(13, 15)).standing().health()).isEqualTo(Health.HEALTHY);
  }

  private static Report acknowledgedIn(int hour, int millis) {
    String evidence = "4 sent, acknowledged in " + millis + " ms, 4 read back";
    return new Report(
        NOON.plusSeconds(hour * 3_600L),
        "schedule",
        List.of(Check.passed(Optional.of(1), "messages through 10.0.0.1", evidence)));
  }

  @Test
  void aResumedStepIsNoLongerParked() {
    SetupState parked = SetupState.NEW.with(notice("VPC", true)).with(notice("Kafka", true));

    assertThat(parked.waitingFor().orElseThrow()).contains("VPC", "no right", "grant it", "retry");
    assertThat(parked.with(notice("VPC", false)).parked()).containsExactly(notice("Kafka", true));
    assertThat(parked.with(notice("VPC", true)).parked()).hasSize(2);
    assertThat(parked.with(notice("VPC", false)).with(notice("Kafka", false)).phase())
        .isEqualTo(Phase.BUILDING);
  }

  @Test
  void nothingParksOnceItIsDestroyed() {
    SetupState destroyed =
        SetupState.NEW.with(notice("VPC", true)).with(YES).destroying().destroyed();

    assertThat(destroyed.with(notice("VPC", true)).parked()).isEmpty();
    assertThat(destroyed.phase()).isEqualTo(Phase.DESTROYED);
    assertThat(destroyed.decision()).contains(YES);
    assertThat(destroyed.inventory()).isEqualTo(Inventory.EMPTY);
  }

  @Test
  void aReportDecidesWhetherAFinishedLinkIsReadyOrBroken() {
    SetupState ready = SetupState.NEW.with(report(NOON, true)).finished();
    SetupState broken = ready.with(report(NOON.plusSeconds(1), false));

    assertThat(SetupState.NEW.finished().stage()).isEqualTo(Stage.BROKEN);
    assertThat(SetupState.NEW.health()).isEqualTo(Health.UNKNOWN);
    assertThat(ready.phase()).isEqualTo(Phase.READY);
    assertThat(ready.health()).isEqualTo(Health.HEALTHY);
    assertThat(broken.phase()).isEqualTo(Phase.BROKEN);
    assertThat(broken.health()).isEqualTo(Health.BROKEN);
    assertThat(broken.waitingFor().orElseThrow()).contains("listener 9093", "(broker 1)", "verify");
  }

  @Test
  void aReportDuringTheConstructionDoesNotFinishIt() {
    assertThat(SetupState.NEW.with(report(NOON, true)).phase()).isEqualTo(Phase.BUILDING);
  }

  @Test
  void anOlderReportDoesNotReplaceANewerOne() {
    SetupState ready = SetupState.NEW.with(report(NOON, true)).finished();

    assertThat(ready.with(report(NOON.minusSeconds(1), false))).isEqualTo(ready);
  }

  @Test
  void theSameReportTwiceIsOneVerification() {
    Report report = report(NOON, false);
    SetupState broken = SetupState.NEW.with(report);

    assertThat(broken.with(report)).isEqualTo(broken);
  }

  @Test
  void aLinkThatWorksWithFindingsIsDriftedAndReady() {
    SetupState drifted = SetupState.NEW.with(found(NOON, failed("rule").asDrift())).finished();

    assertThat(drifted.phase()).isEqualTo(Phase.READY);
    assertThat(drifted.health()).isEqualTo(Health.DRIFTED);
    assertThat(drifted.countFindings()).isEqualTo(1);
    assertThat(drifted.waitingFor()).isEmpty();
    assertThat(drifted.headline(drifted.waitingFor()).orElseThrow())
        .contains("not as planned", "- rule: seen");
  }

  @Test
  void aCheckThatCouldNotBeMadeIsAWarningOnlyAfterThreeTimesInARow() {
    Check missing = Check.notChecked(Optional.empty(), "rows from TiDB Cloud", "no answer");
    SetupState state = SetupState.NEW.with(report(NOON, true)).finished();
    for (int i = 1; i <= 2; i++) {
      state = state.with(found(NOON.plusSeconds(i), missing));
      assertThat(state.health()).isEqualTo(Health.HEALTHY);
    }

    state = state.with(found(NOON.plusSeconds(3), missing));

    assertThat(state.health()).isEqualTo(Health.DRIFTED);
    assertThat(state.phase()).isEqualTo(Phase.READY);
    assertThat(state.findings())
        .extracting(Finding::text)
        .containsExactly("not checked 3 times in a row: no answer");
    assertThat(state.with(report(NOON.plusSeconds(4), true)).findings()).isEmpty();
  }

  @Test
  void aBrokenLinkIsNotReadyBeforeItsWholeDataPathIsProvedAgain() {
    Check missing = Check.notChecked(Optional.empty(), "rows from TiDB Cloud", "no answer");
    SetupState broken = SetupState.NEW.with(report(NOON, false)).finished();

    SetupState unproved = broken.with(found(NOON.plusSeconds(1), missing));

    assertThat(unproved.phase()).isEqualTo(Phase.BROKEN);
    assertThat(unproved.waitingFor().orElseThrow()).contains("Not proved", "rows from TiDB Cloud");
    assertThat(unproved.with(report(NOON.plusSeconds(2), true)).phase()).isEqualTo(Phase.READY);
  }

  private static Check failed(String hop) {
    return Check.failed(Optional.empty(), hop, "seen");
  }

  private static Report found(Instant at, Check... checks) {
    return new Report(at, "schedule", List.of(checks));
  }

  private static ParkedStepNotice notice(String step, boolean parked) {
    return new ParkedStepNotice("private-link-demo", step, parked, "no right", "grant it.");
  }

  private static Report report(Instant at, boolean healthy) {
    return new Report(
        at, "ada", List.of(Check.of(Optional.of(1), "listener 9093", healthy, "seen")));
  }
}
