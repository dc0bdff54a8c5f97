package dev.linkspan.workflows.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** The schema and the validator agree, as far as a schema can say it. */
class SpecSchemaTest {
  private static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7).getSchema(SpecSchema.text());

  private static List<String> errors(String yaml) {
    Object content = new Load(LoadSettings.builder().build()).loadFromString(yaml);
    JsonNode json = new ObjectMapper().valueToTree(content);
    return SCHEMA.validate(json).stream().map(String::valueOf).toList();
  }

  private static boolean refuses(String yaml) {
    try {
      return !errors(yaml).isEmpty();
    } catch (YamlEngineException e) {
      return true;
    }
  }

  static Stream<String> soundSpecs() {
    return Stream.of(
        Specs.guide(),
        Specs.demo(1),
        Specs.demo(3),
        Specs.demo(49),
        Specs.existing(),
        Specs.demo(3).replace("every: 1h", "cron: \"0 6 * * MON-FRI\"\n  timeZone: UTC"),
        Specs.demo(3).replace("every: 1h", "every: off\n  repair: off"),
        Specs.demo(3)
            .replace(
                "heap: 256m",
                "settings: {log.retention.hours: 72, log.cleaner.enable: true, controller.quota.window.num: 5,"
                    + " log.cleaner.io.buffer.load.factor: 0.8, compression.type: producer}"),
        Specs.demo(3) + "\napproval: {deadline: 2d}\n",
        Specs.demo(3).replace("/mirror/", "/" + "m".repeat(900) + "/"),
        Specs.existing()
            .replace(
                "service: kafka.service", "start: /opt/start.sh -daemon\n  stop: /opt/stop.sh"));
  }

  @ParameterizedTest
  @MethodSource("soundSpecs")
  void everySpecThatTheValidatorAcceptsIsValid(String yaml) {
    assertThat(SpecReader.read(yaml)).isInstanceOf(SpecReading.Accepted.class);
    assertThat(errors(yaml)).isEmpty();
  }

  @Test
  void theTemplatesAreInvalidOnlyWhereTheyAreToBeFilledIn() {
    for (String template : List.of(SpecTemplate.text(), SpecTemplate.existing())) {
      assertThat(errors(template))
          .isNotEmpty()
          .allMatch(error -> error.contains("null found") || error.contains("clusterId"));
    }
  }

  /** Mistakes that need more than one value, arithmetic, or the search for secrets. */
  private static final Set<String> BEYOND_A_SCHEMA =
      Set.of(
          "approval.remindEvery has no effect",
          "kafka.archive.url not version 3.7.0",
          "kafka.archive.url port that does not exist",
          "kafka.brokers[0].advertisedPort port 0 of broker 0 does not exist",
          "kafka.brokers[1].address twice, first on line",
          "kafka.brokers[1].advertisedPort already the bootstrap port",
          "kafka.brokers[1].advertisedPort already the port of broker 1",
          "kafka.brokers[1].advertisedPort bootstrap",
          "kafka.brokers[1].advertisedPort of broker 10.0",
          "kafka.brokers[1].id twice, first on line",
          "kafka.brokers[1].zone not one of",
          "kafka.brokers[2].advertisedPort not exist",
          "kafka.ports.controller for SSH",
          "kafka.ports.distribution SSH",
          "kafka.ports.distribution used for SSH",
          "kafka.ports.external for cont",
          "kafka.ports.external used for SSH",
          "kafka.ports.external used for int",
          "kafka.ports.internal used for SSH",
          "kafka.settings.auto.create.topics.enable Kafka does not read",
          "kafka.settings.log.retention.bytes Kafka does not read",
          "kafka.settings.log.retention.hours leading zero",
          "kafka.start one line",
          "network.bastion.cidr overlaps",
          "network.bastion.sshFrom private",
          "network.bastion.zone none of the zones",
          "network.zones[1].cidr bits after",
          "network.zones[1].cidr bits after its mask",
          "network.zones[1].cidr not inside",
          "network.zones[1].cidr overlaps",
          "network.zones[1].cidr too small",
          "network.zones[1].vSwitchId twice, first on line",
          "network.zones[1].zone twice",
          "network.zones[1].zone twice, first on",
          "tidbCloud.connectionName a switch in YAML",
          "verification.cron 25",
          "verification.cron 5 minutes",
          "verification.timeZone not a time zone",
          "verification.webhook.url a secret",
          "verification.webhook.url not a web address",
          "verification.webhook.url port that does not exist");

  @Test
  void everyMistakeThatASchemaCanSayIsInvalid() {
    Set<String> accepted = new TreeSet<>();
    mistakes(Specs.demo(3), SpecMistakes.all(), accepted);
    mistakes(Specs.existing(), BadExistingSpecsTest.ofTheNetwork(), accepted);
    mistakes(Specs.existing(), BadExistingSpecsTest.ofKafka(), accepted);
    mistakes(Specs.existing(), BadExistingSpecsTest.ofTheRest(), accepted);

    assertThat(accepted).isEqualTo(new TreeSet<>(BEYOND_A_SCHEMA));
  }

  private static void mistakes(String sound, Stream<Mistake> mistakes, Set<String> accepted) {
    mistakes
        .filter(mistake -> !refuses(Mistake.with(sound, mistake.replaced(), mistake.by())))
        .forEach(mistake -> accepted.add(mistake.toString()));
  }
}
