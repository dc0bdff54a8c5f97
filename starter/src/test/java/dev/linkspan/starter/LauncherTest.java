package dev.linkspan.starter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  @ParameterizedTest
  @CsvSource({
    "C, C, C.UTF-8",
    "POSIX, POSIX, C.UTF-8",
    "'', C, C.UTF-8",
    "C.UTF-8, '', C.UTF-8",
    "de_DE.UTF-8, '', de_DE.UTF-8"
  })
  void javaReadsArgumentsOutsideOfAsciiInTheLocaleCToo(String locale, String told, String forJava)
      throws Exception {
    Path home = Files.createDirectories(folder.resolve("home"));
    Files.createDirectories(home.resolve("lib").resolve("starter"));
    Files.createFile(home.resolve("lib").resolve("starter").resolve("starter-1.jar"));
    Path launcher = Files.copy(LAUNCHER, home.resolve("linkspan"));
    Files.createDirectories(folder.resolve("bin"));
    Files.writeString(folder.resolve("release"), "JAVA_VERSION=\"17.0.1\"\n");
    Path java = folder.resolve("bin").resolve("java");
    Files.writeString(java, "#!/bin/sh\necho \"[$LINKSPAN_LOCALE] [$LC_ALL]\"\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();

    String ran =
        run(
            Map.of("JAVA_HOME", folder.toString(), "LC_ALL", locale, "LC_CTYPE", "", "LANG", ""),
            "bash",
            launcher.toString(),
            "list");

    assertThat(ran).endsWith("[" + told + "] [" + forJava + "]\n");
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
