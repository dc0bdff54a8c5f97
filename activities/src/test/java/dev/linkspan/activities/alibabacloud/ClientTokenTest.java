package dev.linkspan.activities.alibabacloud;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClientTokenTest {

  @Test
  void isTheSameForTheSameResourceAndFitsTheApi() {
    String token = ClientToken.of("run-1", "CreateVpc", "demo", 0);
    assertThat(token)
        .isEqualTo(ClientToken.of("run-1", "CreateVpc", "demo", 0))
        .matches("[0-9a-f]{64}");
  }

  @Test
  void differsBySetupActionKeyAndGeneration() {
    assertThat(
            new String[] {
              ClientToken.of("run-1", "CreateVpc", "demo", 0),
              ClientToken.of("run-2", "CreateVpc", "demo", 0),
              ClientToken.of("run-1", "CreateVSwitch", "demo", 0),
              ClientToken.of("run-1", "CreateVpc", "other", 0),
              ClientToken.of("run-1", "CreateVpc", "demo", 1)
            })
        .doesNotHaveDuplicates();
  }
}
