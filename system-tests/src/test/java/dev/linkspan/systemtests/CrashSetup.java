package dev.linkspan.systemtests;

import dev.linkspan.systemtests.Expected.Difference;
import dev.linkspan.systemtests.SandboxControl.Resource;
import dev.linkspan.workflows.connection.Decision;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.planning.Planner;
import dev.linkspan.workflows.setup.PrivateLinkSetup;
import dev.linkspan.workflows.setup.SetupInput;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import dev.linkspan.workflows.spec.NewClusterSpec;
import dev.linkspan.workflows.spec.SpecReader;
import dev.linkspan.workflows.spec.SpecReading;
import dev.linkspan.workflows.spec.SpecTemplate;
import dev.linkspan.workflows.steps.Command;
import dev.linkspan.workflows.steps.SearchAttributes;
import dev.linkspan.workflows.steps.TaskQueues;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One small setup among others on one stack, approved in advance. */
class CrashSetup implements AutoCloseable {
  private static final List<String> CHILDREN =
      List.of("", "-survey", "-kafka", "-exposure", "-approval", "-verification", "-teardown");
  private static final Decision YES = new Decision(true, "ada", "in advance", null);

  private final LocalStack stack;
  private final String name;
  private final Plan plan;

  CrashSetup(LocalStack stack, String name, Plan plan) {
    this.stack = stack;
    this.name = name;
    this.plan = plan;
  }

  /**
   * A cluster of a single broker, with two zones.
   *
   * @param network second octet of its machines' addresses, which no other setup has meanwhile
   */
  static CrashSetup ofNewCluster(LocalStack stack, String name, int network) {
    String text =
        SpecTemplate.demo(
            name,
            "127." + network,
            stack.sandbox().archive("kafka"),
            stack.sandbox().archive("openjdk"),
            1,
            List.of("ap-southeast-1a", "ap-southeast-1b"),
            "10001");
    SpecReading.Accepted read = (SpecReading.Accepted) SpecReader.read(text);
    return new CrashSetup(stack, name, Planner.plan((NewClusterSpec) read.spec()));
  }

  String name() {
    return name;
  }

  void start() {
    PrivateLinkSetup setup =
        stack
            .client()
            .newWorkflowStub(
                PrivateLinkSetup.class,
                WorkflowOptions.newBuilder()
                    .setWorkflowId(PrivateLinkSetup.id(name))
                    .setTaskQueue(TaskQueues.CONTROL)
                    .build());
    WorkflowClient.start(setup::run, new SetupInput(plan, Optional.empty()));
    setup.approve(YES);
  }

  void retry() {
    stack.setup(name).retry(new Command("ada", "chaos"));
  }

  void destroy() {
    stack.setup(name).destroy(new Command("ada", "chaos"));
  }

  /** What the server knows of a setup. */
  record Seen(Optional<Phase> phase, boolean closed) {
    boolean is(Phase wanted) {
      return phase.equals(Optional.of(wanted));
    }
  }

  /** Needs no worker. */
  Seen look() {
    var found = stack.client().newUntypedWorkflowStub(PrivateLinkSetup.id(name)).describe();
    return new Seen(
        Optional.ofNullable(found.getTypedSearchAttributes().get(SearchAttributes.PHASE))
            .map(Phase::valueOf),
        found.getStatus() != WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING);
  }

  /** Why a person is wanted. */
  String trouble() {
    return String.valueOf(stack.status(name).waitingFor().orElse("it does not say why"));
  }

  /** How what exists of it differs from its plan. */
  Difference difference(List<Resource> all) {
    return Expected.difference(plan, own(all));
  }

  /** Acknowledged messages that were lost while it was built; empty where Kafka is not real. */
  Optional<Long> lost() {
    return Optional.empty();
  }

  /** What is there although it was destroyed. */
  List<String> leftOver(List<Resource> all) {
    return own(all).stream().map(r -> r.type() + " " + r.name() + r.key()).toList();
  }

  /** What exists of it: by tag, by name, and what belongs to such a resource. */
  private List<Resource> own(List<Resource> all) {
    List<Resource> ofSetups =
        Expected.ofSetups(all).stream().filter(resource -> !isSomebodyElses(resource)).toList();
    Set<String> ids =
        ofSetups.stream().filter(this::isOwn).map(Resource::id).collect(Collectors.toSet());
    return ofSetups.stream()
        .filter(r -> isOwn(r) || ids.stream().anyMatch(r.attributes().toString()::contains))
        .toList();
  }

  /** Whether the setup found it there. */
  boolean isSomebodyElses(Resource resource) {
    return false;
  }

  private boolean isOwn(Resource resource) {
    return resource.setup().equals(name) || resource.name().contains(name);
  }

  /** Ids of its workflows. */
  Stream<String> workflows() {
    return CHILDREN.stream().map(child -> PrivateLinkSetup.id(name) + child);
  }

  /** What the server recorded of it and its children. */
  List<HistoryEvent> events() {
    List<HistoryEvent> events = new ArrayList<>();
    for (String workflow : workflows().toList()) {
      try {
        events.addAll(stack.client().fetchHistory(workflow).getEvents());
      } catch (WorkflowNotFoundException | io.grpc.StatusRuntimeException e) {
        // It did not come to this child.
      }
    }
    return events;
  }

  /** What its open workflows wait for. */
  List<String> standing() {
    return workflows().flatMap(workflow -> stack.waitsFor(workflow).stream()).toList();
  }

  /** Ends what it needs that is not its own. */
  @Override
  public void close() {}
}
