package dev.linkspan.starter.stack;

import dev.linkspan.workflows.steps.SearchAttributes;
import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Starts the components from the installed jars, with small heaps, on loopback addresses. */
final class LocalLaunchSpecs implements LaunchSpecs {
  private static final List<String> NOT_INHERITED =
      List.of("ALIBABA_CLOUD_", "TIDBCLOUD_", "TEMPORAL_", "LINKSPAN_", "SPRING_", "MANAGEMENT_");

  static final String SANDBOX_CLASS = "dev.linkspan.sandbox.Sandbox";

  /** Settings of the worker that are about no cloud and no address. */
  private static final List<String> SETTINGS_OF_THE_WORKER =
      List.of("LINKSPAN_PARK_FAILING_AFTER", "LINKSPAN_LOG_FORMAT");

  private final Installation installation;
  private final StateFolder folder;
  private final StackSettings settings;
  private final Map<String, String> environment;
  private final Supplier<Path> temporalBinary;
  private final LocalCredentials secrets;

  LocalLaunchSpecs(
      Installation installation,
      StateFolder folder,
      StackSettings settings,
      Map<String, String> environment,
      Supplier<Path> temporalBinary,
      LocalCredentials secrets) {
    this.installation = installation;
    this.folder = folder;
    this.settings = settings;
    this.environment = environment;
    this.temporalBinary = temporalBinary;
    this.secrets = secrets;
  }

  @Override
  public LaunchSpec of(Component component) {
    return switch (component) {
      case TEMPORAL -> temporal();
      case SANDBOX -> sandbox();
      case WORKER -> worker();
    };
  }

  private LaunchSpec temporal() {
    List<String> command = new ArrayList<>();
    command.add(temporalBinary.get().toString());
    command.addAll(List.of("server", "start-dev", "--ip", "127.0.0.1"));
    command.addAll(List.of("--port", String.valueOf(settings.temporalPort())));
    command.addAll(List.of("--ui-port", String.valueOf(settings.uiPort())));
    command.addAll(List.of("--db-filename", folder.temporalDatabase().toString()));
    // Still safe when the server is killed: only a computer that loses power could lose a second.
    command.addAll(List.of("--sqlite-pragma", "synchronous=normal"));
    command.addAll(List.of("--log-level", "warn"));
    for (var key : SearchAttributes.ALL) {
      command.addAll(
          List.of("--search-attribute", key.getName() + "=" + SearchAttributes.typeName(key)));
    }
    Map<String, String> own = inheritedEnvironment();
    // The server's memory is small: collecting its garbage less often saves a quarter of its work.
    own.putIfAbsent("GOGC", "400");
    URI ui = settings.temporal().ui();
    return new LaunchSpec(
        command,
        own,
        List.of(settings.temporalPort(), settings.uiPort()),
        URI.create(ui + "/api/v1/namespaces/default"),
        Duration.ofSeconds(60),
        Duration.ofSeconds(10),
        settings.temporal().address() + ", UI " + ui,
        () -> {});
  }

  private LaunchSpec sandbox() {
    List<Path> jars = installation.jars("sandbox");
    ProgramCopy program = new ProgramCopy(jars, folder.program(Component.SANDBOX));
    List<String> command = java("-Xmx256m");
    command.addAll(List.of("-cp", program.folder() + "/*", SANDBOX_CLASS));
    command.addAll(List.of("--state", folder.sandbox().toString()));
    command.addAll(List.of("--http-port", String.valueOf(settings.sandboxHttpPort())));
    command.addAll(List.of("--https-port", String.valueOf(settings.sandboxHttpsPort())));
    command.addAll(List.of("--credentials", folder.credentials().toString()));
    for (Path libs : installation.kafkaLibraries()) {
      command.addAll(List.of("--kafka-libs", libs.toString()));
    }
    command.addAll(List.of("--cache", StateFolder.cache(environment).resolve("mirror").toString()));
    command.addAll(List.of("--ssh-port", String.valueOf(settings.sshPort())));
    command.addAll(List.of("--pace", settings.pace()));
    command.addAll(List.of("--public-base", settings.publicBase()));
    command.addAll(List.of("--endpoint-base", settings.endpointBase()));
    command.addAll(List.of("--machines", settings.machines()));
    return new LaunchSpec(
        command,
        inheritedEnvironment(),
        List.of(settings.sandboxHttpPort(), settings.sandboxHttpsPort()),
        settings.sandbox().resolve("/_sandbox/health"),
        Duration.ofSeconds(60),
        Duration.ofSeconds(40),
        settings.sandbox().toString(),
        () -> {
          OtherSandboxes.requireOtherAddresses(settings);
          program.create();
        });
  }

  private LaunchSpec worker() {
    List<Path> jars = installation.jars("worker");
    ProgramCopy program = new ProgramCopy(jars, folder.program(Component.WORKER));
    Path place = folder.root().relativize(program.folder());
    CdsArchive archive =
        new CdsArchive(
            java("-Xmx192m"),
            jars.stream()
                .map(jar -> place.resolve(jar.getFileName()).toString())
                .collect(Collectors.joining(File.pathSeparator)),
            "dev.linkspan.worker.WorkerApplication",
            jars,
            StateFolder.cache(environment).resolve("classes"));
    String https = "127.0.0.1:" + settings.sandboxHttpsPort();
    Map<String, String> own = inheritedEnvironment();
    SETTINGS_OF_THE_WORKER.stream()
        .filter(environment::containsKey)
        .forEach(name -> own.put(name, environment.get(name)));
    own.put("TEMPORAL_ADDRESS", settings.temporal().address());
    own.put("ALIBABA_CLOUD_ACCESS_KEY_ID", secrets.accessKeyId());
    own.put("ALIBABA_CLOUD_ACCESS_KEY_SECRET", secrets.accessKeySecret());
    own.put("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "true");
    own.put("TIDBCLOUD_PUBLIC_KEY", secrets.tidbPublicKey());
    own.put("TIDBCLOUD_PRIVATE_KEY", secrets.tidbPrivateKey());
    own.put("LINKSPAN_SSH_KEY", folder.sshKey().toString());
    own.put("LINKSPAN_ALIBABA_PROTOCOL", "https");
    own.put("LINKSPAN_ALIBABA_ENDPOINT", https);
    // In the sandbox, lists contain a new resource at once.
    own.put("LINKSPAN_LISTS_LAG", "1s");
    own.put("LINKSPAN_TIDBCLOUD_ENDPOINT", "https://" + https);
    own.put("LINKSPAN_CERTIFICATE_AUTHORITY", folder.certificateAuthority().toString());
    own.put("LINKSPAN_WORKER_PORT", String.valueOf(settings.workerPort()));
    return new LaunchSpec(
        archive.command(),
        own,
        List.of(settings.workerPort()),
        settings.workerHealth(),
        Duration.ofSeconds(120),
        Duration.ofSeconds(20),
        "http://127.0.0.1:" + settings.workerPort(),
        () -> {
          program.create();
          archive.create(folder.root(), own);
        });
  }

  private static List<String> java(String heap) {
    return new ArrayList<>(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            heap,
            "-Xss512k",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:MaxMetaspaceSize=160m"));
  }

  // Settings for the real clouds must not reach the local stack.
  private Map<String, String> inheritedEnvironment() {
    Map<String, String> inherited = new TreeMap<>(environment);
    inherited.keySet().removeIf(name -> NOT_INHERITED.stream().anyMatch(name::startsWith));
    return inherited;
  }
}
