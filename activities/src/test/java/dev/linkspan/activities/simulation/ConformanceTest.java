package dev.linkspan.activities.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.activities.ssh.TestKeys;
import dev.linkspan.sandbox.models.Conformance;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every request that the program sends in a whole run, and every response that it gets, is held
 * against the official models of both clouds.
 */
class ConformanceTest {
  @TempDir Path folder;

  @Test
  void everyCallOfAWholeRunIsAsTheOfficialModelsSay() throws Exception {
    RecordingFaultModel recording = new RecordingFaultModel();
    Path key = new TestKeys(folder).keys().privateKey("any");
    assertThat(
            new SimulationRun(
                    "conformance", Scenario.EVERY_ACTION, Mistakes.NONE, key, time -> recording)
                .go()
                .wasReady())
        .isTrue();
    Conformance conformance = recording.conformance();
    System.out.println(conformance);
    assertThat(conformance.differences()).isEmpty();
    assertThat(conformance.actions())
        .containsKeys("Vpc CreateVpc", "Ecs RunInstances", "Nlb CreateListener")
        .containsKeys("Privatelink EnableVpcEndpointConnection", "TidbCloud AttachDomains");
  }

  @Test
  void aParameterRenamedByOneLetterIsADifference() {
    Conformance conformance = new Conformance();
    conformance.add(
        "Vpc", "CreateVSwitch", Map.of("VpcId", "v", "ZoneId", "z", "CidrBlok", "c"), Map.of());
    assertThat(conformance.differences()).hasSize(1).first().asString().contains("CidrBlok");
  }

  @Test
  void aFieldOrValueOfTidbCloudWithAnotherNameIsADifference() {
    Conformance conformance = new Conformance();
    String path = "/v1beta1/clusters/1/privateLinkConnections/plc-1:attachDomains";
    Map<String, Object> domain = Map.of("type", "TIDBCLOUD_MANAGED", "uniqueName", "u");
    conformance.addRest("POST", path, Map.of(), Map.of("attachDomain", domain), Map.of());
    assertThat(conformance.differences()).isEmpty();
    conformance.addRest(
        "POST", path, Map.of(), Map.of("attachDomain", domain, "validateOny", true), Map.of());
    conformance.addRest(
        "POST", path, Map.of(), Map.of("attachDomain", Map.of("type", "MANAGED")), Map.of());
    conformance.addRest("POST", path + "s", Map.of(), Map.of(), Map.of());
    assertThat(conformance.differences())
        .anyMatch(text -> text.contains("validateOny"))
        .anyMatch(text -> text.contains("MANAGED is none of"))
        .anyMatch(text -> text.contains("no such method and path"))
        .hasSize(3);
  }
}
