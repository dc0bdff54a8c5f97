package dev.linkspan.workflows.planning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.planning.PlanDifference.Action;
import dev.linkspan.workflows.spec.Specs;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PlanDifferenceTest {
  private static final String GUIDE = Specs.guide();

  private static Plan plan(String yaml) {
    return Planner.plan(Specs.accepted(yaml));
  }

  private static PlanDifference guideTo(String before, String after) {
    assertThat(GUIDE).contains(before);
    return PlanDifference.between(Optional.of(plan(GUIDE)), plan(GUIDE.replace(before, after)));
  }

  private static String text(PlanDifference difference) {
    return difference.lines().stream().collect(Collectors.joining("\n"));
  }

  @Test
  void withoutASetupEverythingIsAdded() {
    PlanDifference difference = PlanDifference.between(Optional.empty(), plan(GUIDE));

    assertThat(difference.resources()).allMatch(r -> r.action() == Action.ADD);
    assertThat(difference.counts()).isEqualTo(difference.resources().size() + " to add");
    assertThat(text(difference)).contains("+  VPC", "+  endpoint service");
  }

  @Test
  void theSamePlanTouchesNothing() {
    PlanDifference difference = PlanDifference.between(Optional.of(plan(GUIDE)), plan(GUIDE));

    assertThat(difference.changes()).isFalse();
    assertThat(difference.lines()).isEmpty();
    assertThat(difference.counts()).endsWith(" untouched").doesNotContain(",");
  }

  @Test
  void whatCannotBeChangedIsReplacedWithTheReason() {
    PlanDifference difference = guideTo("diskGiB: 40", "diskGiB: 80");

    assertThat(text(difference))
        .contains("±  instance", "disk: 40 GiB cloud_efficiency -> 80 GiB cloud_efficiency");
    assertThat(difference.counts()).contains("3 to replace");
  }

  @Test
  void whatCanBeChangedIsChanged() {
    PlanDifference difference = guideTo("every: 1h", "every: 2h");

    assertThat(text(difference)).contains("~  verification schedule", "every 1 h -> every 2 h");
    assertThat(difference.counts()).startsWith("1 to change, ");
  }

  @Test
  void settingsChangeEachBrokerAlsoWhenTheyAreLeftOut() {
    String settings = "heap: 1g\n  settings: {log.retention.hours: 72}";
    PlanDifference difference = guideTo("heap: 1g", settings);
    Plan with = plan(GUIDE.replace("heap: 1g", settings));

    assertThat(text(difference)).contains("~  broker", "settings: none -> log.retention.hours=72");
    assertThat(difference.counts()).startsWith("3 to change, ");
    assertThat(text(PlanDifference.between(Optional.of(with), plan(GUIDE))))
        .contains("settings: log.retention.hours=72 -> none");
  }

  @Test
  void aBrokerMoreAddsItsMachineAndListenerAndOneLessRemovesThem() {
    Plan three = Planner.plan(Specs.accepted(Specs.demo(3)));
    Plan four = Planner.plan(Specs.accepted(Specs.demo(4)));

    assertThat(text(PlanDifference.between(Optional.of(three), four)))
        .contains("+  instance", "broker-node4", "+  listener", "broker-server-group-4");
    assertThat(text(PlanDifference.between(Optional.of(four), three)))
        .contains("-  instance", "-  server group", "~  server group");
  }
}
