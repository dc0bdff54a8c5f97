package dev.linkspan.sandbox;

import com.aliyuncs.AcsRequest;
import com.aliyuncs.AcsResponse;
import com.aliyuncs.exceptions.ClientException;
import com.aliyuncs.http.ProtocolType;
import dev.linkspan.sandbox.control.ControlApi;
import dev.linkspan.sandbox.control.NetworkPaths;
import dev.linkspan.sandbox.http.HttpServers;
import dev.linkspan.sandbox.http.PrivateCa;
import dev.linkspan.sandbox.signature.Credentials;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The core, STS, VPC and ECS on free ports. Machines are test doubles. */
final class TestCloud implements AutoCloseable {
  static final String KEY_ID = "test-key";
  static final String SECRET = "test-secret";
  static final String REGION = "ap-southeast-1";

  final RecordedMachines machines = new RecordedMachines();
  final Cloud cloud;
  private final HttpServers servers;

  TestCloud(Path folder) {
    this(folder, 0.05);
  }

  TestCloud(Path folder, double pace) {
    try {
      Credentials credentials =
          id ->
              id.equals(KEY_ID)
                  ? Optional.of(new Credentials.Key("1600000000000001", SECRET))
                  : Optional.empty();
      cloud = new Cloud(folder, credentials, machines, 2222, "127.200.0.11", pace);
      servers =
          new HttpServers("127.0.0.1", 0, 0, PrivateCa.in(folder).serverContext(), cloud.routes());
      cloud
          .routes()
          .add(
              ControlApi.PREFIX,
              new ControlApi(
                  cloud.store(),
                  cloud.calls(),
                  cloud.faults(),
                  new NoPaths(),
                  cloud.ecs().power(),
                  List::of,
                  () -> {}));
      cloud.recover();
      servers.start();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  int httpPort() {
    return servers.httpPort();
  }

  int httpsPort() {
    return servers.httpsPort();
  }

  <T extends AcsResponse> T call(AcsRequest<T> request) throws ClientException {
    return call(request, KEY_ID, SECRET);
  }

  <T extends AcsResponse> T call(AcsRequest<T> request, String keyId, String secret)
      throws ClientException {
    request.setSysEndpoint("127.0.0.1:" + httpPort());
    request.setSysProtocol(ProtocolType.HTTP);
    return SdkClients.older(REGION, keyId, secret).getAcsResponse(request);
  }

  /** Sends a request to the control API. */
  HttpResponse<String> control(String method, String path, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort() + "/_sandbox/" + path))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    servers.close();
    cloud.close();
  }

  private static final class NoPaths implements NetworkPaths {
    @Override
    public boolean cut(String connectionId) {
      return false;
    }

    @Override
    public boolean restore(String connectionId) {
      return false;
    }
  }
}
