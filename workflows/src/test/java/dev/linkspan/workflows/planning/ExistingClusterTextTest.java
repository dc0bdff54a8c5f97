package dev.linkspan.workflows.planning;

import static dev.linkspan.workflows.spec.Specs.acceptedExisting;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.workflows.kafka.ClusterActivities.TopicAtRisk;
import dev.linkspan.workflows.listeners.Listener;
import dev.linkspan.workflows.plan.ClusterPlan.Mode;
import dev.linkspan.workflows.spec.ExistingClusterSpec;
import dev.linkspan.workflows.spec.Specs;
import dev.linkspan.workflows.survey.ClusterSurvey.Survey;
import dev.linkspan.workflows.survey.Surveys;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExistingClusterTextTest {
  private static final TopicAtRisk SINGLE =
      new TopicAtRisk("payments", 6, 1, 1, "its only copy is on one broker");

  private static String text(String yaml, Mode mode, TopicAtRisk... atRisk) {
    ExistingClusterSpec spec = acceptedExisting(yaml);
    Survey survey = survey(spec, mode, atRisk);
    return PlanText.render(Planner.plan(spec, survey), Optional.of(survey));
  }

  private static Survey survey(ExistingClusterSpec spec, Mode mode, TopicAtRisk... atRisk) {
    return Surveys.of(
        Planner.request(spec, Planner.surveyor(spec)), mode, List.of(atRisk), 3, 2, 1);
  }

  @Test
  void aClusterAndItsChangesReadAsAgreed() throws IOException {
    assertThat(text(Specs.existing(), Mode.COMBINED, SINGLE))
        .isEqualTo(resource("existing-plan.txt"));
  }

  @Test
  void brokersWithoutAControllerAmongThemAreRestartedByTheirIds() {
    assertThat(text(Specs.existing(), Mode.DEDICATED))
        .contains("KRaft (dedicated controllers) mode")
        .contains("dedicated controllers: 101 at 10.0.0.21:9093, 102 at 10.0.0.22:9093")
        .contains("one at a time, in this order: 1, 2, 3\n")
        .contains("Topics at risk: none");
  }

  @Test
  void withoutTheClusterAsItRunsTheControllerIsLeftOpen() {
    ExistingClusterSpec spec = acceptedExisting(Specs.existing());
    assertThat(PlanText.render(Planner.plan(spec, survey(spec, Mode.COMBINED))))
        .contains("in this order: 1, 2, 3, but the active controller last");
  }

  @Test
  void withZooKeeperNothingIsRestarted() {
    assertThat(text(Specs.existing(), Mode.ZOOKEEPER))
        .contains("in ZooKeeper mode")
        .contains(
            "changed live, without a restart, one at a time, in this order: 2, 3, 1 (currently")
        .doesNotContain("restarted one at a time");
  }

  @Test
  void whereNothingRestartsNoTopicIsAtRisk() {
    assertThat(text(Specs.existing(), Mode.ZOOKEEPER, SINGLE))
        .contains("Topics at risk: none, because no broker restarts")
        .doesNotContain("payments", "--accept-unavailable");
  }

  @Test
  void theNameThatBrokersHaveFromAnEarlierRolloutIsShown() {
    Surveys.Changed half =
        facts ->
            facts.nodeId() == 2
                ? Surveys.with(
                    facts,
                    new Listener("EXTERNAL", "b2.mg7uja.alicloud.plc.tidbcloud.com", 9094),
                    "PLAINTEXT")
                : facts;

    assertThat(text(half))
        .contains("b1.mg7uja.alicloud.plc.tidbcloud.com:9095")
        .contains("mg7uja is from these brokers' files; TiDB Cloud confirms or replaces it")
        .contains("a broker that already has the final name is left as it is")
        .contains("*.mg7uja.alicloud.plc.tidbcloud.com")
        .doesNotContain("*.unique_name");
  }

  @Test
  void aWayAroundTheLoginThatOtherListenersAskForIsTold() {
    assertThat(text(facts -> Surveys.with(facts, new Listener("CLIENTS", "c", 9095), "SASL_SSL")))
        .contains("Warning: CLIENTS:SASL_SSL asks clients to log in, EXTERNAL:PLAINTEXT does not");
    assertThat(text(facts -> facts)).doesNotContain("Warning:");
  }

  @Test
  void c7WhatWhoeverComesInMayDoIsTold() {
    assertThat(text(facts -> facts))
        .contains(
            """
            Who comes in at EXTERNAL
              Whoever connects to EXTERNAL is User:ANONYMOUS, because the listener asks for no login.
              This cluster has no authorizer: whoever reaches the listener may do everything.
            """);
  }

  @Test
  void c8ClientsOfAListenerThatIsTakenOverAreTold() {
    Listener theirs = new Listener("EXTERNAL", "pub.example.org", 39092);
    assertThat(text(facts -> Surveys.with(facts, theirs, "PLAINTEXT")))
        .contains(
            "Warning: EXTERNAL exists already and tells its clients EXTERNAL://pub.example.org")
        .contains("write another name in kafka.external.name");
  }

  @Test
  void aListenerThatAnotherLinkMayStillUseIsTold() {
    String host = "b1.mg7uja.alicloud.plc.tidbcloud.com";
    assertThat(
            text(
                facts ->
                    facts.nodeId() == 1
                        ? Surveys.with(facts, new Listener("EXTERNAL", host, 9093), "PLAINTEXT")
                        : facts))
        .contains("Warning: EXTERNAL has the address of a link already: EXTERNAL://" + host)
        .contains("write another name in kafka.external.name and another port in");
    assertThat(text(facts -> facts)).doesNotContain("of a link already");
  }

  @Test
  void c8TheNameOfTheSpecIsShownEverywhere() {
    String named = Specs.existing().replace("name: EXTERNAL", "name: tidb");
    assertThat(text(named, Mode.COMBINED))
        .contains("Who comes in at TIDB", "TIDB://10.0.0.12:39092")
        .doesNotContain("EXTERNAL");
  }

  @Test
  void whatCouldNotBeDecidedAboutTheNetworkIsAWarning() {
    ExistingClusterSpec spec = acceptedExisting(Specs.existing());
    Survey found = survey(spec, Mode.COMBINED);
    Survey undecided =
        new Survey(
            found.mode(),
            found.access(),
            found.cluster(),
            found.vpcCidr(),
            found.brokers(),
            List.of("it cannot be decided whether the rules let the load balancer reach i-1"));

    assertThat(PlanText.render(Planner.plan(spec, undecided), Optional.of(undecided)))
        .contains("  Warning: it cannot be decided whether the rules let the load balancer");
  }

  private static String text(Surveys.Changed changed) {
    ExistingClusterSpec spec = acceptedExisting(Specs.existing());
    Survey survey = Surveys.changed(survey(spec, Mode.COMBINED), changed);
    return PlanText.render(Planner.plan(spec, survey), Optional.of(survey));
  }

  @Test
  void theProofStartsWhereTheProbeIs() {
    String through = Specs.existing().replace("  # jumpHost: {address:", "  jumpHost: {address:");
    assertThat(text(through, Mode.COMBINED))
        .contains("SSH      through root@203.0.113.7:22")
        .contains("from 203.0.113.7");
    assertThat(text(Specs.existing(), Mode.COMBINED)).contains("directly to every broker");
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = ExistingClusterTextTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
