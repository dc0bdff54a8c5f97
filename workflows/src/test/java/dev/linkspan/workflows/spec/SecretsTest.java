package dev.linkspan.workflows.spec;

import static dev.linkspan.workflows.spec.Specs.refused;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "LTAI5tCanaryCanary0001",
        "CanarySecretOf30Characters0000",
        "0a1b2c3d-0000-4000-8000-00000canary0",
        "0a1b2c3d-0000-4000-8000-00000000cafe",
        "Canary/with+slashes=and0digits0000000000000",
      })
  void aSecretInACredentialsPlaceIsRefusedAndNotRepeated(String secret) {
    String spec = Specs.demo(1) + "credentials:\n  alibabaCloud: " + secret + "\n";
    List<SpecProblem> problems = refused(spec);
    assertThat(problems)
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.path()).isEqualTo("credentials.alibabaCloud");
              assertThat(problem.line()).isEqualTo((int) spec.lines().count());
              assertThat(problem.remedy()).contains("names a credential and never holds one");
            });
    assertThat(problems.toString()).doesNotContain(secret);
  }

  @ParameterizedTest
  @ValueSource(strings = {"accessKeySecret", "access_key_id", "privateKey", "password", "apiKey"})
  void aFieldNamedAfterASecretIsRefusedWhateverItHolds(String field) {
    assertThat(refused(Specs.demo(1) + "credentials:\n  " + field + ": canary\n"))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.problem()).contains("a secret, by its name");
              assertThat(problem.text()).doesNotContain("canary");
            });
  }

  @Test
  void aPrivateKeyIsRefusedWhereverItStands() {
    String spec =
        Specs.demo(1)
            + "credentials:\n"
            + "  sshKey: |\n"
            + "    -----BEGIN OPENSSH PRIVATE KEY-----\n"
            + "    canary\n"
            + "    -----END OPENSSH PRIVATE KEY-----\n";
    assertThat(refused(spec))
        .allSatisfy(p -> assertThat(p.problem()).contains("a key or certificate"))
        .extracting(SpecProblem::path)
        .contains("credentials.sshKey");
  }

  @Test
  void aSecretInACommentIsRefused() {
    assertThat(refused("# key: LTAI5tCanaryCanary0001\n" + Specs.demo(1)))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.line()).isEqualTo(1);
              assertThat(problem.text()).contains("an access key id").doesNotContain("Canary");
            });
  }

  @Test
  void aPasswordInsideAnAddressIsRefusedAndNotRepeated() {
    String spec = Specs.demo(1).replaceFirst("http://", "http://ada:canary@");
    assertThat(refused(spec))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.path()).isEqualTo("kafka.archive.url");
              assertThat(problem.text()).contains("user name or password").doesNotContain("canary");
            });
  }

  @Test
  void longNamesAndPathsOfWordsAreNoSecrets() {
    String spec =
        Specs.demo(1)
            .replace(
                "\"10001\"", "\"10001\"\n  connectionName: Orders-Kafka-Production-2026-Singapore")
            .replace(
                "installTo: linkspan", "installTo: /srv/Data1/applications/KafkaOfOrders/linkspan");
    assertThat(Specs.accepted(spec).tidbCloud().connectionName()).startsWith("Orders-");
  }
}
