package dev.linkspan.starter.stack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Asks loopback addresses over HTTP, past any proxy. */
public final class Health {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(Duration.ofSeconds(2))
          .proxy(HttpClient.Builder.NO_PROXY)
          .build();

  /** Whether 200 comes back. */
  public boolean good(URI address) {
    try {
      var request = HttpRequest.newBuilder(address).timeout(PATIENCE).build();
      return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * The body of a successful answer.
   *
   * @throws IOException when there is none in this time
   */
  public String text(URI address, Duration within) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(address).timeout(within).build();
    var answer = client.send(request, BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException(address + " answers " + answer.statusCode());
    }
    return answer.body();
  }
}
