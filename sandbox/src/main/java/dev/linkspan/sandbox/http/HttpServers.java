package dev.linkspan.sandbox.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves the same routes over HTTP and HTTPS, on two ports of one address. */
public final class HttpServers implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(HttpServers.class);

  static {
    // The JDK's server reads these once: send responses without delay, and keep idle connections
    // open.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("sun.net.httpserver.idleInterval", "300");
  }

  private final Routes routes;
  private final ExecutorService workers =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "http");
            thread.setDaemon(true);
            return thread;
          });
  private final HttpServer http;
  private final HttpsServer https;

  /**
   * Binds both ports; 0 for a free port. No request is handled before {@link #start}.
   *
   * @throws IOException if a port cannot be bound
   */
  public HttpServers(String address, int httpPort, int httpsPort, SSLContext tls, Routes routes)
      throws IOException {
    this.routes = routes;
    http = HttpServer.create(new InetSocketAddress(address, httpPort), 0);
    https = HttpsServer.create(new InetSocketAddress(address, httpsPort), 0);
    https.setHttpsConfigurator(new HttpsConfigurator(tls));
    for (HttpServer server : new HttpServer[] {http, https}) {
      server.setExecutor(workers);
      server.createContext("/", this::serve);
    }
  }

  public void start() {
    http.start();
    https.start();
  }

  public int httpPort() {
    return http.getAddress().getPort();
  }

  public int httpsPort() {
    return https.getAddress().getPort();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String query = exchange.getRequestURI().getRawQuery();
      Request request =
          new Request(
              exchange.getRequestMethod(),
              exchange.getRequestURI().getRawPath(),
              query == null ? "" : query,
              exchange.getRequestHeaders(),
              body);
      send(exchange, answer(request));
    }
  }

  private Reply answer(Request request) {
    try {
      return routes
          .find(request.path())
          .map(handler -> handler.handle(request))
          .orElseGet(() -> Reply.json(404, Map.of("Code", "NotFound", "Message", "No such path.")));
    } catch (RuntimeException e) {
      log.error("Request {} {} failed", request.method(), request.path(), e);
      return Reply.json(500, Map.of("Code", "InternalError", "Message", "The request failed."));
    }
  }

  private static void send(HttpExchange exchange, Reply reply) throws IOException {
    if (reply instanceof Reply.Answer answer) {
      answer.headers().forEach(exchange.getResponseHeaders()::set);
      boolean empty = answer.body().length == 0 || exchange.getRequestMethod().equals("HEAD");
      exchange.sendResponseHeaders(answer.status(), empty ? -1 : answer.body().length);
      if (!empty) {
        exchange.getResponseBody().write(answer.body());
      }
    } else if (reply instanceof Reply.File file) {
      exchange.getResponseHeaders().set("Content-Type", file.contentType());
      long size = Files.size(file.file());
      if (exchange.getRequestMethod().equals("HEAD")) {
        exchange.getResponseHeaders().set("Content-Length", Long.toString(size));
        exchange.sendResponseHeaders(200, -1);
        return;
      }
      exchange.sendResponseHeaders(200, size);
      try (OutputStream out = exchange.getResponseBody()) {
        Files.copy(file.file(), out);
      }
    }
  }

  @Override
  public void close() {
    http.stop(0);
    https.stop(0);
    workers.shutdownNow();
  }
}
