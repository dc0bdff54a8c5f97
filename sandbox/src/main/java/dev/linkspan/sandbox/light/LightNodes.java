package dev.linkspan.sandbox.light;

import dev.linkspan.sandbox.api.ApiError;
import dev.linkspan.sandbox.api.Parameters;
import dev.linkspan.sandbox.http.Handler;
import dev.linkspan.sandbox.http.Reply;
import dev.linkspan.sandbox.http.Request;
import dev.linkspan.sandbox.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Serves the scripts of light machines: opens ports for them and answers the commands of the probe.
 */
public final class LightNodes implements Handler, AutoCloseable {
  public static final String PREFIX = "/_sandbox/light/";

  private final LightPorts ports = new LightPorts();
  private final Map<String, LightBroker> brokers = new ConcurrentHashMap<>();
  private final LightProbe probe = new LightProbe(brokers);

  @Override
  public Reply handle(Request request) {
    String what = request.path().substring(PREFIX.length());
    Parameters query = new Parameters(request.queryParameters());
    try {
      if (what.startsWith("probe/")) {
        return probe(what.substring("probe/".length()), request);
      }
      long pid = query.longInteger("pid", 0);
      switch (what) {
        case "broker" -> broker(pid, new String(request.body(), StandardCharsets.UTF_8));
        case "serve" -> {
          Path folder = Path.of(request.header("Folder").orElse(""));
          ports.open(
              pid,
              query.text("address", ""),
              query.integer("port", 0),
              client -> sendFile(client, folder),
              () -> {});
        }
        default -> throw new IllegalArgumentException("no such path: " + what);
      }
      return Reply.json(200, Map.of("done", true));
    } catch (UncheckedIOException | IllegalArgumentException | ApiError e) {
      return Reply.json(409, Map.of("error", String.valueOf(e.getMessage())));
    }
  }

  private Reply probe(String command, Request request) {
    try {
      return Reply.json(200, Map.of("result", probe.answer(command, Json.object(request.body()))));
    } catch (UncheckedIOException | IllegalArgumentException | ApiError e) {
      return Reply.json(200, Map.of("error", String.valueOf(e.getMessage())));
    }
  }

  private void broker(long pid, String properties) {
    LightBroker broker = LightBroker.of(properties);
    for (String address : broker.ports()) {
      int colon = address.lastIndexOf(':');
      ports.open(
          pid,
          address.substring(0, colon),
          Integer.parseInt(address.substring(colon + 1)),
          client -> client.getOutputStream().write(greeting(broker)),
          () -> brokers.remove(address, broker));
      brokers.put(address, broker);
    }
  }

  private static byte[] greeting(LightBroker broker) {
    return broker.greeting().getBytes(StandardCharsets.UTF_8);
  }

  private static void sendFile(Socket client, Path folder) throws IOException {
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
    String first = in.readLine();
    for (String line = first; line != null && !line.isEmpty(); ) {
      line = in.readLine();
    }
    if (first == null) {
      return;
    }
    Path file = folder.resolve(first.split(" ", -1)[1].substring(1));
    OutputStream out = client.getOutputStream();
    boolean there = Files.isRegularFile(file);
    String head =
        "HTTP/1.1 %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
            .formatted(there ? "200 OK" : "404 Not Found", there ? Files.size(file) : 0);
    out.write(head.getBytes(StandardCharsets.US_ASCII));
    if (there) {
      Files.copy(file, out);
    }
  }

  @Override
  public void close() {
    ports.close();
  }
}
