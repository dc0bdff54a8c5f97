package dev.linkspan.workflows.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.linkspan.workflows.plan.Plan.KafkaPlan;
import dev.linkspan.workflows.setup.Plans;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsChangeTest {
  private static KafkaPlan kafka(Map<String, String> settings) {
    return PlanChangeTest.withSettings(Plans.withBrokers(3, 0), settings).kafka();
  }

  @Test
  void theSameSettingsChangeNothing() {
    KafkaPlan kafka = kafka(Map.of("log.retention.hours", "72"));
    assertThat(SettingsChange.between(kafka, kafka)).isEmpty();
    assertThat(SettingsChange.diff(kafka, kafka)).isEmpty();
  }

  @Test
  void aSettingThatIsLeftOutGoesBackToTheDefaultOfLinkspanOrOfKafka() {
    KafkaPlan before =
        kafka(Map.of("log.retention.hours", "72", "num.partitions", "6", "num.io.threads", "4"));
    KafkaPlan after = kafka(Map.of("num.io.threads", "4"));

    assertThat(SettingsChange.between(before, after))
        .contains(
            new SettingsChange(
                Map.of("num.io.threads", "4", "num.partitions", "3"),
                List.of("log.retention.hours")));
    assertThat(SettingsChange.diff(before, after))
        .containsExactly("-log.retention.hours=72", "-num.partitions=6", "+num.partitions=3");
    assertThat(SettingsChange.diff(after, before))
        .containsExactly("+log.retention.hours=72", "-num.partitions=3", "+num.partitions=6");
  }

  @Test
  void aPlanFromBeforeThereWereSettingsHasNone() throws Exception {
    ObjectMapper json = new ObjectMapper().registerModule(new Jdk8Module());
    ObjectNode old = json.valueToTree(kafka(Map.of("a", "1")));
    old.remove("settings");

    assertThat(json.treeToValue(old, KafkaPlan.class)).isEqualTo(kafka(Map.of()));
  }
}
