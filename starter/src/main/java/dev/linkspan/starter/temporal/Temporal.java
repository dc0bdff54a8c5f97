package dev.linkspan.starter.temporal;

import dev.linkspan.starter.CommandFailure;
import dev.linkspan.starter.ExitCode;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowClient;
import io.temporal.envconfig.ClientConfigProfile;
import io.temporal.envconfig.LoadClientConfigProfileOptions;
import io.temporal.serviceclient.RpcRetryOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A connection to a Temporal server.
 *
 * @param ui where its web pages are, if that is known; without a slash at the end
 * @param patience how long a question that no worker takes is asked again
 */
public record Temporal(
    WorkflowServiceStubs service,
    WorkflowClient client,
    String address,
    Optional<URI> ui,
    Duration patience)
    implements AutoCloseable {

  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(3);

  /** Long enough for a worker that replays, short enough to say soon that none is there. */
  private static final Duration QUERY_WITHIN = Duration.ofSeconds(5);

  /** A dead worker's own queue is asked first, for up to ten seconds; a new one has to replay. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  // A query that no worker takes ends with its deadline, and would otherwise be asked for a minute.
  private static final RpcRetryOptions TRY_FOR_SECONDS =
      RpcRetryOptions.newBuilder().setExpiration(QUERY_WITHIN).build();

  /**
   * Where the server of a local stack is.
   *
   * @param address host and port
   */
  public record Local(String address, URI ui) {}

  /**
   * Connects by the profile that Temporal's own tools use ({@code TEMPORAL_PROFILE}, {@code
   * TEMPORAL_ADDRESS}, {@code temporal.toml}); where that names no address, to the local stack;
   * else to {@code 127.0.0.1:7233}.
   */
  public static Temporal connect(Map<String, String> environment, Optional<Local> local) {
    ClientConfigProfile profile = profile(environment);
    String address =
        Optional.ofNullable(profile.getAddress())
            .filter(a -> !a.isBlank())
            .or(() -> local.map(Local::address))
            .orElse("127.0.0.1:7233");
    WorkflowServiceStubsOptions options =
        WorkflowServiceStubsOptions.newBuilder(profile.toWorkflowServiceStubsOptions())
            .setTarget(address)
            .setRpcQueryTimeout(QUERY_WITHIN)
            .setRpcRetryOptions(TRY_FOR_SECONDS)
            .build();
    WorkflowServiceStubs service = connected(options, address);
    WorkflowClient client = WorkflowClient.newInstance(service, profile.toWorkflowClientOptions());
    return new Temporal(service, client, address, ui(environment, local, address), PATIENCE);
  }

  /** The page of this workflow. */
  public Optional<URI> page(String workflowId) {
    return ui.map(u -> URI.create(u + "/namespaces/" + namespace() + "/workflows/" + workflowId));
  }

  /** The namespace that the client works in. */
  public String namespace() {
    return client.getOptions().getNamespace();
  }

  @Override
  public void close() {
    service.shutdownNow();
    service.awaitTermination(1, TimeUnit.SECONDS);
  }

  private static ClientConfigProfile profile(Map<String, String> environment) {
    try {
      return ClientConfigProfile.load(
          LoadClientConfigProfileOptions.newBuilder()
              .setEnvOverrides(environment)
              .setConfigFileStrict(true)
              .build());
    } catch (IOException | RuntimeException e) {
      throw new CommandFailure(
          ExitCode.USAGE, "Temporal's client profile cannot be read: " + e.getMessage());
    }
  }

  private static WorkflowServiceStubs connected(
      WorkflowServiceStubsOptions options, String address) {
    if (refused(address)) {
      throw unreachable(address);
    }
    WorkflowServiceStubs service = WorkflowServiceStubs.newServiceStubs(options);
    try {
      service.connect(CONNECT_WITHIN);
      return service;
    } catch (StatusRuntimeException | IllegalStateException e) {
      service.shutdownNow();
      throw unreachable(address);
    }
  }

  // gRPC would go on trying; where nobody listens there is no point in waiting.
  private static boolean refused(String address) {
    int colon = address.lastIndexOf(':');
    if (colon < 1 || !address.substring(colon + 1).matches("\\d{1,5}")) {
      return false;
    }
    int port = Integer.parseInt(address.substring(colon + 1));
    try (Socket socket = new Socket()) {
      var target = new InetSocketAddress(address.substring(0, colon), port);
      socket.connect(target, (int) CONNECT_WITHIN.toMillis());
      return false;
    } catch (ConnectException e) {
      return true;
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }

  private static CommandFailure unreachable(String address) {
    return new CommandFailure(
        ExitCode.TEMPORAL_UNREACHABLE,
        "Temporal does not answer at "
            + address
            + ".\nStart a local stack with `linkspan dev up`, or set TEMPORAL_ADDRESS.");
  }

  private static Optional<URI> ui(
      Map<String, String> environment, Optional<Local> local, String address) {
    String given = environment.getOrDefault("LINKSPAN_TEMPORAL_UI", "");
    if (!given.isBlank()) {
      return Optional.of(URI.create(given.replaceAll("/+$", "")));
    }
    return local.filter(l -> l.address().equals(address)).map(Local::ui);
  }
}
