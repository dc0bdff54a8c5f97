package dev.linkspan.sandbox.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves the same routes over HTTP and HTTPS, on two ports of one address. */
public final class HttpServers implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(HttpServers.class);

  /** Longest request body in bytes. The longest that clients send have a few thousand. */
  static final int MAX_BODY = 128 * 1024;

  static {
    // The JDK's server reads these once: send responses without delay, keep idle connections open,
    // and close a connection whose request takes longer than these seconds to arrive, or whose
    // response takes longer to be computed and read. A breakpoint holds a call for five minutes.
    // The
    // rest of a refused body is not read.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("sun.net.httpserver.idleInterval", "300");
    setDefault("sun.net.httpserver.maxReqTime", "30");
    setDefault("sun.net.httpserver.maxRspTime", "900");
    setDefault("jdk.httpserver.maxConnections", "1000");
    setDefault("sun.net.httpserver.drainAmount", "0");
  }

  private final Routes routes;
  private final ClientOrigin origins;
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
   * Binds both ports for clients that use loopback names and addresses.
   *
   * @throws IOException if a port cannot be bound
   */
  public HttpServers(String address, int httpPort, int httpsPort, SSLContext tls, Routes routes)
      throws IOException {
    this(address, httpPort, httpsPort, tls, routes, Set.of());
  }

  /**
   * Binds both ports; 0 for a free port. No request is handled before {@link #start}.
   *
   * @param hostNames names that clients use besides loopback names and addresses; requests to other
   *     names are refused
   * @throws IOException if a port cannot be bound
   */
  public HttpServers(
      String address,
      int httpPort,
      int httpsPort,
      SSLContext tls,
      Routes routes,
      Set<String> hostNames)
      throws IOException {
    this.routes = routes;
    this.origins = new ClientOrigin(hostNames);
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

  private static void setDefault(String property, String value) {
    System.setProperty(property, System.getProperty(property, value));
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      String scheme = exchange instanceof HttpsExchange ? "https" : "http";
      Optional<String> refusal = origins.refusal(scheme, exchange.getRequestHeaders());
      if (refusal.isPresent()) {
        refuse(exchange, 403, "Forbidden", refusal.get());
        return;
      }
      byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
      if (body.length > MAX_BODY) {
        refuse(exchange, 413, "RequestTooLarge", "The body has more than " + MAX_BODY + " bytes.");
        return;
      }
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

  /** Sends an error, and closes the connection instead of reading what the client still sends. */
  private static void refuse(HttpExchange exchange, int status, String code, String message)
      throws IOException {
    exchange.getResponseHeaders().set("Connection", "close");
    send(exchange, Reply.json(status, Map.of("Code", code, "Message", message)));
  }

  private Reply answer(Request request) {
    try {
      return routes.handle(request);
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
