package dev.linkspan.systemtests;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linkspan.systemtests.CrashPoint.Stage;
import dev.linkspan.systemtests.SandboxControl.Resource;
import dev.linkspan.workflows.planning.Planner;
import dev.linkspan.workflows.spec.ExistingClusterSpec;
import dev.linkspan.workflows.spec.SpecReader;
import dev.linkspan.workflows.spec.SpecReading;
import dev.linkspan.workflows.steps.TaskQueues;
import dev.linkspan.workflows.survey.ClusterSurvey;
import io.temporal.client.WorkflowOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A setup of an existing cluster of three real brokers, which is built for this setup alone. */
final class CrashAdoption extends CrashSetup {
  /** The number of messages in the topic {@code orders} of such a cluster. */
  private static final int ORDERS = 1_000;

  private final LocalStack stack;
  private final AdoptedCluster cluster;
  private final Map<Integer, String> before;
  private boolean restored;

  private CrashAdoption(
      LocalStack stack, String name, AdoptedCluster cluster, ExistingClusterSpec spec) {
    super(stack, name, Planner.plan(spec, survey(stack, spec)));
    this.stack = stack;
    this.cluster = cluster;
    this.before = cluster.configurations(cluster.nodeIds());
  }

  /**
   * Builds the cluster and plans its link.
   *
   * @param network second octet of its machines' addresses
   */
  static CrashAdoption of(LocalStack stack, String name, int network) {
    AdoptedCluster cluster = AdoptedCluster.build(stack, name + "-theirs", "combined", network);
    try {
      String text = Files.readString(cluster.spec(name, "10001"));
      SpecReading.Accepted read = (SpecReading.Accepted) SpecReader.read(text);
      return new CrashAdoption(stack, name, cluster, (ExistingClusterSpec) read.spec());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ClusterSurvey.Survey survey(LocalStack stack, ExistingClusterSpec spec) {
    return stack
        .client()
        .newWorkflowStub(
            ClusterSurvey.class,
            WorkflowOptions.newBuilder()
                .setWorkflowId(ClusterSurvey.id(spec.name()))
                .setTaskQueue(TaskQueues.CONTROL)
                .build())
        .run(Planner.request(spec, Planner.surveyor(spec)));
  }

  @Override
  void begin(Stage stage) {
    restored = stage == Stage.RESTORE;
    super.begin(stage);
  }

  @Override
  boolean existedBefore(Resource resource) {
    return resource.name().startsWith(name() + "-theirs")
        || cluster.description().toString().contains(resource.id());
  }

  /**
   * What differs from the cluster before the setup. Only a backup may remain next to each file, and
   * in the file the listener (decision 0010), unless the last stage restored the brokers: then
   * every broker also answers as before.
   */
  @Override
  List<String> leftOver(List<Resource> all) {
    List<String> left = new ArrayList<>(super.leftOver(all));
    Map<Integer, String> now = cluster.configurations(cluster.nodeIds());
    before.forEach(
        (id, text) -> {
          String found = now.get(id);
          if (!(restored ? found.equals(text) : Listeners.onlyAdded(text, found))) {
            left.add("changed file of broker " + id + ": " + found);
          }
        });
    if (restored) {
      cluster.brokers().forEach(broker -> addIfNotAsBefore(left, broker));
    }
    List<Path> homes = new ArrayList<>(cluster.nodeIds().stream().map(cluster::home).toList());
    homes.add(bastionHome());
    for (Path home : homes) {
      try (Stream<Path> files = Files.list(home)) {
        files
            .filter(file -> file.getFileName().toString().contains("linkspan"))
            .forEach(file -> left.add("folder " + file));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    cluster.pids().forEach((id, pid) -> addIfDown(left, id, pid));
    return left;
  }

  /** The broker serves its messages to whom it did before, and nothing else listens on it. */
  private void addIfNotAsBefore(List<String> left, JsonNode broker) {
    String address = broker.path("address").asText();
    OrdinaryKafkaClients clients = OrdinaryKafkaClients.onlyKcat();
    long messages = clients.read(address + ":9092", "orders").lines().count();
    if (messages != ORDERS) {
      left.add("broker %s serves %d of %d messages".formatted(address, messages, ORDERS));
    }
    int external = plan().cluster().externalPort();
    try (Socket unexpected = new Socket(address, external)) {
      left.add("broker " + address + " listens on " + unexpected.getPort());
    } catch (IOException expected) {
      // Nothing listens there.
    }
  }

  private static void addIfDown(List<String> left, int id, int pid) {
    if (pid == 0) {
      left.add("broker " + id + " is down");
    }
  }

  private Path bastionHome() {
    String bastion = cluster.description().path("bastion").path("instanceId").asText();
    return stack.state().resolve("sandbox/machines").resolve(bastion).resolve("root");
  }

  @Override
  public void close() {
    stack.sandbox().removeCluster(name() + "-theirs");
  }
}
