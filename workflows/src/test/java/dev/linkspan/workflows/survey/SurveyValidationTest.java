package dev.linkspan.workflows.survey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkspan.workflows.kafka.BrokerActivities.BrokerFacts;
import dev.linkspan.workflows.kafka.ClusterActivities.AnonymousAcls;
import dev.linkspan.workflows.kafka.ClusterActivities.ClusterFacts;
import dev.linkspan.workflows.listeners.ExternalListener;
import dev.linkspan.workflows.listeners.Listener;
import dev.linkspan.workflows.network.NetworkActivities.FoundInstance;
import dev.linkspan.workflows.network.NetworkActivities.NetworkFacts;
import dev.linkspan.workflows.plan.BrokerService;
import dev.linkspan.workflows.plan.BrokerService.SystemdUnit;
import dev.linkspan.workflows.plan.ClusterPlan.SshAddress;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan.CredentialNames;
import dev.linkspan.workflows.survey.ClusterSurvey.AskedBroker;
import dev.linkspan.workflows.survey.ClusterSurvey.SurveyRequest;
import io.temporal.failure.ApplicationFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SurveyValidationTest {
  private static final String EXTERNAL = "EXTERNAL";

  @Test
  void c2ABrokerWithoutItsInterBrokerListenerIsRefusedWithItsFile() {
    BrokerFacts found = broker(1, new Listener("CLIENTS", "10.0.0.1", 9095));

    assertThatThrownBy(() -> validation(found).refuseUnlessReadable())
        .hasMessageContaining(
            "10.0.0.1: listeners in /opt/1.properties lacks INTERNAL, the inter-broker listener");
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.1, 10.0.0.1",
    "0.0.0.0, 0.0.0.0",
    "'', ''",
    "'::', '::'",
    "'[::]', '::'",
    "0:0:0:0:0:0:0:0, 0:0:0:0:0:0:0:0",
    "kafka-1.internal, 10.0.0.1",
    "10.2.0.99, 10.0.0.1",
    "localhost, 10.0.0.1",
    "fd00:10::5, 10.0.0.1",
  })
  void c1C5TheNewListenerBindsWhereTheLoadBalancerSendsOrEverywhere(
      String interBroker, String bound) {
    assertThat(wanted(broker(1, new Listener("INTERNAL", interBroker, 9092))).bindHost())
        .isEqualTo(bound);
  }

  @Test
  void c5AListenerThatExistsHasToBindWhereTheLoadBalancerSends() {
    BrokerFacts found =
        broker(1, new Listener("INTERNAL", "", 9092), new Listener(EXTERNAL, "10.2.0.99", 39092));

    assertThat(wanted(found).bindHost()).isEqualTo("10.0.0.1");
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.1, false",
    "'', false",
    "'::', false",
    "kafka-1.internal, false",
    "10.2.0.99, true",
    "localhost, true",
    "fd00:10::5, true",
  })
  void c5AnInterBrokerListenerElsewhereCannotBeQueried(String host, boolean refused) {
    SurveyValidation validation = validation(broker(1, new Listener("INTERNAL", host, 9092)));

    if (refused) {
      assertThatThrownBy(validation::refuseUnlessReadable)
          .hasMessageContaining("INTERNAL in /opt/1.properties is bound to " + host)
          .hasMessageContaining("cannot be queried at 10.0.0.1");
    } else {
      validation.refuseUnlessReadable();
    }
  }

  @Test
  void c2C5TheProblemsOfAllBrokersAreToldAtOnce() {
    assertThatThrownBy(
            () ->
                validation(
                        broker(1, new Listener("CLIENTS", "", 9095)),
                        broker(2, new Listener("INTERNAL", "localhost", 9092)),
                        broker(3, new Listener("INTERNAL", "", 9093)))
                    .refuseUnlessReadable())
        .hasMessageContaining("10.0.0.1: listeners in /opt/1.properties lacks INTERNAL")
        .hasMessageContaining("10.0.0.2: the inter-broker listener INTERNAL")
        .hasMessageContaining(
            "different ports: [9092, 9093] (10.0.0.2 has 9092, 10.0.0.3 has 9093); Linkspan queries");
  }

  @Test
  void c10TheDefaultHostIsTheOneOfTheInterBrokerListener() {
    BrokerFacts stock = broker(1, new Listener("INTERNAL", "", 9092));
    BrokerFacts named =
        broker(1, new Listener("INTERNAL", "10.0.0.1", 9092), new Listener("CLIENTS", "", 9095));

    assertThat(wanted(stock).defaultHost()).contains("kafka-1.internal");
    assertThat(wanted(named).defaultHost()).isEmpty();
    assertThat(WantedListeners.advertisedToday(stock, cluster()))
        .containsExactly(new Listener("INTERNAL", "kafka-1.internal", 9092));
    assertThat(WantedListeners.advertisedToday(named, cluster())).isEqualTo(named.advertised());
  }

  @Test
  void c3_everyProblemOfEveryBrokerIsNamedAtOnce() {
    BrokerFacts one = broker(1, new Listener("INTERNAL", "10.0.0.1", 9092));
    BrokerFacts two = broker(2, new Listener("INTERNAL", "10.0.0.2", 9092));

    assertThatThrownBy(
            () ->
                validation(
                        with(one, "one: --override listeners=...", "one: refused"),
                        with(two, "two: in a container"))
                    .refuseUnlessReadable())
        .isInstanceOf(ApplicationFailure.class)
        .hasMessageContainingAll(
            "one: --override listeners=...", "one: refused", "two: in a container");
  }

  @Test
  void c7AClusterThatRefusesToAnswerIsRefusedForThatAndNotForWhatFollows() {
    ClusterFacts refusing =
        new ClusterFacts(
            "",
            List.of(),
            -1,
            List.of(),
            Map.of(),
            0,
            0,
            List.of(),
            List.of("The configs of broker 1 cannot be read."),
            Map.of(),
            List.of(),
            Optional.of(new AnonymousAcls(true, "ClusterAuthorizationException: no", List.of())));
    NetworkFacts network =
        new NetworkFacts(
            "10.0.0.0/16",
            List.of(new FoundInstance("10.0.0.1", "i-1", "zone")),
            List.of("the vSwitch is full"));

    assertThatThrownBy(
            () ->
                validation(broker(1, new Listener("INTERNAL", "10.0.0.1", 9092)))
                    .refuseUnlessSound(refusing, network))
        .hasMessageContainingAll("the vSwitch is full", "User:ANONYMOUS may not query the cluster")
        .hasMessageNotContainingAny("not registered", "cannot be read");
  }

  private static BrokerFacts with(BrokerFacts facts, String... problems) {
    return new BrokerFacts(
        facts.nodeId(),
        facts.zooKeeper(),
        facts.controller(),
        facts.listeners(),
        facts.advertised(),
        facts.protocols(),
        facts.interBrokerListener(),
        facts.dataFolders(),
        facts.formattedFor(),
        facts.checksum(),
        facts.kafkaVersion(),
        facts.javaHome(),
        facts.process(),
        facts.stopTimeout(),
        List.of(problems),
        Optional.empty(),
        Optional.empty());
  }

  private static ExternalListener wanted(BrokerFacts found) {
    return validation(found).wanted(0, cluster(), "ap-southeast-1a");
  }

  private static ClusterFacts cluster() {
    return new ClusterFacts(
        "id",
        List.of(1),
        1,
        List.of(1),
        Map.of(),
        1,
        1,
        List.of(),
        List.of(),
        Map.of(1, "kafka-1.internal"),
        List.of(),
        Optional.empty());
  }

  private static SurveyValidation validation(BrokerFacts... found) {
    List<AskedBroker> asked = new ArrayList<>();
    IntStream.rangeClosed(1, found.length)
        .forEach(
            i ->
                asked.add(
                    new AskedBroker(
                        new SshAddress("root", "10.0.0." + i, 22),
                        new BrokerService(
                            "/opt/" + i + ".properties", new SystemdUnit("k.service")),
                        9092 + i)));
    Owner owner = new Owner("orders", "id", "r", new CredentialNames("a", "t", "s"));
    return new SurveyValidation(
        new SurveyRequest(
            Optional.empty(), owner, "vpc", List.of(), Optional.empty(), asked, 39092, "EXTERNAL"),
        List.of(found));
  }

  private static BrokerFacts broker(int nodeId, Listener... listeners) {
    return new BrokerFacts(
        nodeId,
        false,
        true,
        List.of(listeners),
        List.of(listeners),
        Map.of("INTERNAL", "PLAINTEXT"),
        "INTERNAL",
        List.of("/data"),
        Optional.empty(),
        "checksum",
        "3.7.1",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }
}
