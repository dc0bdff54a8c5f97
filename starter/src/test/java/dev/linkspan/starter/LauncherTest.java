package dev.linkspan.starter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherTest {
  private static final Path LAUNCHER = Path.of("..", "linkspan").toAbsolutePath().normalize();

  @TempDir private Path folder;

  @Test
  void theLauncherIsValidBash() throws Exception {
    assertThat(run(Map.of(), "bash", "-n", LAUNCHER.toString())).isEqualTo("0\n");
  }

  @Test
  void aMissingJavaIsReported() throws Exception {
    String ran = run(Map.of("JAVA_HOME", folder.toString()), LAUNCHER.toString(), "help");

    assertThat(ran).startsWith("1\n").contains("JAVA_HOME is " + folder);
  }

  @Test
  void anOldJavaIsRejected() throws Exception {
    Files.createDirectories(folder.resolve("bin"));
    Path java = folder.resolve("bin").resolve("java");
    Files.writeString(java, "#!/bin/sh\necho 'openjdk version \"11.0.2\"' >&2\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();

    String ran = run(Map.of("JAVA_HOME", folder.toString()), LAUNCHER.toString(), "help");

    assertThat(ran).startsWith("1\n").contains("is version 11. Java 17 or newer is needed");
  }

  private static String run(Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LINKSPAN_BUILD", "never");
    builder.environment().putAll(environment);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() + "\n" + output;
  }
}
