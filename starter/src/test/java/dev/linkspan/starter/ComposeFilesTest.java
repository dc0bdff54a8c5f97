package dev.linkspan.starter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * The files of the permanent stack, as far as they run without a container engine: the entrypoints
 * of the images with the environment of docker-compose.yml and the values of example.env, in
 * folders of their own, and where the test may, as the user of the images.
 */
class ComposeFilesTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)(?::?[-?]([^}]*))?}");
  private static final String UID = "10001";

  /** Stands in for Java: keeps its command line and environment, and does what the program does. */
  private static final String JAVA =
      """
      #!/bin/sh
      printf '%s\\n' "$@" > "$HOME/arguments"
      env > "$HOME/environment"
      case "$*" in
        *sandbox.Sandbox*) echo authority > "$LINKSPAN_SANDBOX_STATE/ca.pem" ;;
        *WorkerApplication*) cat "$LINKSPAN_CERTIFICATE_AUTHORITY" ;;
      esac
      """;

  @TempDir private Path folder;

  private final Properties example = new Properties();
  private String compose = "";

  @BeforeEach
  void read() throws IOException {
    compose = Files.readString(ROOT.resolve("docker-compose.yml"));
    try (var reader = Files.newBufferedReader(ROOT.resolve("deploy/example.env"))) {
      example.load(reader);
    }
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Files.writeString(bin.resolve("java"), JAVA);
    Files.setPosixFilePermissions(
        bin.resolve("java"), PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.createDirectories(folder.resolve("home"));
  }

  @Test
  void theExampleHasEachVariableAndAValueForEachThatIsNeeded() {
    for (MatchResult variable : VARIABLE.matcher(compose).results().toList()) {
      String name = variable.group(1);
      if (!name.endsWith("_VERSION")) {
        assertThat(example).containsKey(name);
      }
      if (variable.group().contains(":?") || name.startsWith("SANDBOX_")) {
        assertThat(example.getProperty(name)).as(name).isNotBlank();
      }
    }
  }

  @Test
  void secretsOfTheStackReachNeitherGitNorAnImage() throws IOException {
    assertThat(Files.readAllLines(ROOT.resolve(".gitignore"))).contains(".env", "linkspan-key");
    assertThat(Files.readAllLines(ROOT.resolve(".dockerignore")))
        .filteredOn(line -> !line.startsWith("#"))
        .containsExactly("*", "!linkspan", "!lib", "!deploy/*.sh");
  }

  @Test
  void anImageCopiesOnlyWhatAReleaseContains() throws IOException {
    String archive = Files.readString(ROOT.resolve("release/src/assembly/archive.xml"));
    List<String> copied =
        Files.readAllLines(ROOT.resolve("deploy/Dockerfile")).stream()
            .filter(line -> line.startsWith("COPY "))
            .map(line -> line.split(" ", -1)[1])
            .toList();

    assertThat(copied).isNotEmpty();
    for (String file : copied) {
      if (file.startsWith("lib/")) {
        assertThat(archive).contains("<outputDirectory>" + file + "</outputDirectory>");
      } else {
        assertThat(ROOT.resolve(file)).isRegularFile();
      }
    }
  }

  @Test
  void theMetricsOfEachWorkerArePublishedOnLoopback() {
    for (String worker : List.of("worker", "worker-rehearsal")) {
      assertThat(environment(worker)).containsEntry("LINKSPAN_WORKER_ADDRESS", "0.0.0.0");
    }
    assertThat(service("worker").get("ports")).isEqualTo(List.of("127.0.0.1:7280:7280"));
    assertThat(service("worker-rehearsal").get("network_mode")).isEqualTo("service:sandbox");
    assertThat(service("sandbox").get("ports")).isEqualTo(List.of("127.0.0.1:7280:7280"));
  }

  @Test
  void theSandboxKeepsItsSecretsOffItsCommandLineAndTheWorkerReadsItsAuthority() throws Exception {
    String sandbox = start("sandbox-entrypoint.sh", environment("sandbox"));
    Path home = folder.resolve("home");
    assertThat(sandbox).isEmpty();
    assertThat(Files.readString(home.resolve("credentials.properties")))
        .contains("accessKeySecret=" + example.getProperty("SANDBOX_ACCESS_KEY_SECRET"));
    assertThat(Files.readString(home.resolve("arguments"))).contains("--credentials", "7443");
    assertThat(Files.readString(home.resolve("environment"))).doesNotContain("_SECRET=");

    Map<String, String> environment = environment("worker-rehearsal");
    environment.replaceAll((name, value) -> value.replace("/var/lib/linkspan", state().toString()));
    assertThat(start("worker-entrypoint.sh", environment)).isEqualTo("authority\n");
    assertThat(Files.readString(home.resolve("arguments")))
        .contains("/lib/worker/*", "dev.linkspan.worker.WorkerApplication");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state())))
        .as("nobody else reads the state of the sandbox")
        .isEqualTo("rwx------");
  }

  private Path state() {
    return folder.resolve("state");
  }

  /** Runs an entrypoint as the images' user, if this test may; returns what it printed. */
  private String start(String entrypoint, Map<String, String> environment) throws Exception {
    List<String> command =
        new ArrayList<>(List.of("sh", ROOT.resolve("deploy").resolve(entrypoint).toString()));
    if (System.getProperty("user.name").equals("root")) {
      new ProcessBuilder("chown", "-R", UID + ":" + UID, folder.toString()).start().waitFor();
      command.addAll(0, List.of("setpriv", "--reuid", UID, "--regid", UID, "--clear-groups", "--"));
      command.set(command.size() - 1, readable(entrypoint).toString());
    }
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().put("PATH", folder.resolve("bin") + ":/usr/bin:/bin");
    builder.environment().put("HOME", folder.resolve("home").toString());
    builder.environment().put("LINKSPAN_SANDBOX_STATE", state().toString());
    builder.environment().put("LINKSPAN_SANDBOX_CACHE", folder.resolve("cache").toString());
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  /** A copy of the entrypoint that the images' user can reach, wherever the checkout is. */
  private Path readable(String entrypoint) throws IOException {
    Path copy = folder.resolve("bin").resolve(entrypoint);
    Files.writeString(copy, Files.readString(ROOT.resolve("deploy").resolve(entrypoint)));
    Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-r--r--"));
    return copy;
  }

  /** The environment of a service, with the values of the example. */
  private Map<String, String> environment(String service) {
    Map<String, String> values = new TreeMap<>();
    ((Map<?, ?>) service(service).get("environment"))
        .forEach((name, value) -> values.put(name.toString(), interpolated(value.toString())));
    return values;
  }

  private String interpolated(String text) {
    return VARIABLE
        .matcher(text)
        .replaceAll(match -> example.getProperty(match.group(1), String.valueOf(match.group(2))));
  }

  private Map<?, ?> service(String name) {
    Object file = new Load(LoadSettings.builder().build()).loadFromString(compose);
    return (Map<?, ?>) ((Map<?, ?>) ((Map<?, ?>) file).get("services")).get(name);
  }
}
