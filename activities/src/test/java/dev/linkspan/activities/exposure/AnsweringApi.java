package dev.linkspan.activities.exposure;

import com.aliyuncs.auth.BasicCredentials;
import com.aliyuncs.auth.StaticCredentialsProvider;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.linkspan.activities.alibabacloud.AlibabaCloud;
import dev.linkspan.activities.alibabacloud.AlibabaCloudSettings;
import dev.linkspan.activities.alibabacloud.OwnerClient;
import dev.linkspan.activities.execution.FakeTime;
import dev.linkspan.activities.https.HttpsClients;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan.CredentialNames;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** An API of Alibaba Cloud that answers as a test says. */
final class AnsweringApi implements AutoCloseable {
  /**
   * @param type of the content
   */
  record Reply(int status, String type, String body) {
    /** An answer of the API, with its request ID. */
    static Reply json(String body) {
      return new Reply(
          200, "application/json", body.replaceFirst("\\{", "{\"RequestId\": \"R-1\", "));
    }
  }

  private static final Owner OWNER =
      new Owner("demo", "run-1", "region", new CredentialNames("default", "default", "default"));

  private final HttpServer server;
  private final AlibabaCloud cloud;
  private final Function<String, Reply> replies;
  final List<String> queries = new CopyOnWriteArrayList<>();

  /**
   * @param replies by the query of the request
   */
  AnsweringApi(Function<String, Reply> replies) throws IOException {
    this.replies = replies;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    String endpoint = "127.0.0.1:" + server.getAddress().getPort();
    cloud =
        new AlibabaCloud(
            new AlibabaCloudSettings(
                "http",
                Map.of("nlb", endpoint, "privatelink", endpoint, "vpc", endpoint, "ecs", endpoint),
                Optional.empty(),
                Duration.ofSeconds(30)),
            name -> new StaticCredentialsProvider(new BasicCredentials("id", "secret")),
            Duration.ofSeconds(60),
            HttpsClients.trusting(Optional.empty()),
            new FakeTime());
  }

  <T> T in(Function<OwnerClient, T> work) {
    return OwnerClient.in(cloud, OWNER, work);
  }

  private void answer(HttpExchange call) throws IOException {
    byte[] request = call.getRequestBody().readAllBytes();
    String query =
        call.getRequestURI().getQuery() + "&" + new String(request, StandardCharsets.UTF_8);
    queries.add(query);
    Reply reply = replies.apply(query);
    byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
    call.getResponseHeaders().set("Content-Type", reply.type());
    call.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
    call.getResponseBody().write(body);
    call.close();
  }

  @Override
  public void close() {
    cloud.close();
    server.stop(0);
  }
}
