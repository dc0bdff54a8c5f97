package dev.linkspan.systemtests;

import dev.linkspan.connection.Decision;
import dev.linkspan.plan.Plan;
import dev.linkspan.plan.Planner;
import dev.linkspan.setup.PrivateLinkSetup;
import dev.linkspan.setup.SearchAttributes;
import dev.linkspan.setup.SetupInput;
import dev.linkspan.setup.SetupStatus.Phase;
import dev.linkspan.setup.TaskQueues;
import dev.linkspan.spec.NewClusterSpec;
import dev.linkspan.spec.Spec;
import dev.linkspan.spec.SpecReader;
import dev.linkspan.spec.SpecReading;
import dev.linkspan.spec.SpecTemplate;
import dev.linkspan.systemtests.Expected.Difference;
import dev.linkspan.systemtests.SandboxControl.Resource;
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

/** One small setup among many on one stack: a single broker in two zones, approved in advance. */
final class CrashSetup {
  private static final List<String> CHILDREN =
      List.of("", "-kafka", "-exposure", "-approval", "-verification", "-teardown");
  private static final Decision YES = new Decision(true, "ada", "in advance", null);

  private final LocalStack stack;
  private final String name;
  private final Plan plan;

  /**
   * @param network second octet of its machines' addresses, which no other setup has meanwhile
   */
  CrashSetup(LocalStack stack, String name, int network, Spec.Archive kafka, Spec.Archive java) {
    this.stack = stack;
    this.name = name;
    String text =
        SpecTemplate.demo(
            name,
            "127." + network,
            kafka,
            java,
            1,
            List.of("ap-southeast-1a", "ap-southeast-1b"),
            "10001");
    SpecReading.Accepted read = (SpecReading.Accepted) SpecReader.read(text);
    this.plan = Planner.plan((NewClusterSpec) read.spec());
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
    stack.setup(name).retry(new PrivateLinkSetup.Command("ada", "chaos"));
  }

  void destroy() {
    stack.setup(name).destroy(new PrivateLinkSetup.Command("ada", "chaos"));
  }

  /** What the server knows of it: needs no worker. */
  Optional<Phase> phase() {
    var attributes = description().getTypedSearchAttributes();
    return Optional.ofNullable(attributes.get(SearchAttributes.PHASE)).map(Phase::valueOf);
  }

  boolean closed() {
    return description().getStatus() != WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;
  }

  private io.temporal.client.WorkflowExecutionDescription description() {
    return stack.client().newUntypedWorkflowStub(PrivateLinkSetup.id(name)).describe();
  }

  /** Why a person is wanted. */
  String trouble() {
    return String.valueOf(stack.status(name).waitingFor().orElse("it does not say why"));
  }

  /** How what exists of it differs from its plan. */
  Difference difference(List<Resource> all) {
    return Expected.difference(plan, own(all));
  }

  /** What exists of it: by tag, by name, and what belongs to such a resource. */
  List<Resource> own(List<Resource> all) {
    Set<String> ids =
        all.stream().filter(this::isOwn).map(Resource::id).collect(Collectors.toSet());
    return Expected.ofSetups(all).stream()
        .filter(r -> isOwn(r) || ids.stream().anyMatch(r.attributes().toString()::contains))
        .toList();
  }

  private boolean isOwn(Resource resource) {
    return resource.setup().equals(name)
        || (Expected.ofSetups(List.of(resource)).size() == 1 && resource.name().contains(name));
  }

  /** What the server recorded of it and its children. */
  List<HistoryEvent> events() {
    List<HistoryEvent> events = new ArrayList<>();
    for (String child : CHILDREN) {
      try {
        events.addAll(stack.client().fetchHistory(PrivateLinkSetup.id(name) + child).getEvents());
      } catch (WorkflowNotFoundException | io.grpc.StatusRuntimeException e) {
        // It did not come to this child.
      }
    }
    return events;
  }
}
