package dev.linkspan.starter.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OtherSandboxesTest {
  private static List<String> sandbox(String publicBase, String sshPort, String endpointBase) {
    return List.of(
        "-Xmx256m",
        "dev.linkspan.sandbox.Sandbox",
        "--state",
        "/other/sandbox",
        "--ssh-port",
        sshPort,
        "--public-base",
        publicBase,
        "--endpoint-base",
        endpointBase);
  }

  @Test
  void aSandboxWithTheSameAddressesIsNamedWithItsFolder() {
    assertThat(
            OtherSandboxes.clash(
                sandbox("127.200.0.11", "2222", "127.220.0.11"), StackSettings.DEFAULT))
        .hasValueSatisfying(
            clash ->
                assertThat(clash.formatted(42))
                    .contains(
                        "PID 42 in /other/sandbox",
                        "--public-base 127.200.0.11 with --ssh-port 2222",
                        "dev up --help"));
    assertThat(
            OtherSandboxes.clash(
                sandbox("127.201.0.11", "2222", "127.210.0.11"), StackSettings.DEFAULT))
        .hasValueSatisfying(clash -> assertThat(clash).contains("--endpoint-base 127.210.0.11"));
  }

  @Test
  void otherAddressesAndOtherProgramsDoNotClash() {
    assertThat(
            OtherSandboxes.clash(
                sandbox("127.201.0.11", "2222", "127.211.0.11"), StackSettings.DEFAULT))
        .isEmpty();
    assertThat(
            OtherSandboxes.clash(
                sandbox("127.200.0.11", "2223", "127.211.0.11"), StackSettings.DEFAULT))
        .isEmpty();
    assertThat(
            OtherSandboxes.clash(
                List.of("other.Program", "--endpoint-base", "127.210.0.11"), StackSettings.DEFAULT))
        .isEmpty();
  }
}
