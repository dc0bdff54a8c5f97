package dev.linkspan.starter.temporal;

import dev.linkspan.starter.cli.CommandFailure;
import dev.linkspan.starter.cli.ExitCode;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.envconfig.ClientConfigProfile;
import io.temporal.envconfig.LoadClientConfigProfileOptions;
import io.temporal.serviceclient.RpcRetryOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.File;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a namespace of a Temporal server.
 *
 * @param address host and port of the server
 * @param ui base URL of the Temporal UI, if known; without a slash at the end
 * @param workerTimeout how long to retry queries that no worker answers
 */
public record TemporalConnection(
    WorkflowServiceStubs service,
    WorkflowClient client,
    String address,
    Optional<URI> ui,
    Duration workerTimeout)
    implements AutoCloseable {

  private static final Pattern HOST_AND_PORT =
      Pattern.compile("(?:\\[[0-9a-fA-F:.%]+]|[^:/\\s\\[\\]]+):([0-9]{1,5})");

  /** The schemes of gRPC's own names of servers. */
  private static final Pattern OTHER_TARGET = Pattern.compile("(dns|ipv4|ipv6|unix|xds):");

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(15);

  /** Long enough for a worker to replay, short enough to report soon that no worker responds. */
  private static final Duration QUERY_TIMEOUT = Duration.ofSeconds(5);

  /**
   * For up to ten seconds after a worker dies, Temporal offers queries to that worker's own sticky
   * queue first; then a new worker has to replay.
   */
  private static final Duration WORKER_TIMEOUT = Duration.ofSeconds(20);

  // By default, the SDK retries a query that no worker answers for a minute.
  private static final RpcRetryOptions SHORT_RETRIES =
      RpcRetryOptions.newBuilder().setExpiration(QUERY_TIMEOUT).build();

  /**
   * The server of a local stack.
   *
   * @param address host and port
   * @param ui base URL of the Temporal UI
   */
  public record LocalServer(String address, URI ui) {
    /** The client configuration of this server; nothing of the user's own configuration. */
    public Map<String, String> environment() {
      return Map.of(
          "TEMPORAL_ADDRESS", address,
          "TEMPORAL_NAMESPACE", "default",
          "TEMPORAL_CONFIG_FILE", "/dev/null");
    }
  }

  /**
   * Connects to the address in Temporal's client configuration ({@code TEMPORAL_ADDRESS}, {@code
   * TEMPORAL_PROFILE}, {@code temporal.toml}), or else to the local stack, or else to {@code
   * 127.0.0.1:7233}.
   *
   * @param environment the environment variables, with the options of the command line over them
   * @throws CommandFailure if the configuration is invalid or the server cannot be reached
   */
  public static TemporalConnection connect(
      Map<String, String> environment, Optional<LocalServer> local) {
    ClientConfigProfile profile = profile(environment);
    String address =
        Optional.ofNullable(profile.getAddress())
            .filter(a -> !a.isBlank())
            .or(() -> local.map(LocalServer::address))
            .orElse("127.0.0.1:7233");
    requireHostAndPort(address);
    Optional<URI> ui = ui(environment, local, address);
    WorkflowServiceStubsOptions options =
        WorkflowServiceStubsOptions.newBuilder(options(profile))
            .setTarget(address)
            .setRpcQueryTimeout(QUERY_TIMEOUT)
            .setRpcRetryOptions(SHORT_RETRIES)
            .build();
    WorkflowServiceStubs service = connected(options, address);
    WorkflowClientOptions clientOptions = profile.toWorkflowClientOptions();
    return new TemporalConnection(
        service, client(service, clientOptions), address, ui, WORKER_TIMEOUT);
  }

  /** Otherwise, gRPC takes port 443 or looks for a name that nobody has, for seconds. */
  private static void requireHostAndPort(String address) {
    Matcher parts = HOST_AND_PORT.matcher(address);
    boolean sound = parts.matches() && isPort(parts.group(1));
    if (!sound && !OTHER_TARGET.matcher(address).lookingAt()) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "\""
              + address
              + "\" is not the address of a Temporal server. Write HOST:PORT without a scheme, for"
              + " example 127.0.0.1:7233.");
    }
  }

  private static boolean isPort(String digits) {
    int port = Integer.parseInt(digits);
    return port >= 1 && port <= 65535;
  }

  /** Loads what {@link #connect} needs, without a server. */
  public static void warmUp() {
    WorkflowServiceStubs service =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder(options(profile(Map.of())))
                .setTarget("127.0.0.1:1")
                .build());
    WorkflowClient unused = client(service, WorkflowClientOptions.getDefaultInstance());
    service.shutdownNow();
  }

  /** A client that says why a workflow does not answer. */
  public static WorkflowClient client(WorkflowServiceStubs service, WorkflowClientOptions options) {
    WorkflowClientOptions.Builder builder = WorkflowClientOptions.newBuilder(options);
    if (options.getIdentity() == null) {
      builder.setIdentity(identity());
    }
    WorkflowClientOptions complete = builder.validateAndBuildWithDefaults();
    return WorkflowClient.newInstance(
        service,
        WorkflowClientOptions.newBuilder(complete)
            .setInterceptors(new WorkerDiagnosis(service, complete.getNamespace()))
            .build());
  }

  // The library's default is the same text, for which it loads the platform's management beans.
  private static String identity() {
    String host;
    try {
      host = InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      host = "unknown";
    }
    return ProcessHandle.current().pid() + "@" + host;
  }

  /** The page of this workflow in the Temporal UI, if the address of the UI is known. */
  public Optional<URI> page(String workflowId) {
    return ui.map(u -> URI.create(u + "/namespaces/" + namespace() + "/workflows/" + workflowId));
  }

  /** The namespace of the client. */
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
              .setDisableFile(isEmpty(environment.get("TEMPORAL_CONFIG_FILE")))
              .build());
    } catch (IOException | RuntimeException e) {
      throw unreadable(e);
    }
  }

  /** The library cannot read a file without a profile, such as /dev/null. */
  private static boolean isEmpty(@Nullable String file) {
    return file != null && !file.isBlank() && new File(file).length() == 0;
  }

  /** Reads the files of the profile, such as its certificates. */
  private static WorkflowServiceStubsOptions options(ClientConfigProfile profile) {
    try {
      return profile.toWorkflowServiceStubsOptions();
    } catch (RuntimeException e) {
      throw unreadable(e);
    }
  }

  private static CommandFailure unreadable(Exception e) {
    return new CommandFailure(
        ExitCode.USAGE, "Cannot read the Temporal client configuration: " + e.getMessage());
  }

  private static WorkflowServiceStubs connected(
      WorkflowServiceStubsOptions options, String address) {
    if (refused(address)) {
      throw unreachable(address, "");
    }
    WorkflowServiceStubs service = WorkflowServiceStubs.newServiceStubs(options);
    try {
      service.connect(CONNECT_TIMEOUT);
      return service;
    } catch (StatusRuntimeException | IllegalStateException e) {
      service.shutdownNow();
      boolean tls = options.getEnableHttps() || options.getSslContext() != null;
      throw unreachable(
          address, tls ? " with TLS" : " without TLS, which --tls or TEMPORAL_TLS switches on");
    }
  }

  // gRPC keeps retrying, which is pointless where no process listens.
  private static boolean refused(String address) {
    int colon = address.lastIndexOf(':');
    if (colon < 1 || !address.substring(colon + 1).matches("\\d{1,5}")) {
      return false;
    }
    int port = Integer.parseInt(address.substring(colon + 1));
    try (Socket socket = new Socket()) {
      var target = new InetSocketAddress(address.substring(0, colon), port);
      socket.connect(target, (int) CONNECT_TIMEOUT.toMillis());
      return false;
    } catch (ConnectException e) {
      return true;
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }

  private static CommandFailure unreachable(String address, String how) {
    return CommandFailure.ofTemporal(
        ExitCode.TEMPORAL_UNREACHABLE,
        "Cannot reach Temporal at "
            + address
            + how
            + ".\nCheck that this server runs. To start a local stack, run `linkspan dev up`; to name"
            + " another server, use --address, --profile, or TEMPORAL_ADDRESS.");
  }

  private static Optional<URI> ui(
      Map<String, String> environment, Optional<LocalServer> local, String address) {
    String given = environment.getOrDefault("LINKSPAN_TEMPORAL_UI", "");
    if (!given.isBlank()) {
      try {
        return Optional.of(new URI(given.strip().replaceAll("/+$", "")));
      } catch (URISyntaxException e) {
        throw new CommandFailure(
            ExitCode.USAGE, "LINKSPAN_TEMPORAL_UI is not a web address: " + e.getMessage() + ".");
      }
    }
    return local.filter(l -> l.address().equals(address)).map(LocalServer::ui);
  }
}
