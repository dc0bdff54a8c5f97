package dev.linkspan.starter.stack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** An HTTP client for loopback addresses, which uses no proxy. */
public final class LoopbackHttp {
  private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(5);

  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(Duration.ofSeconds(2))
          .proxy(HttpClient.Builder.NO_PROXY)
          .build();

  /** Whether the response has status 200. */
  public boolean isOk(URI address) {
    try {
      var request = HttpRequest.newBuilder(address).timeout(RESPONSE_TIMEOUT).build();
      return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * The body of the response.
   *
   * @param authorization value of the header {@code Authorization}
   * @throws IOException if there is no response with a status of success within the timeout
   */
  public String text(URI address, String authorization, Duration timeout)
      throws IOException, InterruptedException {
    return success(request(address, authorization, timeout).build());
  }

  /**
   * Sends JSON; returns the body of the response.
   *
   * @param authorization value of the header {@code Authorization}
   * @throws IOException if there is no response with a status of success within the timeout
   */
  public String post(URI address, String authorization, String json, Duration timeout)
      throws IOException, InterruptedException {
    return success(
        request(address, authorization, timeout)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json))
            .build());
  }

  private static HttpRequest.Builder request(URI address, String authorization, Duration timeout) {
    return HttpRequest.newBuilder(address).timeout(timeout).header("Authorization", authorization);
  }

  private String success(HttpRequest request) throws IOException, InterruptedException {
    var response = client.send(request, BodyHandlers.ofString());
    if (response.statusCode() / 100 != 2) {
      throw new IOException(
          request.uri()
              + " responds with status "
              + response.statusCode()
              + ": "
              + response.body());
    }
    return response.body();
  }
}
