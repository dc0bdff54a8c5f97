package dev.linkspan.starter.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalLaunchSpecsTest {
  @TempDir private Path temporary;

  private LocalLaunchSpecs specs(Path home, Map<String, String> environment) {
    StateFolder folder = new StateFolder(temporary.resolve("state"));
    folder.create();
    return new LocalLaunchSpecs(
        new Installation(home),
        folder,
        StackSettings.DEFAULT,
        environment,
        () -> Path.of("temporal"),
        LocalCredentials.ensure(folder));
  }

  @Test
  void theWorkerGetsItsSettingsAndNoneOfTheRealClouds() throws IOException {
    Path home = temporary.resolve("home");
    Path target = home.resolve("worker/target");
    Files.createDirectories(target.resolve("lib"));
    Files.createFile(target.resolve("worker-0.1.0.jar.original"));
    Map<String, String> environment =
        Map.of(
            "LINKSPAN_PARK_FAILING_AFTER", "20s",
            "LINKSPAN_LOG_FORMAT", "ecs",
            "LINKSPAN_SSH_KEY", "/home/ada/.ssh/id",
            "LINKSPAN_TIDBCLOUD_ENDPOINT", "https://tidb.example",
            "ALIBABA_CLOUD_ACCESS_KEY_ID", "real",
            "TEMPORAL_NAMESPACE", "production");

    Map<String, String> worker = specs(home, environment).of(Component.WORKER).environment();

    assertThat(worker)
        .containsEntry("LINKSPAN_PARK_FAILING_AFTER", "20s")
        .containsEntry("LINKSPAN_LOG_FORMAT", "ecs")
        .doesNotContainKey("TEMPORAL_NAMESPACE")
        .doesNotContainValue("/home/ada/.ssh/id")
        .doesNotContainValue("https://tidb.example")
        .doesNotContainValue("real");
  }
}
