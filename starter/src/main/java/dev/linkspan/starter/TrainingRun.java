package dev.linkspan.starter;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import dev.linkspan.starter.cli.CliContext;
import dev.linkspan.starter.console.Console;
import dev.linkspan.starter.stack.FolderTree;
import dev.linkspan.starter.temporal.TemporalConnection;
import io.grpc.Server;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc.HealthImplBase;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.temporal.api.common.v1.WorkflowType;
import io.temporal.api.schedule.v1.IntervalSpec;
import io.temporal.api.schedule.v1.ScheduleActionResult;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.DescribeScheduleRequest;
import io.temporal.api.workflowservice.v1.DescribeScheduleResponse;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.api.workflowservice.v1.GetSystemInfoResponse;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsResponse;
import io.temporal.api.workflowservice.v1.QueryWorkflowRequest;
import io.temporal.api.workflowservice.v1.QueryWorkflowResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceImplBase;
import io.temporal.common.converter.DefaultDataConverter;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Runs the commands that people run most, on a server of its own that knows one setup. The launcher
 * records which classes this loads, and puts them into the archive that each command starts from.
 */
public final class TrainingRun extends WorkflowServiceImplBase {
  private static final String NAME = TrainingSetup.NAME;

  private static final List<List<String>> COMMANDS =
      List.of(
          List.of("--help"),
          List.of("up", "--help"),
          List.of("list"),
          List.of("list", "-o", "json"),
          List.of("status", NAME),
          List.of("status", NAME, "--all"),
          List.of("status", NAME, "-o", "json"));

  private TrainingRun() {}

  /** Ends the process with 1 if a command does not succeed. */
  public static void main(String[] arguments) throws IOException {
    System.exit(run(System.err) ? 0 : 1);
  }

  /** Runs the commands; returns whether all of them did what they are meant to do. */
  static boolean run(PrintStream output) throws IOException {
    Server server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(new TrainingRun())
            .addService(new Serving())
            .build()
            .start();
    Path folder = Files.createTempDirectory("linkspan-training");
    try {
      // The client configuration is read as a file even where there is none.
      String profile =
          "[profile.default]\naddress = \"127.0.0.1:%d\"\n".formatted(server.getPort());
      Path configuration = Files.writeString(folder.resolve("temporal.toml"), profile);
      Map<String, String> environment =
          Map.of(
              "TEMPORAL_CONFIG_FILE", configuration.toString(),
              "LINKSPAN_STATE", folder.toString());
      Console console = Console.plain(output, output, InputStream.nullInputStream());
      CliContext context = new CliContext(environment, folder, console);
      boolean succeeded = true;
      WarmUp.start("status");
      for (List<String> command : COMMANDS) {
        succeeded &=
            Linkspan.run(context, TemporalConnection::connect, command.toArray(String[]::new)) == 0;
      }
      return succeeded;
    } finally {
      server.shutdownNow();
      FolderTree.delete(folder);
    }
  }

  @Override
  public void getSystemInfo(
      GetSystemInfoRequest request, StreamObserver<GetSystemInfoResponse> answer) {
    GetSystemInfoResponse.Builder system = GetSystemInfoResponse.newBuilder();
    system.setServerVersion("training").getCapabilitiesBuilder().setSupportsSchedules(true);
    reply(answer, system.build());
  }

  @Override
  public void listWorkflowExecutions(
      ListWorkflowExecutionsRequest request,
      StreamObserver<ListWorkflowExecutionsResponse> answer) {
    reply(
        answer,
        ListWorkflowExecutionsResponse.newBuilder()
            .addExecutions(TrainingSetup.execution())
            .build());
  }

  @Override
  public void describeWorkflowExecution(
      DescribeWorkflowExecutionRequest request,
      StreamObserver<DescribeWorkflowExecutionResponse> answer) {
    reply(answer, TrainingSetup.description());
  }

  @Override
  public void queryWorkflow(
      QueryWorkflowRequest request, StreamObserver<QueryWorkflowResponse> answer) {
    String workflow = request.getExecution().getWorkflowId();
    boolean status = request.getQuery().getQueryType().equals("status");
    DefaultDataConverter.STANDARD_INSTANCE
        .toPayloads(status ? TrainingSetup.status() : TrainingSetup.progress(workflow))
        .ifPresent(
            result ->
                reply(answer, QueryWorkflowResponse.newBuilder().setQueryResult(result).build()));
  }

  /** The client checks this before its first call. */
  private static final class Serving extends HealthImplBase {
    @Override
    public void check(HealthCheckRequest request, StreamObserver<HealthCheckResponse> answer) {
      reply(answer, HealthCheckResponse.newBuilder().setStatus(ServingStatus.SERVING).build());
    }
  }

  private static <T> void reply(StreamObserver<T> answer, T response) {
    answer.onNext(response);
    answer.onCompleted();
  }

  @Override
  public void describeSchedule(
      DescribeScheduleRequest request, StreamObserver<DescribeScheduleResponse> answer) {
    DescribeScheduleResponse.Builder schedule = DescribeScheduleResponse.newBuilder();
    schedule
        .getScheduleBuilder()
        .getActionBuilder()
        .getStartWorkflowBuilder()
        .setWorkflowId(NAME)
        .setWorkflowType(WorkflowType.newBuilder().setName("Verification"))
        .setTaskQueue(TaskQueue.newBuilder().setName(NAME));
    schedule
        .getScheduleBuilder()
        .getSpecBuilder()
        .addInterval(IntervalSpec.newBuilder().setInterval(Duration.newBuilder().setSeconds(3600)));
    schedule.getScheduleBuilder().getPoliciesBuilder().setPauseOnFailure(true);
    schedule.getScheduleBuilder().getStateBuilder().setNotes(NAME);
    schedule
        .getInfoBuilder()
        .addRecentActions(
            ScheduleActionResult.newBuilder()
                .setStartWorkflowResult(TrainingSetup.execution().getExecution()))
        .addFutureActionTimes(
            Timestamp.newBuilder().setSeconds(TrainingSetup.TIME.getEpochSecond()));
    reply(answer, schedule.build());
  }
}
