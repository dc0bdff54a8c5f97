package dev.linkspan.starter.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalLaunchSpecsTest {
  @TempDir private Path temporary;

  private List<String> sandboxCommand(Path home) {
    StateFolder folder = new StateFolder(temporary.resolve("state"));
    folder.create();
    return new LocalLaunchSpecs(
            home,
            folder,
            StackSettings.DEFAULT,
            Map.of(),
            () -> Path.of("temporal"),
            LocalCredentials.ensure(folder))
        .of(Component.SANDBOX)
        .command();
  }

  @Test
  void theMirrorOffersKafka4OnceItIsBuilt() throws IOException {
    Path home = temporary.resolve("home");
    Path target = home.resolve("sandbox/target");
    Files.createDirectories(target.resolve("lib"));
    Files.createFile(target.resolve("sandbox-0.1.0.jar"));
    String guide = home.resolve("sandbox/kafka-distribution/target/libs").toString();
    Path newer = home.resolve("sandbox/kafka-4-distribution/target/libs");

    assertThat(sandboxCommand(home))
        .containsSequence("--kafka-libs", guide)
        .doesNotContain(newer.toString());

    Files.createDirectories(newer);
    assertThat(sandboxCommand(home))
        .containsSequence("--kafka-libs", guide, "--kafka-libs", newer.toString());
  }
}
