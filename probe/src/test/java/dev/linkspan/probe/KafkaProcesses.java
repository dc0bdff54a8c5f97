package dev.linkspan.probe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Real Kafka from the sandbox's JAR files: each node is a process with its own address. */
final class KafkaProcesses implements AutoCloseable {
  private static final Path LIBS = Path.of("..", "sandbox", "kafka-distribution", "target", "libs");
  private static final String CLUSTER = "BRl69zcmTFmiPaoaANybiw";

  /** Kills the process at the end of this JVM, which holds the other end of its standard input. */
  private static final List<String> WHILE_THIS_JVM_RUNS =
      List.of(
          "bash",
          "-c",
          "exec 3<&0; { read -r _ <&3; kill -KILL \"$$\"; } & exec \"$@\" 3<&- < /dev/null",
          "guard");

  private final Path folder;
  private final Map<String, Process> running = new TreeMap<>();

  KafkaProcesses(Path folder) {
    this.folder = folder;
  }

  /** Formats a combined node of a quorum that consists of these nodes. */
  void formatKraft(int id, Map<Integer, String> addresses) throws Exception {
    List<String> voters = new ArrayList<>();
    addresses.forEach((node, address) -> voters.add(node + "@" + address + ":29092"));
    Path file =
        write(
            "node-" + id,
            """
            process.roles=broker,controller
            node.id=%1$d
            controller.quorum.voters=%2$s
            listeners=INTERNAL://%3$s:9092,CONTROLLER://%3$s:29092
            advertised.listeners=INTERNAL://%3$s:9092
            controller.listener.names=CONTROLLER
            inter.broker.listener.name=INTERNAL
            listener.security.protocol.map=INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT
            log.dirs=%4$s
            broker.rack=zone-%1$d
            offsets.topic.num.partitions=1
            """
                .formatted(
                    id, String.join(",", voters), addresses.get(id), folder.resolve("data-" + id)));
    Process format =
        start(
            "format-" + id,
            "kafka.tools.StorageTool",
            "format",
            "-t",
            CLUSTER,
            "-c",
            file.toString());
    if (!format.waitFor(60, TimeUnit.SECONDS) || format.exitValue() != 0) {
      throw new IOException(Files.readString(folder.resolve("format-" + id + ".out")));
    }
  }

  /** Configures a broker that uses ZooKeeper at this address. */
  /** Adds settings to the file of a node that has not been started. */
  void append(int id, String settings) throws IOException {
    Files.writeString(
        folder.resolve("node-" + id + ".properties"), settings, StandardOpenOption.APPEND);
  }

  void configureWithZooKeeper(int id, String address) throws IOException {
    write(
        "node-" + id,
        """
        broker.id=%1$d
        zookeeper.connect=%2$s:2181
        listeners=INTERNAL://%2$s:9092
        advertised.listeners=INTERNAL://%2$s:9092
        inter.broker.listener.name=INTERNAL
        listener.security.protocol.map=INTERNAL:PLAINTEXT
        log.dirs=%3$s
        offsets.topic.num.partitions=1
        offsets.topic.replication.factor=1
        """
            .formatted(id, address, folder.resolve("data-" + id)));
  }

  void startZooKeeper(String address) throws IOException {
    Path file =
        write(
            "zookeeper",
            """
            dataDir=%s
            clientPort=2181
            clientPortAddress=%s
            admin.enableServer=false
            """
                .formatted(folder.resolve("zookeeper-data"), address));
    start("zookeeper", "org.apache.zookeeper.server.quorum.QuorumPeerMain", file.toString());
  }

  void startNode(int id) throws IOException {
    String name = "node-" + id;
    start(name, "kafka.Kafka", folder.resolve(name + ".properties").toString());
  }

  /** Sends SIGTERM and waits until the node has stopped. */
  void stopNode(int id) throws InterruptedException {
    Process node = running.get("node-" + id);
    node.destroy();
    if (!node.waitFor(60, TimeUnit.SECONDS)) {
      throw new IllegalStateException("node " + id + " does not stop");
    }
  }

  /** Starts the probe with the memory it has on a bastion; it reads its request from a file. */
  Process startProbe(String name, String command, Path request) throws IOException {
    return builder(name, "dev.linkspan.probe.Probe", command)
        .redirectInput(request.toFile())
        .start();
  }

  String output(String name) throws IOException {
    return Files.readString(folder.resolve(name + ".out"));
  }

  private Path write(String name, String properties) throws IOException {
    return Files.writeString(folder.resolve(name + ".properties"), properties);
  }

  private Process start(String name, String... words) throws IOException {
    ProcessBuilder builder = builder(name, words);
    builder.command().addAll(0, WHILE_THIS_JVM_RUNS);
    Process process = builder.start();
    running.put(name, process);
    return process;
  }

  private ProcessBuilder builder(String name, String... words) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    boolean probe = words[0].endsWith(".Probe");
    command.addAll(List.of(probe ? "-Xmx64m" : "-Xmx256m", "-XX:+UseSerialGC"));
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xss512k"));
    // The brokers have client libraries of their own version.
    String classPath = probe ? System.getProperty("java.class.path") : LIBS.resolve("*").toString();
    command.addAll(List.of("-cp", classPath));
    command.addAll(List.of(words));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve(name + ".out").toFile());
  }

  @Override
  public void close() {
    running.values().forEach(process -> process.destroyForcibly().onExit().join());
  }
}
