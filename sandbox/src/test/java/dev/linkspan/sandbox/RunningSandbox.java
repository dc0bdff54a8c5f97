package dev.linkspan.sandbox;

import com.aliyuncs.CommonRequest;
import com.aliyuncs.DefaultAcsClient;
import com.aliyuncs.exceptions.ClientException;
import com.aliyuncs.http.MethodType;
import com.aliyuncs.http.ProtocolType;
import dev.linkspan.sandbox.control.ControlToken;
import dev.linkspan.sandbox.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The whole sandbox in this process, with real machines and its control API. */
final class RunningSandbox implements AutoCloseable {
  static final Path LIBS = Path.of("kafka-distribution", "target", "libs");
  private static final String REGION = "ap-southeast-1";
  static final int SSH_PORT = 2277;

  private final HttpClient http = HttpClient.newHttpClient();
  private final Sandbox sandbox;
  private final Path state;

  /**
   * Starts it.
   *
   * @param network second octet of its public addresses
   */
  RunningSandbox(Path state, int network) throws Exception {
    this(state, network, false);
  }

  /** Starts it, with light machines if wanted. */
  RunningSandbox(Path state, int network, boolean light) throws Exception {
    this.state = state;
    Files.createDirectories(state);
    Path credentials = state.resolve("credentials");
    Files.writeString(
        credentials,
        """
        accessKeyId=test-key
        accessKeySecret=test-secret
        tidbPublicKey=public
        tidbPrivateKey=private
        """);
    sandbox =
        new Sandbox(
            new SandboxOptions(
                state,
                0,
                0,
                credentials,
                List.of(LIBS.toAbsolutePath()),
                Path.of("target", "mirror").toAbsolutePath(),
                SSH_PORT,
                0.2,
                "127." + network + ".200.11",
                "127." + network + ".210.11",
                light,
                Set.of("sandbox.example")));
  }

  /** Calls the control API, and returns the body of a response with this status. */
  Map<String, Object> control(String method, String path, int status, Object body) {
    HttpResponse<String> reply = send(method, path, Json.text(body));
    if (reply.statusCode() != status) {
      throw new AssertionError(
          "%s %s: %d %s".formatted(method, path, reply.statusCode(), reply.body()));
    }
    return Json.object(reply.body().getBytes(StandardCharsets.UTF_8));
  }

  /** Sends a signed call to the cloud's API. */
  Map<String, Object> call(String version, String action, Map<String, String> parameters)
      throws ClientException {
    CommonRequest request = new CommonRequest();
    request.setSysDomain("127.0.0.1:" + sandbox.httpPort());
    request.setSysProtocol(ProtocolType.HTTP);
    request.setSysMethod(MethodType.POST);
    request.setSysVersion(version);
    request.setSysAction(action);
    request.putQueryParameter("RegionId", REGION);
    parameters.forEach(request::putBodyParameter);
    DefaultAcsClient client = SdkClients.older(REGION, "test-key", "test-secret");
    return Json.object(
        client.getCommonResponse(request).getData().getBytes(StandardCharsets.UTF_8));
  }

  int status(String method, String path) {
    return send(method, path, "").statusCode();
  }

  int httpPort() {
    return sandbox.httpPort();
  }

  /** The line of the header that the control API requires. */
  String token() {
    try {
      return Files.readString(state.resolve(ControlToken.FILE)).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private HttpResponse<String> send(String method, String path, String body) {
    URI uri = URI.create("http://127.0.0.1:" + sandbox.httpPort() + "/_sandbox/" + path);
    String[] token = token().split(": ", 2);
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header(token[0], token[1])
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    sandbox.close();
  }
}
