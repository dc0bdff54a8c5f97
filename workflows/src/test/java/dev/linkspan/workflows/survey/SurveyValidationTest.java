package dev.linkspan.workflows.survey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.workflows.kafka.BrokerActivities.BrokerFacts;
import dev.linkspan.workflows.listeners.ExternalListener;
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

  private static BrokerFacts broker(Map<String, String> listeners) {
    return new BrokerFacts(
        1,
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
        List.of());
  }
}
