package dev.linkspan.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linkspan.systemtests.CommandLine.Result;
import dev.linkspan.workflows.setup.RepairRequest;
import dev.linkspan.workflows.setup.SetupStatus;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import dev.linkspan.workflows.steps.Command;
import dev.linkspan.workflows.verification.Check;
import dev.linkspan.workflows.verification.Report;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A finished link drifts, one thing at a time: the next verification names the hop in one line, and
 * a repair puts it back. After the repair, a verification finds nothing.
 */
@Tag("system")
@Order(1)
@LightStack(LightStack.Shared.LINKS)
class DriftTest {
  private static final String NAME = "drifts";
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Command ADA = new Command("ada", "drift");
  private static LocalStack stack;
  private static CrashSetup setup;

  @BeforeAll
  static void build(LocalStack shared) {
    stack = shared;
    setup =
        CrashSetup.ofNewCluster(
            stack, NAME, 0, spec -> spec.replace("patience: 10s", "patience: 0s"));
    setup.start();
    setup.expectReady();
  }

  @AfterAll
  static void destroy() {
    if (setup != null) {
      setup.destroy();
      setup.expectDestroyed();
    }
  }

  /**
   * One row of the table.
   *
   * @param what was done, as the name of the test
   * @param sign of its line in the plan of the repair
   * @param hop that names it
   */
  record Drift(String what, Consumer<DriftingLink> cause, String sign, String hop) {
    @Override
    public String toString() {
      return what;
    }
  }

  static Stream<Drift> table() {
    return Stream.of(
        new Drift(
            "the bootstrap listener is deleted",
            link -> link.deleteListener(0),
            "+",
            "listener 9092"),
        new Drift(
            "a broker's listener is stopped", link -> link.stopListener(1), "+", "listener 9093"),
        new Drift("a member is removed", DriftingLink::removeMember, "+", "members of "),
        new Drift(
            "cross-zone forwarding is switched off",
            DriftingLink::switchOffCrossZoneForwarding,
            "~",
            "cross-zone forwarding"),
        new Drift(
            "TiDB Cloud's account is taken from the whitelist",
            DriftingLink::removeFromWhitelist,
            "+",
            "whitelist"),
        new Drift(
            "endpoints are accepted automatically",
            DriftingLink::acceptAutomatically,
            "~",
            "acceptance at the endpoint service"),
        new Drift(
            "the approved endpoint is disconnected",
            DriftingLink::disconnectEndpoint,
            "~",
            "endpoint connection"),
        new Drift("a rule is revoked", DriftingLink::revokeRule, "+", "broker-security-group"),
        new Drift(
            "a broker's instance is stopped",
            DriftingLink::stopBrokerInstance,
            "+",
            "instance broker-node1"),
        new Drift(
            "the heap in a broker's unit is edited", DriftingLink::editUnit, "~", "unit file"),
        new Drift("a broker's unit is deleted", DriftingLink::deleteUnit, "~", "unit file"),
        new Drift("the domains are detached", DriftingLink::detachDomains, "+", "domains"),
        new Drift("the changefeed is paused", DriftingLink::pauseChangefeed, "+", "changefeed"),
        new Drift("the changefeed fails", DriftingLink::failChangefeed, "~", "changefeed"),
        new Drift("the changefeed is deleted", DriftingLink::deleteChangefeed, "+", "changefeed"));
  }

  private static DriftingLink link() {
    return DriftingLink.of(stack, NAME);
  }

  private static Report verify() {
    return stack.setup(NAME).verify(ADA);
  }

  private static Check found(Report report, String hop) {
    return report.findings().stream()
        .filter(check -> check.hop().startsWith(hop))
        .findFirst()
        .orElseThrow(() -> new AssertionError(hop + " is not among " + report.findings()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("table")
  void isNamedInOneLineAndPutBack(Drift drift) {
    drift.cause().accept(link());

    Check check = found(verify(), drift.hop());

    assertThat(check.evidence()).isNotBlank().doesNotContain("\n");
    assertThat(check.expected()).isNotBlank();
    assertThat(check.remedy()).endsWith("or run `linkspan repair " + NAME + "`.");
    // The setup has no patience: members that fail some health checks yet are broken at its end.
    Result repair = stack.commandLine().run(PATIENCE, "repair", NAME, "--yes");
    assertThat(repair.exit()).as(repair.err()).isIn(0, 5);
    assertThat(repair.err()).containsPattern("(?m)^  [+~] .*" + drift.hop());
    assertThat(repair.err().lines().filter(line -> line.contains("  " + check.hop() + "  ")))
        .allMatch(line -> line.strip().startsWith(drift.sign()));
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(verify().findings()).isEmpty());
    assertThat(setup.difference(stack.sandbox().resources())).isEqualTo(Expected.Difference.NONE);
  }

  /**
   * A repair during which the worker dies.
   *
   * @param what drifted, as the name of the test
   * @param action the call that is held at that moment, and then takes effect
   */
  record Interrupted(String what, Consumer<DriftingLink> cause, String action) {
    @Override
    public String toString() {
      return what;
    }
  }

  static Stream<Interrupted> interrupted() {
    return Stream.of(
        new Interrupted(
            "a listener and the whitelist",
            link -> {
              link.deleteListener(0);
              link.removeFromWhitelist();
            },
            "CreateListener"),
        new Interrupted("a broker's instance", DriftingLink::stopBrokerInstance, "StartInstance"),
        new Interrupted("the domains", DriftingLink::detachDomains, "AttachDomains"),
        new Interrupted("the changefeed", DriftingLink::deleteChangefeed, "CreateChangefeed"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("interrupted")
  void aWorkerThatIsKilledInTheMiddleOfARepairCostsNothing(Interrupted drift) {
    drift.cause().accept(link());
    assertThat(verify().findings()).isNotEmpty();
    Instant found = stack.status(NAME).history().get(0).at();
    HeldCall call = HeldCall.arm(stack, setup, drift.action());

    stack.setup(NAME).repair(new RepairRequest("ada", "drift", null));
    call.await();
    stack.kill("worker");
    call.release();
    stack.startWorker();

    await().atMost(PATIENCE).ignoreExceptions().until(() -> isRepairedAfter(found));
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(verify().findings()).isEmpty());
    assertThat(setup.difference(stack.sandbox().resources())).isEqualTo(Expected.Difference.NONE);
  }

  private static boolean isRepairedAfter(Instant found) {
    SetupStatus status = stack.status(NAME);
    return status.history().get(0).at().isAfter(found)
        && Set.of(Phase.READY, Phase.BROKEN).contains(status.phase());
  }
}
