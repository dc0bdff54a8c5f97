package dev.linkspan.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * The official Python SDKs against the sandbox. pip installs them, with its own configuration, into
 * a folder below {@code target} that later runs use again.
 */
@Tag("system")
@ResourceLock(LinkedCloud.ADDRESSES)
final class PythonClientsTest {
  private static final Path SCRIPTS = Path.of("src/test/python").toAbsolutePath();
  private static final Path REQUIREMENTS = SCRIPTS.resolve("requirements.txt");
  private static final Path PACKAGES = Path.of("target/python-sdks").toAbsolutePath();
  private static final Path INSTALLED = PACKAGES.resolve("requirements.txt");

  @TempDir Path folder;

  /** Fails with the output of pip if the SDKs cannot be installed. */
  @BeforeAll
  static void install() throws Exception {
    if (Files.exists(INSTALLED)
        && Files.readString(INSTALLED).equals(Files.readString(REQUIREMENTS))) {
      return;
    }
    run(
        "python3",
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-compile",
        "--upgrade",
        "--target",
        PACKAGES.toString(),
        "--requirement",
        REQUIREMENTS.toString());
    Files.copy(REQUIREMENTS, INSTALLED, StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  void theNewSdksWalkTheGuideWithErrorsFiltersAndPages() throws Exception {
    walk("new_sdks.py");
  }

  @Test
  void theOldSdksReadTheSandboxWithErrorsFiltersAndPages() throws Exception {
    walk("old_sdks.py");
  }

  private void walk(String script) throws Exception {
    try (LinkedCloud cloud = new LinkedCloud(folder)) {
      String output =
          run(
              "python3",
              SCRIPTS.resolve(script).toString(),
              cloud.endpoint(),
              LinkedCloud.KEY,
              LinkedCloud.SECRET);
      System.out.println(script + ": " + output.strip());
    }
  }

  private static String run(String... command) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of(command));
    ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder.environment().put("PYTHONPATH", PACKAGES.toString());
    builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    builder.environment().put("NO_PROXY", "127.0.0.1");
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    boolean ended = process.waitFor(5, TimeUnit.MINUTES);
    assertThat(ended).as(words + " ends").isTrue();
    assertThat(process.exitValue()).as(words + "\n" + output).isZero();
    return output;
  }
}
