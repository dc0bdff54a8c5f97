package dev.linkspan.starter;

import dev.linkspan.starter.temporal.TemporalConnection;
import dev.linkspan.workflows.steps.SearchAttributes;
import dev.linkspan.workflows.steps.TaskQueues;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.RpcRetryOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** A Temporal server in memory, with or without a worker, that commands run on. */
final class CommandServer implements AutoCloseable {
  private final TestWorkflowEnvironment temporal = TestWorkflowEnvironment.newInstance();

  private CommandServer() {}

  /** A server with a worker for these workflows, or without a worker if there are none. */
  static CommandServer with(Class<?>... workflows) {
    CommandServer server = new CommandServer();
    for (var key : SearchAttributes.ALL) {
      server.temporal.registerSearchAttribute(key.getName(), key.getValueType());
    }
    if (workflows.length > 0) {
      server.temporal.newWorker(TaskQueues.CONTROL).registerWorkflowImplementationTypes(workflows);
    }
    server.temporal.start();
    return server;
  }

  WorkflowClient client() {
    return temporal.getWorkflowClient();
  }

  /** Runs a command without a terminal. */
  Ran run(Path folder, String... arguments) {
    return Ran.answering(folder, this::connect, null, arguments);
  }

  TemporalConnection connect(
      Map<String, String> environment, Optional<TemporalConnection.LocalServer> local) {
    return connect(Duration.ofSeconds(3));
  }

  // Each command closes its connection; the test server's channel stays open.
  TemporalConnection connect(Duration workerTimeout) {
    var service =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder()
                .setChannel(temporal.getWorkflowServiceStubs().getRawChannel())
                .setRpcQueryTimeout(Duration.ofSeconds(2))
                .setRpcRetryOptions(
                    RpcRetryOptions.newBuilder().setExpiration(Duration.ofSeconds(2)).build())
                .build());
    var client =
        TemporalConnection.client(
            service,
            WorkflowClientOptions.newBuilder().setNamespace(temporal.getNamespace()).build());
    return new TemporalConnection(
        service,
        client,
        "in-memory",
        Optional.of(URI.create("http://127.0.0.1:8233")),
        workerTimeout);
  }

  @Override
  public void close() {
    temporal.close();
  }
}
