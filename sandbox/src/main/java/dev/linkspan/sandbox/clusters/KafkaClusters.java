package dev.linkspan.sandbox.clusters;

import dev.linkspan.sandbox.clusters.ClusterSpec.Service;
import dev.linkspan.sandbox.machines.Consoles;
import dev.linkspan.sandbox.mirror.Mirror;
import dev.linkspan.sandbox.rpc.RpcApi;
import dev.linkspan.sandbox.state.Resource;
import dev.linkspan.sandbox.state.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kafka clusters that Linkspan did not build: a VPC with untagged instances on which Kafka runs.
 */
public final class KafkaClusters implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(KafkaClusters.class);
  private static final Duration BOOT_TIMEOUT = Duration.ofSeconds(60);
  private static final int POLL_MILLIS = 200;

  private final ClusterRecords records;
  private final ClusterConstruction construction;
  private final ClusterRemoval removal;
  private final NodeProcesses processes;
  private final Consoles consoles;
  private final int sshPort;
  private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();
  private final ExecutorService workers =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "kafka-cluster");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * @param folder folder for unpacked software, on the same disk as the machines
   */
  public KafkaClusters(
      Store store, RpcApi api, Consoles consoles, Mirror mirror, int sshPort, Path folder) {
    this.consoles = consoles;
    this.sshPort = sshPort;
    AccountConsole console = new AccountConsole(api);
    records = new ClusterRecords(store);
    processes = new NodeProcesses(consoles);
    removal = new ClusterRemoval(store, console);
    construction =
        new ClusterConstruction(
            new ClusterNetwork(store, console, sshPort),
            consoles,
            new KafkaSoftware(mirror, folder),
            processes);
  }

  /** What to do to the process of a node. */
  enum Signal {
    KILL,
    STOP,
    START
  }

  /** Resumes the work of the previous run. */
  public void recover() {
    for (Resource record : records.all()) {
      String name = record.name();
      switch (record.status()) {
        case ClusterRecords.STARTING ->
            fail(
                name,
                ClusterRecords.STARTING,
                "the sandbox stopped while it was building the cluster");
        case ClusterRecords.DELETING -> inBackground(name, () -> delete(name));
        default -> inBackground(name, () -> restart(record));
      }
    }
  }

  /**
   * Starts to build a cluster.
   *
   * @return false if a cluster of this name exists
   * @throws RuntimeException if the request is malformed
   */
  boolean create(Map<String, Object> request) {
    ClusterSpec spec = ClusterSpec.of(request);
    boolean created = records.create(spec, request);
    if (created) {
      inBackground(spec.name(), () -> build(spec));
    }
    return created;
  }

  /**
   * Starts to remove a cluster in any state.
   *
   * @return false if there is no such cluster
   */
  boolean remove(String name) {
    boolean found =
        records.change(
            name,
            List.of(
                ClusterRecords.STARTING,
                ClusterRecords.RUNNING,
                ClusterRecords.FAILED,
                ClusterRecords.DELETING),
            record -> record.withStatus(ClusterRecords.DELETING).without("problem"));
    if (found) {
      inBackground(name, () -> delete(name));
    }
    return found;
  }

  List<Map<String, Object>> list() {
    return records.all().stream().map(this::view).toList();
  }

  Optional<Map<String, Object>> find(String name) {
    return records.find(name).map(this::view);
  }

  /**
   * Signals the process of a node.
   *
   * @return false if no process runs; empty if there is no such node
   */
  Optional<Boolean> signal(String name, int nodeId, Signal signal)
      throws IOException, InterruptedException {
    Optional<Resource> record = records.find(name);
    Optional<Node> node =
        record.stream()
            .flatMap(found -> ClusterRecords.nodes(found).stream())
            .filter(found -> found.nodeId() == nodeId)
            .findFirst();
    if (record.isEmpty() || node.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        switch (signal) {
          case KILL -> processes.kill(node.get());
          case STOP -> processes.terminate(node.get());
          case START -> {
            processes.start(node.get(), ClusterRecords.spec(record.get()).service());
            yield true;
          }
        });
  }

  private void build(ClusterSpec spec) throws InterruptedException {
    try {
      construction.build(spec, new ConstructionProgress(records, spec.name()));
    } catch (CancellationException e) {
      log.info("Stopped building cluster {}: {}", spec.name(), e.getMessage());
    } catch (IOException | RuntimeException e) {
      log.warn("Cannot build cluster {}", spec.name(), e);
      fail(spec.name(), ClusterRecords.STARTING, String.valueOf(e.getMessage()));
    }
  }

  private void delete(String name) throws InterruptedException {
    Optional<Resource> record =
        records.find(name).filter(found -> found.is(ClusterRecords.DELETING));
    if (record.isEmpty()) {
      return;
    }
    try {
      removal.remove(record.get());
      records.remove(name);
    } catch (IOException | RuntimeException e) {
      log.warn("Cannot remove cluster {}", name, e);
      fail(name, ClusterRecords.DELETING, String.valueOf(e.getMessage()));
    }
  }

  /** Starts nodes that scripts had started. Systemd units start by themselves. */
  private void restart(Resource record) throws InterruptedException {
    if (ClusterRecords.spec(record).service() != Service.COMMANDS) {
      return;
    }
    for (Node node : ClusterRecords.nodes(record)) {
      if (processes.shouldRun(node)) {
        try {
          waitForBoot(node);
          processes.start(node, Service.COMMANDS);
        } catch (IOException e) {
          log.warn("Cannot start node {} of cluster {}", node.nodeId(), record.name(), e);
        }
      }
    }
  }

  private void waitForBoot(Node node) throws InterruptedException, IOException {
    long deadline = System.nanoTime() + BOOT_TIMEOUT.toNanos();
    while (!consoles.isUp(node.instanceId())) {
      if (System.nanoTime() > deadline) {
        throw new IOException(node.instanceId() + " did not boot in time");
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }

  private void fail(String name, String state, String problem) {
    records.change(
        name,
        List.of(state),
        record -> record.withStatus(ClusterRecords.FAILED).with("problem", problem));
  }

  private interface Work {
    void run() throws InterruptedException;
  }

  /** Runs one task of a cluster at a time. */
  private void inBackground(String name, Work work) {
    ReentrantLock lock = locks.computeIfAbsent(name, unknown -> new ReentrantLock());
    workers.execute(
        () -> {
          try {
            lock.lockInterruptibly();
            try {
              work.run();
            } finally {
              lock.unlock();
            }
          } catch (InterruptedException e) {
            // The sandbox is shutting down. The record of the cluster keeps what is in progress.
            Thread.currentThread().interrupt();
          }
        });
  }

  private Map<String, Object> view(Resource record) {
    ClusterSpec spec = ClusterRecords.spec(record);
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("name", record.name());
    view.put("state", record.status());
    view.put("mode", lower(spec.mode()));
    view.put("service", lower(spec.service()));
    for (String attribute :
        List.of("problem", "vpcId", "vSwitches", "securityGroupId", "bastion", "clusterId")) {
      if (record.attributes().containsKey(attribute)) {
        view.put(attribute, record.attributes().get(attribute));
      }
    }
    view.put("sshUser", "root");
    view.put("sshPort", sshPort);
    List<Node> nodes = ClusterRecords.nodes(record);
    view.put(
        "nodes",
        nodes.stream()
            .filter(node -> !node.is(Node.ZOOKEEPER))
            .map(node -> view(node, spec.service()))
            .toList());
    nodes.stream()
        .filter(node -> node.is(Node.ZOOKEEPER))
        .findFirst()
        .ifPresent(node -> view.put("zookeeper", view(node, spec.service())));
    view.put("ports", ports(spec));
    return view;
  }

  private static Map<String, Object> ports(ClusterSpec spec) {
    return spec.mode() == ClusterSpec.Mode.ZOOKEEPER
        ? Map.of("internal", Node.INTERNAL_PORT, "zookeeper", Node.ZOOKEEPER_PORT)
        : Map.of("internal", Node.INTERNAL_PORT, "controller", Node.CONTROLLER_PORT);
  }

  private Map<String, Object> view(Node node, Service service) {
    Map<String, Object> view = node.view(service);
    try {
      processes.pid(node).ifPresent(pid -> view.put("pid", pid));
    } catch (IOException e) {
      log.warn("Cannot list the processes of {}", node.instanceId(), e);
    }
    return view;
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public void close() {
    workers.shutdownNow();
  }
}
