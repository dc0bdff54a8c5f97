package dev.linkspan.starter;

import com.google.protobuf.Timestamp;
import dev.linkspan.starter.temporal.TemporalConnection;
import dev.linkspan.workflows.setup.PrivateLinkSetup;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.StreamObserver;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.common.v1.WorkflowType;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.enums.v1.WorkflowTaskFailedCause;
import io.temporal.api.failure.v1.ApplicationFailureInfo;
import io.temporal.api.failure.v1.Failure;
import io.temporal.api.history.v1.History;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.history.v1.WorkflowTaskFailedEventAttributes;
import io.temporal.api.taskqueue.v1.PollerInfo;
import io.temporal.api.workflow.v1.PendingWorkflowTaskInfo;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueRequest;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueResponse;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.api.workflowservice.v1.GetSystemInfoResponse;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryReverseRequest;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryReverseResponse;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsResponse;
import io.temporal.api.workflowservice.v1.QueryWorkflowRequest;
import io.temporal.api.workflowservice.v1.QueryWorkflowResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceImplBase;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.serviceclient.RpcRetryOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A Temporal server that knows one open workflow, with the record that a real server has of a
 * workflow task that fails in each attempt. The server in memory has no such record. Queries get no
 * answer, as from a real server without a worker.
 */
final class ScriptedServer extends WorkflowServiceImplBase implements AutoCloseable {
  private final String name = InProcessServerBuilder.generateName();
  private final String workflowId;
  private final int attempt;
  private final HistoryEvent newest;
  private final Server server;
  private final ManagedChannel channel;
  Optional<Instant> lastPoll = Optional.of(Instant.now());

  /** What a list of workflows has instead of the one open workflow. */
  List<WorkflowExecutionInfo> listed = List.of();

  /** The answer to each query; without one, no worker answers. */
  Optional<Object> answer = Optional.empty();

  /** What each query is refused with instead of being answered. */
  volatile Optional<Status> refusal = Optional.empty();

  /** How many queries have arrived. */
  final AtomicInteger queries = new AtomicInteger();

  private ScriptedServer(String workflowId, int attempt, HistoryEvent newest) {
    this.workflowId = workflowId;
    this.attempt = attempt;
    this.newest = newest;
    try {
      this.server = InProcessServerBuilder.forName(name).addService(this).build().start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.channel = InProcessChannelBuilder.forName(name).build();
  }

  /** The setup of this name fails in each attempt, with this exception. */
  static ScriptedServer failing(
      String setup, int attempt, WorkflowTaskFailedCause cause, Failure failure) {
    return new ScriptedServer(
        PrivateLinkSetup.id(setup),
        attempt,
        HistoryEvent.newBuilder()
            .setEventType(EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED)
            .setWorkflowTaskFailedEventAttributes(
                WorkflowTaskFailedEventAttributes.newBuilder().setCause(cause).setFailure(failure))
            .build());
  }

  /** The setup of this name waits for a worker. */
  static ScriptedServer waiting(String setup) {
    return new ScriptedServer(
        PrivateLinkSetup.id(setup),
        1,
        HistoryEvent.newBuilder()
            .setEventType(EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED)
            .build());
  }

  /** The failure that the SDK reports for a NullPointerException in {@code SurveyValidation}. */
  static Failure nullPointer() {
    return Failure.newBuilder()
        .setMessage("Failure handling event 7 of type 'EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED'")
        .setStackTrace(
            "io.temporal.internal.statemachines.WorkflowStateMachines.handle(W.java:1)\n")
        .setCause(
            Failure.newBuilder()
                .setMessage("Cannot invoke \"String.length()\" because \"address\" is null")
                .setStackTrace(
                    """
                    at java.base/java.util.Objects.requireNonNull(Objects.java:233)
                    at dev.linkspan.workflows.survey.SurveyValidation.of(SurveyValidation.java:88)
                    """)
                .setApplicationFailureInfo(
                    ApplicationFailureInfo.newBuilder().setType("java.lang.NullPointerException")))
        .build();
  }

  Ran run(Path folder, String... arguments) {
    return Ran.answering(folder, this::connect, null, arguments);
  }

  TemporalConnection connect(
      Map<String, String> environment, Optional<TemporalConnection.LocalServer> local) {
    var service =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder()
                .setChannel(channel)
                .setRpcQueryTimeout(Duration.ofSeconds(1))
                .setRpcRetryOptions(
                    RpcRetryOptions.newBuilder().setExpiration(Duration.ofSeconds(1)).build())
                .build());
    return new TemporalConnection(
        service,
        TemporalConnection.client(service, WorkflowClientOptions.getDefaultInstance()),
        "scripted",
        Optional.empty(),
        Duration.ofSeconds(1));
  }

  @Override
  public void getSystemInfo(
      GetSystemInfoRequest request, StreamObserver<GetSystemInfoResponse> answer) {
    reply(answer, GetSystemInfoResponse.getDefaultInstance());
  }

  @Override
  public void describeWorkflowExecution(
      DescribeWorkflowExecutionRequest request,
      StreamObserver<DescribeWorkflowExecutionResponse> answer) {
    String wanted = request.getExecution().getWorkflowId();
    Optional<WorkflowExecutionInfo> other =
        listed.stream().filter(i -> i.getExecution().getWorkflowId().equals(wanted)).findFirst();
    if (other.isPresent()) {
      reply(
          answer,
          DescribeWorkflowExecutionResponse.newBuilder()
              .setWorkflowExecutionInfo(other.get())
              .build());
      return;
    }
    if (!wanted.equals(workflowId)) {
      answer.onError(Status.NOT_FOUND.asRuntimeException());
      return;
    }
    reply(
        answer,
        DescribeWorkflowExecutionResponse.newBuilder()
            .setWorkflowExecutionInfo(info())
            .setPendingWorkflowTask(PendingWorkflowTaskInfo.newBuilder().setAttempt(attempt))
            .build());
  }

  private WorkflowExecutionInfo info() {
    return WorkflowExecutionInfo.newBuilder()
        .setExecution(WorkflowExecution.newBuilder().setWorkflowId(workflowId).setRunId("run-1"))
        .setType(WorkflowType.newBuilder().setName("PrivateLinkSetup"))
        .setStartTime(Timestamp.newBuilder().setSeconds(Instant.now().getEpochSecond()))
        .setStatus(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING)
        .build();
  }

  @Override
  public void getWorkflowExecutionHistoryReverse(
      GetWorkflowExecutionHistoryReverseRequest request,
      StreamObserver<GetWorkflowExecutionHistoryReverseResponse> answer) {
    reply(
        answer,
        GetWorkflowExecutionHistoryReverseResponse.newBuilder()
            .setHistory(
                History.newBuilder()
                    .addEvents(
                        HistoryEvent.newBuilder()
                            .setEventType(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED))
                    .addEvents(newest))
            .build());
  }

  @Override
  public void listWorkflowExecutions(
      ListWorkflowExecutionsRequest request,
      StreamObserver<ListWorkflowExecutionsResponse> answer) {
    boolean onlyRunning = request.getQuery().contains("ExecutionStatus = 'Running'");
    List<WorkflowExecutionInfo> all = listed.isEmpty() ? List.of(info()) : listed;
    reply(
        answer,
        ListWorkflowExecutionsResponse.newBuilder()
            .addAllExecutions(
                all.stream()
                    .filter(
                        found ->
                            !onlyRunning
                                || found.getStatus()
                                    == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING)
                    .toList())
            .build());
  }

  @Override
  public void describeTaskQueue(
      DescribeTaskQueueRequest request, StreamObserver<DescribeTaskQueueResponse> answer) {
    var response = DescribeTaskQueueResponse.newBuilder();
    lastPoll.ifPresent(
        at ->
            response.addPollers(
                PollerInfo.newBuilder()
                    .setLastAccessTime(Timestamp.newBuilder().setSeconds(at.getEpochSecond()))));
    reply(answer, response.build());
  }

  @Override
  public void queryWorkflow(
      QueryWorkflowRequest request, StreamObserver<QueryWorkflowResponse> observer) {
    Optional<Status> refused = refusal;
    queries.incrementAndGet();
    if (refused.isPresent()) {
      observer.onError(refused.get().asRuntimeException());
      return;
    }
    // Without an answer, the caller's deadline ends the call.
    answer
        .flatMap(DefaultDataConverter.newDefaultInstance()::toPayloads)
        .ifPresent(
            result ->
                reply(observer, QueryWorkflowResponse.newBuilder().setQueryResult(result).build()));
  }

  private static <T> void reply(StreamObserver<T> answer, T response) {
    answer.onNext(response);
    answer.onCompleted();
  }

  @Override
  public void close() {
    channel.shutdownNow();
    server.shutdownNow();
  }
}
