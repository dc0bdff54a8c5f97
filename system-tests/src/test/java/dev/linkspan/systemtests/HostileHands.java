package dev.linkspan.systemtests;

import com.google.protobuf.ByteString;
import dev.linkspan.workflows.steps.TaskQueues;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.common.v1.WorkflowType;
import io.temporal.api.enums.v1.UpdateWorkflowExecutionLifecycleStage;
import io.temporal.api.query.v1.WorkflowQuery;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.update.v1.Input;
import io.temporal.api.update.v1.Meta;
import io.temporal.api.update.v1.Request;
import io.temporal.api.update.v1.WaitPolicy;
import io.temporal.api.workflowservice.v1.QueryWorkflowRequest;
import io.temporal.api.workflowservice.v1.SignalWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.StartWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.UpdateWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceBlockingStub;
import io.temporal.client.WorkflowClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Sends everything that the API of Temporal lets anyone send, to workflows of any type. */
final class HostileHands {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Refusals; any other status is a fault of the test. */
  private static final Set<Status.Code> REFUSED =
      EnumSet.of(
          Status.Code.INVALID_ARGUMENT,
          Status.Code.NOT_FOUND,
          Status.Code.FAILED_PRECONDITION,
          Status.Code.RESOURCE_EXHAUSTED,
          Status.Code.DEADLINE_EXCEEDED,
          Status.Code.ABORTED);

  private static final String JSON = "json/plain";
  private static final Payloads LARGE = json("\"" + "x".repeat(1_000_000) + "\"");

  private static final List<Payloads> INPUTS =
      List.of(
          Payloads.getDefaultInstance(),
          payloads(payload("binary/null", "")),
          json("null"),
          json("5"),
          json("\"text\""),
          json("[1, {\"a\": null}]"),
          json("{\"unknown\": {\"a\": [true]}, \"by\": \"ada\"}"),
          json("{\"by\": {\"a\": 1}, \"reason\": [], \"approved\": \"perhaps\", \"plan\": 7}"),
          json("{\"by\": \"\\u001b[31mada\\n\\u202e\\u0000\", \"reason\": \"\\u0007\"}"),
          json("{\"sender\": \"private-link-x\", \"kind\": \"verified\", \"body\": {}}"),
          json("{not JSON"),
          payloads(payload(JSON, "{}"), payload(JSON, "\"more\""), payload(JSON, "7")),
          payloads(payload("binary/plain", "\u0001\u0002")),
          payloads(payload("binary/encrypted", "secret")),
          payloads(Payload.newBuilder().setData(ByteString.copyFromUtf8("{}")).build()));

  private final WorkflowClient client;
  private final Map<String, WorkflowInteractions> known = WorkflowInteractions.all();

  HostileHands(WorkflowClient client) {
    this.client = client;
  }

  /** What is sent. */
  enum Kind {
    SIGNALS,
    EVERYTHING,
    EVERYTHING_LARGE_TOO
  }

  /** Sends everything except the signal {@code destroy}, which would be obeyed. */
  void attack(String workflowId, Kind kind) {
    String type = client.newUntypedWorkflowStub(workflowId).describe().getWorkflowType();
    WorkflowInteractions names = known.get(type);
    List<Payloads> inputs = new ArrayList<>(INPUTS);
    if (kind == Kind.EVERYTHING_LARGE_TOO) {
      inputs.add(LARGE);
    }
    names.signals().stream()
        .filter(name -> !name.equals("destroy"))
        .forEach(name -> inputs.forEach(input -> signal(workflowId, name, input)));
    if (kind != Kind.SIGNALS) {
      names.queries().forEach(name -> inputs.forEach(input -> query(workflowId, name, input)));
      names.updates().forEach(name -> inputs.forEach(input -> update(workflowId, name, input)));
    }
  }

  /** Sends a signal with 1 MB of text. */
  void signalLarge(String workflowId, String name) {
    signal(workflowId, name, LARGE);
  }

  /** Sends a signal many times. */
  void flood(String workflowId, String name, int times) {
    IntStream.range(0, times)
        .parallel()
        .forEach(i -> signal(workflowId, name, INPUTS.get(i % INPUTS.size())));
  }

  /** Starts every type of workflow with every input; returns the workflow IDs. */
  List<String> startWithJunk() {
    return known.keySet().stream()
        .flatMap(
            type ->
                IntStream.range(0, INPUTS.size())
                    .mapToObj(i -> startWithJunk(type, "junk-" + type + "-" + i, INPUTS.get(i))))
        .toList();
  }

  private String startWithJunk(String type, String workflowId, Payloads input) {
    service()
        .startWorkflowExecution(
            StartWorkflowExecutionRequest.newBuilder()
                .setNamespace(namespace())
                .setRequestId(UUID.randomUUID().toString())
                .setWorkflowId(workflowId)
                .setWorkflowType(WorkflowType.newBuilder().setName(type))
                .setTaskQueue(TaskQueue.newBuilder().setName(TaskQueues.CONTROL))
                .setInput(input)
                .build());
    known.get(type).signals().forEach(name -> signal(workflowId, name, INPUTS.get(0)));
    return workflowId;
  }

  private void signal(String workflowId, String name, Payloads input) {
    refusable(
        () ->
            service()
                .signalWorkflowExecution(
                    SignalWorkflowExecutionRequest.newBuilder()
                        .setNamespace(namespace())
                        .setWorkflowExecution(execution(workflowId))
                        .setSignalName(name)
                        .setInput(input)
                        .build()));
  }

  private void query(String workflowId, String name, Payloads input) {
    refusable(
        () ->
            service()
                .queryWorkflow(
                    QueryWorkflowRequest.newBuilder()
                        .setNamespace(namespace())
                        .setExecution(execution(workflowId))
                        .setQuery(WorkflowQuery.newBuilder().setQueryType(name).setQueryArgs(input))
                        .build()));
  }

  /** Waits until the workflow has accepted or refused it. */
  private void update(String workflowId, String name, Payloads input) {
    refusable(
        () ->
            service()
                .updateWorkflowExecution(
                    UpdateWorkflowExecutionRequest.newBuilder()
                        .setNamespace(namespace())
                        .setWorkflowExecution(execution(workflowId))
                        .setWaitPolicy(
                            WaitPolicy.newBuilder()
                                .setLifecycleStage(
                                    UpdateWorkflowExecutionLifecycleStage
                                        .UPDATE_WORKFLOW_EXECUTION_LIFECYCLE_STAGE_ACCEPTED))
                        .setRequest(
                            Request.newBuilder()
                                .setMeta(
                                    Meta.newBuilder().setUpdateId(UUID.randomUUID().toString()))
                                .setInput(Input.newBuilder().setName(name).setArgs(input)))
                        .build()));
  }

  private static void refusable(Runnable call) {
    try {
      call.run();
    } catch (StatusRuntimeException e) {
      if (!REFUSED.contains(e.getStatus().getCode())) {
        throw e;
      }
    }
  }

  private WorkflowServiceBlockingStub service() {
    return client
        .getWorkflowServiceStubs()
        .blockingStub()
        .withDeadlineAfter(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  private String namespace() {
    return client.getOptions().getNamespace();
  }

  private static WorkflowExecution execution(String workflowId) {
    return WorkflowExecution.newBuilder().setWorkflowId(workflowId).build();
  }

  private static Payloads json(String text) {
    return payloads(payload(JSON, text));
  }

  private static Payload payload(String encoding, String text) {
    return Payload.newBuilder()
        .putMetadata("encoding", ByteString.copyFromUtf8(encoding))
        .setData(ByteString.copyFromUtf8(text))
        .build();
  }

  private static Payloads payloads(Payload... all) {
    return Payloads.newBuilder().addAllPayloads(Stream.of(all).toList()).build();
  }
}
