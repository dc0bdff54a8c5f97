package dev.linkspan.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.ParameterException;

class SandboxOptionsTest {
  private static final List<String> REQUIRED =
      List.of(
          "--state", "state", "--credentials", "/c", "--kafka-libs", "/libs", "--cache", "/cache");

  private static SandboxOptions parse(String... more) {
    List<String> arguments = new ArrayList<>(REQUIRED);
    arguments.addAll(List.of(more));
    return SandboxOptions.parse(arguments).orElseThrow();
  }

  @Test
  void optionsHaveDefaultsAndPathsBecomeAbsolute() {
    assertThat(parse())
        .isEqualTo(
            new SandboxOptions(
                Path.of("state").toAbsolutePath(),
                7480,
                7443,
                Path.of("/c"),
                List.of(Path.of("/libs")),
                Path.of("/cache"),
                2222,
                1,
                "127.200.0.11",
                "127.210.0.11",
                false,
                Set.of()));
  }

  @Test
  void everyOptionCanBeSet() {
    SandboxOptions options =
        parse(
            "--http-port=1",
            "--https-port=2",
            "--ssh-port=3",
            "--pace=0.5",
            "--public-base=127.1.0.1",
            "--endpoint-base=127.2.0.1",
            "--machines=light",
            "--host-name=sandbox",
            "--host-name=sandbox.example",
            "--kafka-libs=/newer");
    assertThat(options)
        .extracting(
            SandboxOptions::httpPort,
            SandboxOptions::httpsPort,
            SandboxOptions::sshPort,
            SandboxOptions::pace,
            SandboxOptions::publicBase,
            SandboxOptions::endpointBase,
            SandboxOptions::light)
        .containsExactly(1, 2, 3, 0.5, "127.1.0.1", "127.2.0.1", true);
    assertThat(options.kafkaLibs()).containsExactly(Path.of("/libs"), Path.of("/newer"));
    assertThat(options.hostNames()).containsExactlyInAnyOrder("sandbox", "sandbox.example");
    assertThat(parse("--machines", "real").light()).isFalse();
  }

  @Test
  void aBadCommandLineIsRefusedWithTheOption() {
    assertThatThrownBy(() -> SandboxOptions.parse(List.of("--state", "x")))
        .isInstanceOf(ParameterException.class)
        .hasMessageContainingAll("--credentials", "--kafka-libs", "--cache")
        .hasMessageNotContaining("--state");
    assertThatThrownBy(() -> parse("--ssh-prt", "1")).hasMessageContaining("--ssh-prt");
    assertThatThrownBy(() -> parse("--ssh-port")).hasMessageContaining("--ssh-port");
    assertThatThrownBy(() -> parse("--ssh-port", "many")).hasMessageContaining("--ssh-port");
    assertThatThrownBy(() -> parse("--machines", "heavy"))
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining("--machines");
  }

  @Test
  void helpNeedsNoOtherOption() {
    assertThat(SandboxOptions.parse(List.of("--help"))).isEmpty();
    assertThat(SandboxOptions.usage()).contains("--state=DIR", "--machines=KIND", "127.200.0.11");
  }
}
