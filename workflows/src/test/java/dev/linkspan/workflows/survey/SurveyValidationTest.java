package dev.linkspan.workflows.survey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkspan.workflows.kafka.BrokerActivities.BrokerFacts;
import dev.linkspan.workflows.listeners.ExternalListener;
import dev.linkspan.workflows.plan.BrokerService;
import dev.linkspan.workflows.plan.BrokerService.SystemdUnit;
import dev.linkspan.workflows.plan.ClusterPlan.SshAddress;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan.CredentialNames;
import dev.linkspan.workflows.survey.ClusterSurvey.AskedBroker;
import dev.linkspan.workflows.survey.ClusterSurvey.SurveyRequest;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SurveyValidationTest {

  @Test
  void aBrokerWithoutItsInterBrokerListenerInTheFileHasKafkasDefault() {
    BrokerFacts found = broker(Map.of("CLIENTS", "10.0.0.1:9095"));

    ExternalListener wanted = SurveyValidation.wanted(found, 9093, 39092, "unique");

    assertThat(SurveyValidation.internalPort(found)).isEqualTo(9092);
    assertThat(wanted.bindHost()).isEmpty();
    assertThat(wanted.advertisedPort()).isEqualTo(9093);
  }

  @Test
  void theNewListenerBindsWhereBrokersReachEachOther() {
    BrokerFacts found = broker(Map.of("INTERNAL", "10.0.0.1:19092"));

    assertThat(SurveyValidation.internalPort(found)).isEqualTo(19092);
    assertThat(SurveyValidation.wanted(found, 9093, 39092, "unique").bindHost())
        .isEqualTo("10.0.0.1");
  }

  @Test
  void c3_everyProblemOfEveryBrokerIsNamedAtOnce() {
    Map<String, String> listeners = Map.of("INTERNAL", "10.0.0.1:9092");
    List<BrokerFacts> found =
        List.of(
            broker(1, listeners, "one: --override listeners=...", "one: refused"),
            broker(2, listeners, "two: in a container"));
    SurveyRequest request =
        new SurveyRequest(
            Optional.empty(),
            new Owner("n", "i", "r", new CredentialNames("a", "t", "k")),
            "vpc",
            List.of(),
            Optional.empty(),
            List.of(asked("10.0.0.1"), asked("10.0.0.2")),
            39092);

    assertThatThrownBy(() -> new SurveyValidation(request, found).refuseUnlessReadable())
        .isInstanceOf(ApplicationFailure.class)
        .hasMessageContainingAll(
            "one: --override listeners=...", "one: refused", "two: in a container");
  }

  private static AskedBroker asked(String address) {
    return new AskedBroker(
        new SshAddress("root", address, 22),
        new BrokerService("/etc/server.properties", new SystemdUnit("kafka.service")),
        9093);
  }

  private static BrokerFacts broker(Map<String, String> listeners) {
    return broker(1, listeners);
  }

  private static BrokerFacts broker(int id, Map<String, String> listeners, String... problems) {
    return new BrokerFacts(
        id,
        false,
        true,
        listeners,
        listeners,
        Map.of("INTERNAL", "PLAINTEXT"),
        "INTERNAL",
        List.of("/data"),
        Optional.empty(),
        "checksum",
        "3.7.1",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(problems));
  }
}
