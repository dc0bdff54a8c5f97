package dev.linkspan.workflows.planning;

import static dev.linkspan.workflows.spec.Specs.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.workflows.plan.ChangefeedTerms;
import dev.linkspan.workflows.plan.Plan.ChangefeedUse;
import dev.linkspan.workflows.spec.Specs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PlanTextTest {
  @Test
  void theGuidesExampleReadsAsAgreed() throws IOException {
    assertThat(PlanText.render(Planner.plan(accepted(Specs.guide()))))
        .isEqualTo(resource("guide-plan.txt"));
  }

  @Test
  void theCountsAddUpForOneBroker() {
    assertThat(PlanText.render(Planner.plan(accepted(Specs.demo(1)))))
        .endsWith(
            """
            18 resources: 1 VPC, 4 vSwitches, 1 key pair, 2 security groups, 2 instances, \
            2 server groups, 1 load balancer, 2 listeners, 1 endpoint service, \
            1 private link connection, 1 changefeed
            """)
        .contains("1 copy of each partition")
        .contains("linkspan in the SSH user's home");
  }

  @Test
  void settingsOfTheBrokersAreShownWithTheCluster() {
    String spec =
        Specs.demo(1).replace("heap: 256m", "heap: 256m\n  settings: {num.io.threads: 4, a.b: x}");
    assertThat(PlanText.render(Planner.plan(accepted(spec))))
        .contains("  settings of every broker\n    a.b=x\n    num.io.threads=4\n");
    assertThat(PlanText.render(Planner.plan(accepted(Specs.demo(1)))))
        .doesNotContain("settings of every broker");
  }

  @Test
  void aScheduleThatIsOffIsToldSo() {
    String spec = Specs.demo(1).replace("every: 1h", "every: off");
    assertThat(PlanText.render(Planner.plan(accepted(spec))))
        .contains("at the end, then on demand");
  }

  @Test
  void aChangefeedIsShownWithTheTermsOfTidbCloud() {
    String spec = Specs.demo(1).replace("use: keep", "use: temporary");
    assertThat(PlanText.render(Planner.plan(accepted(spec))))
        .contains("deleted after each verification")
        .contains("Note: TiDB Cloud bills changefeeds, allows 10 per cluster")
        .doesNotContain(", not in");
    assertThat(ChangefeedTerms.notes(ChangefeedUse.KEEP, "ap-northeast-1"))
        .anyMatch(note -> note.contains("cn-hongkong, not in ap-northeast-1"));
    assertThat(ChangefeedTerms.notes(ChangefeedUse.TEST_ONLY, "ap-northeast-1")).isEmpty();
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = PlanTextTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
