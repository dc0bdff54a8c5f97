package dev.linkspan.systemtests;

import static org.awaitility.Awaitility.await;

import dev.linkspan.workflows.setup.PrivateLinkSetup;
import dev.linkspan.workflows.setup.SetupStatus;
import dev.linkspan.workflows.spec.Spec;
import dev.linkspan.workflows.spec.SpecTemplate;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A local stack for one test class, with its own ports, addresses and state folder. It ends when it
 * is closed; if the test's JVM is killed, its guard process ends it.
 */
final class LocalStack implements AutoCloseable {
  /** Begins anywhere, so that test runs beside each other seldom try the same port. */
  private static final AtomicInteger LAST_PORT =
      new AtomicInteger(20_000 + (int) (ProcessHandle.current().pid() % 10_000));

  /** Lock of the classes that build a cluster of real brokers, so that they run one at a time. */
  static final String NEW_CLUSTER = "new cluster of real brokers";

  /** Order of the classes that need nothing that others need: they fill the gaps at the end. */
  static final int LAST = Integer.MAX_VALUE;

  private static final Duration TO_START = Duration.ofMinutes(12);

  private static final String WORKER = "dev.linkspan.worker.WorkerApplication";

  /** Each look at a setup is work for the server and the worker, which share the processors. */
  private static final Duration POLL_INTERVAL = Duration.ofMillis(500);

  static {
    Awaitility.setDefaultPollInterval(POLL_INTERVAL);
  }

  private final Path state;
  private final int network;
  private final CommandLine commandLine;
  private final SandboxControl sandbox;
  private final int uiPort;
  private final int workerPort;
  private final WorkflowServiceStubs service;
  private final WorkflowClient client;
  private final TemporalServer server;

  private LocalStack(
      Path state, List<Integer> ports, int network, Map<String, String> environment) {
    this.state = state;
    this.network = network;
    this.commandLine = new CommandLine(checkout(), state, environment);
    this.uiPort = ports.get(1);
    this.workerPort = ports.get(4);
    this.sandbox = new SandboxControl(ports.get(2), state.resolve("sandbox"));
    this.service =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder()
                .setTarget("127.0.0.1:" + ports.get(0))
                .build());
    this.client = WorkflowClient.newInstance(service, WorkflowClientOptions.getDefaultInstance());
    this.server = new TemporalServer(service, client);
  }

  /**
   * Starts the three processes.
   *
   * @param network second octet of the loopback addresses of the sandbox's machines
   * @param pace factor for the time that the sandbox's resources take
   */
  static LocalStack start(int network, String pace) {
    return start(network, pace, "real");
  }

  /**
   * Starts the three processes.
   *
   * @param machines {@code real} or {@code light}, see sandbox/README.md
   */
  static LocalStack start(int network, String pace, String machines) {
    return start(network, pace, machines, Map.of());
  }

  /**
   * Starts the three processes. Only one stack starts at a time, so that a free port stays free,
   * and the first stack prepares the worker's classes for the others.
   *
   * @param environment variables for its commands, and for what they start
   */
  static synchronized LocalStack start(
      int network, String pace, String machines, Map<String, String> environment) {
    try {
      Path state = Files.createTempDirectory("linkspan-system-test");
      List<Integer> ports = freePorts(5);
      LocalStack stack = new LocalStack(state, ports, network, environment);
      stack
          .commandLine
          .run(
              TO_START,
              "dev",
              "up",
              "--while-pid",
              String.valueOf(ProcessHandle.current().pid()),
              "--temporal-port",
              ports.get(0).toString(),
              "--ui-port",
              ports.get(1).toString(),
              "--sandbox-http-port",
              ports.get(2).toString(),
              "--sandbox-https-port",
              ports.get(3).toString(),
              "--worker-port",
              ports.get(4).toString(),
              "--pace",
              pace,
              "--public-base",
              "127." + (network + 100) + ".0.11",
              "--endpoint-base",
              "127." + (network + 101) + ".0.11",
              "--machines",
              machines)
          .expecting(0);
      return stack;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Second octet of the loopback addresses of its machines. */
  int network() {
    return network;
  }

  /**
   * Writes a spec for a setup on this stack; its machines have addresses in {@code 127.<network>}.
   */
  Path spec(String name, int brokers, String tidbCluster) {
    return spec(name, brokers, tidbCluster, sandbox.archive("kafka"));
  }

  /** The same with this archive of Kafka. */
  Path spec(String name, int brokers, String tidbCluster, Spec.Archive kafka) {
    String text =
        SpecTemplate.demo(
            name,
            "127." + network,
            kafka,
            sandbox.archive("openjdk"),
            brokers,
            List.of("ap-southeast-1a", "ap-southeast-1b", "ap-southeast-1c"),
            tidbCluster);
    try {
      return Files.writeString(state.resolve(name + ".yaml"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The root folder of the checkout that contains these tests. */
  static Path checkout() {
    Path here = Path.of("").toAbsolutePath();
    while (!Files.isExecutable(here.resolve("linkspan"))) {
      here = here.getParent();
    }
    return here;
  }

  CommandLine commandLine() {
    return commandLine;
  }

  SandboxControl sandbox() {
    return sandbox;
  }

  Path state() {
    return state;
  }

  WorkflowClient client() {
    return client;
  }

  /** The address of the worker's metrics. */
  URI metrics() {
    return URI.create("http://127.0.0.1:" + workerPort + "/actuator/prometheus");
  }

  /** The setup's page in the Temporal UI. */
  String page(String name) {
    return "http://127.0.0.1:%d/namespaces/default/workflows/%s"
        .formatted(uiPort, PrivateLinkSetup.id(name));
  }

  /** Its Temporal server. */
  TemporalServer server() {
    return server;
  }

  SetupStatus status(String name) {
    return setup(name).status();
  }

  PrivateLinkSetup setup(String name) {
    return client.newWorkflowStub(PrivateLinkSetup.class, PrivateLinkSetup.id(name));
  }

  /** The running workers of this stack. */
  List<ProcessHandle> workers() {
    return ProcessHandle.allProcesses()
        .filter(process -> isWorker(Path.of("/proc", String.valueOf(process.pid()))))
        .toList();
  }

  private boolean isWorker(Path process) {
    try {
      return words(process.resolve("cmdline")).contains(WORKER)
          && process.resolve("cwd").toRealPath().equals(state.toRealPath());
    } catch (IOException e) {
      // The process has just ended.
      return false;
    }
  }

  /** Kills a process of the stack by its process ID. */
  void kill(String part) {
    ProcessHandle process = process(part);
    process.destroyForcibly();
    process.onExit().join();
  }

  /**
   * Starts processes of the stack and waits until they are ready.
   *
   * @return when the first process was started
   */
  Instant start(List<String> parts) {
    List<String> command = new ArrayList<>(List.of("dev", "up"));
    command.addAll(parts);
    commandLine.run(TO_START, command.toArray(new String[0])).expecting(0);
    return process(parts.get(0)).info().startInstant().orElseThrow();
  }

  /** Starts a second worker with the same settings and its own port. */
  Process secondWorker() {
    try {
      Path first = Path.of("/proc", String.valueOf(process("worker").pid()));
      List<String> command = words(first.resolve("cmdline"));
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().clear();
      for (String variable : words(first.resolve("environ"))) {
        builder.environment().put(variable.split("=", 2)[0], variable.split("=", 2)[1]);
      }
      int port = freePorts(1).get(0);
      builder.environment().put("LINKSPAN_WORKER_PORT", String.valueOf(port));
      builder.directory(first.resolve("cwd").toRealPath().toFile());
      builder.redirectErrorStream(true);
      builder.redirectOutput(state.resolve("log/second-worker.log").toFile());
      Process worker = builder.start();
      URI health = URI.create("http://127.0.0.1:" + port + "/actuator/health");
      await().atMost(Duration.ofMinutes(2)).until(() -> SandboxControl.answers(health));
      return worker;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> words(Path file) throws IOException {
    return List.of(Files.readString(file).split("\0"));
  }

  private ProcessHandle process(String part) {
    try {
      String text = Files.readString(state.resolve("run").resolve(part + ".pid"));
      return ProcessHandle.of(Long.parseLong(text.split(" ", 2)[0])).orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void killWorker() {
    commandLine.run(Duration.ofMinutes(1), "dev", "kill", "worker").expecting(0);
  }

  void startWorker() {
    commandLine.run(TO_START, "dev", "up", "worker").expecting(0);
  }

  @Override
  public void close() {
    try {
      commandLine.run(Duration.ofMinutes(3), "dev", "down").expecting(0);
    } finally {
      service.shutdownNow();
    }
    try (Stream<Path> files = Files.walk(state)) {
      files.sorted(Comparator.reverseOrder()).forEach(LocalStack::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Free ports below Linux's ephemeral range, which starts at 32768: a port from that range can be
   * taken by any outgoing connection before the component binds it.
   */
  private static List<Integer> freePorts(int count) {
    List<Integer> ports = new ArrayList<>();
    while (ports.size() < count) {
      int port = LAST_PORT.updateAndGet(last -> last < 29_999 ? last + 1 : 20_000);
      if (isFree(port)) {
        ports.add(port);
      }
    }
    return List.copyOf(ports);
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
