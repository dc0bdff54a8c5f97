package dev.linkspan.starter.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalCredentialsTest {
  @TempDir private Path temporary;

  @Test
  void credentialsAreGeneratedOnceAndReadableOnlyByTheirOwner() throws IOException {
    StateFolder folder = new StateFolder(temporary.resolve("state"));
    folder.create();

    LocalCredentials first = LocalCredentials.ensure(folder);
    LocalCredentials second = LocalCredentials.ensure(folder);

    assertThat(second.accessKeySecret()).isEqualTo(first.accessKeySecret()).hasSize(30);
    for (Path file : new Path[] {folder.credentials(), folder.sshKey()}) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
    assertThat(Files.readString(folder.sshKey())).startsWith("-----BEGIN PRIVATE KEY-----\n");
  }

  @Test
  void noCommandLineContainsCredentials() {
    StateFolder folder = new StateFolder(temporary.resolve("state"));
    folder.create();
    LocalCredentials credentials = LocalCredentials.ensure(folder);
    Path home = temporary.resolve("home");
    jar(home, "sandbox");
    jar(home, "worker");
    assertThat(home.resolve("sandbox/kafka-distribution/target/libs").toFile().mkdirs()).isTrue();

    var specs =
        new LocalLaunchSpecs(
            new Installation(home),
            folder,
            StackSettings.DEFAULT,
            Map.of("ALIBABA_CLOUD_PROFILE", "mine"),
            () -> Path.of("temporal"),
            credentials);

    for (Component component : Component.values()) {
      LaunchSpec spec = specs.of(component);
      assertThat(spec.command() + spec.toString())
          .doesNotContain(credentials.accessKeySecret())
          .doesNotContain(credentials.tidbPrivateKey());
      assertThat(spec.environment()).doesNotContainKey("ALIBABA_CLOUD_PROFILE");
    }
    assertThat(specs.of(Component.WORKER).environment())
        .containsEntry("ALIBABA_CLOUD_ACCESS_KEY_SECRET", credentials.accessKeySecret());
  }

  @Test
  void theStateFolderComesFromTheOptionOrTheEnvironmentOrTheDefault() {
    Map<String, String> all = Map.of("LINKSPAN_STATE", "/a", "XDG_STATE_HOME", "/b");

    assertThat(StateFolder.of(Optional.of(Path.of("/c")), all).root()).isEqualTo(Path.of("/c"));
    assertThat(StateFolder.of(Optional.empty(), all).root()).isEqualTo(Path.of("/a"));
    assertThat(StateFolder.of(Optional.empty(), Map.of("XDG_STATE_HOME", "/b")).root())
        .isEqualTo(Path.of("/b/linkspan"));
    assertThat(StateFolder.of(Optional.empty(), Map.of("HOME", "/h")).root())
        .isEqualTo(Path.of("/h/.local/state/linkspan"));
  }

  private static void jar(Path home, String module) {
    try {
      Files.createDirectories(home.resolve(module).resolve("target").resolve("lib"));
      Files.createFile(home.resolve(module).resolve("target").resolve(module + "-0.1.0.jar"));
      Files.createFile(
          home.resolve(module).resolve("target").resolve(module + "-0.1.0.jar.original"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
