package dev.linkspan.starter.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.linkspan.starter.progress.Statuses;
import dev.linkspan.starter.report.Hop.Condition;
import dev.linkspan.starter.setups.SetupEvent;
import dev.linkspan.starter.setups.SetupEvent.Kind;
import dev.linkspan.workflows.setup.SetupStatus;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import dev.linkspan.workflows.verification.Check;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReportPageTest {
  private static final Instant NOW = ReportedSetup.BEGUN.plusSeconds(1_000);
  private static final SetupStatus UNFINISHED = Statuses.of(Phase.BUILDING, Optional.empty());

  private static String page(List<Check> checks, SetupEvent... events) {
    return new ReportPage(
            ReportedSetup.plan(), ReportedSetup.status(checks), List.of(events), NOW, "linkspan 1")
        .html();
  }

  private static List<Check> broken() {
    List<Check> checks = new ArrayList<>(ReportedSetup.passed());
    checks.add(
        Check.failed(Optional.of(2), "backends behind 9094 healthy", "no healthy backend")
            .remedy("Start the broker."));
    checks.add(
        Check.failed(
                Optional.empty(), "other accounts on the whitelist", "<script>alert(1)</script>")
            .asDrift()
            .expecting("none")
            .remedy("Take it off."));
    return checks;
  }

  @Test
  void thePageSaysWhoDecidedWhatWhereItIsBrokenAndOnWhatEvidence() throws IOException {
    String page =
        page(
            broken(),
            new SetupEvent(ReportedSetup.BEGUN, Kind.RUN, "started"),
            new SetupEvent(NOW, Kind.DECISION, "approve by ada: ticket 42"),
            new SetupEvent(NOW, Kind.STEP, "VPC: done, 1.0 s"));

    assertThat(page)
        .contains("approved by ada: ticket 42", "approve by ada: ticket 42")
        .doesNotContain("VPC: done")
        .contains("bootstrap", "nlb-1.ap-southeast-1.nlb.aliyuncs.com:9092", "3.7.1")
        .contains("Start the broker.", "no healthy backend", "runs as process 4711")
        .contains("listener 9093 (broker 1)", "1,240", "2.3 s");
    Files.createDirectories(Path.of("target"));
    Files.writeString(Path.of("target", "report.html"), page);
  }

  @Test
  void theHistoryCountsTheVerifications() {
    assertThat(page(ReportedSetup.passed())).contains("The last 41 verifications, ");
    assertThat(HealthSection.history(ReportedSetup.status(ReportedSetup.passed(), 0)))
        .contains("The only verification so far.");
  }

  @Test
  void nothingOnThePageComesFromElsewhereAndForeignTextIsNoMarkup() {
    String page = page(broken(), new SetupEvent(NOW, Kind.REQUEST, "retry by <b>\"&'\u0007"));

    assertThat(page)
        .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
        .contains("retry by &lt;b&gt;&quot;&amp;&#39; ")
        .doesNotContain("<script", "http://", "https://", "url(", "@import", "<img", "href=\"/");
  }

  @Test
  void theLatenciesArePlottedOverTheTimeline() {
    String page = page(ReportedSetup.passed());

    assertThat(page.split("<svg", -1)).hasSize(3);
    assertThat(page.split("class=\"outage\" x", -1)).hasSize(1 + 2 * 3);
    assertThat(page.split("class=\"latency\" d=\"M", -1)).hasSize(3);
    assertThat(page.split("class=\"failed\" x", -1)).hasSize(3);
    assertThat(page).contains(">broker 3<", ">1:00<", "min:s since 2026-11-24 00:00:00 UTC");
  }

  @Test
  void everyCheckStandsAtItsHop() {
    LinkDiagram diagram = LinkDiagram.of(ReportedSetup.plan(), ReportedSetup.status(broken()));

    assertThat(diagram.hops().mapToLong(hop -> hop.checks().size()).sum())
        .isEqualTo(broken().size());
    assertThat(diagram.path())
        .extracting(Hop::id, hop -> hop.checks().size())
        .containsExactly(
            tuple("tidb", 6), tuple("endpoint", 2), tuple("service", 3), tuple("balancer", 2));
    assertThat(diagram.lanes())
        .extracting(lane -> lane.listener().condition())
        .containsExactly(Condition.HEALTHY, Condition.HEALTHY, Condition.BROKEN, Condition.HEALTHY);
    assertThat(diagram.surroundings().checks()).hasSize(2);
  }

  @Test
  void aSetupThatIsNotFinishedHasADiagramToo() {
    LinkDiagram diagram = LinkDiagram.of(ReportedSetup.plan(), UNFINISHED);

    assertThat(diagram.hops()).allMatch(hop -> hop.condition() == Condition.UNKNOWN);
    assertThat(
            new ReportPage(ReportedSetup.plan(), UNFINISHED, List.of(), NOW, "linkspan 1").html())
        .contains("not verified yet", "Nobody has decided");
  }
}
