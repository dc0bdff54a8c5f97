package dev.linkspan.probe.archives;

import dev.linkspan.probe.protocol.ServeResult;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Serves the complete files of one directory over HTTP, for a limited time. */
public final class ArchiveServer implements AutoCloseable {
  private static final int READ_TIMEOUT_MILLIS = 15_000;

  private final ServerSocket socket;
  private final Path directory;

  ArchiveServer(InetAddress address, int port, Path directory) throws IOException {
    this.directory = directory.toAbsolutePath().normalize();
    this.socket = new ServerSocket();
    socket.setReuseAddress(true);
    socket.bind(new InetSocketAddress(address, port));
  }

  /**
   * The options of {@code serve}.
   *
   * @param address IP address to listen on
   * @param duration after which the server ends by itself
   */
  public record Options(String address, int port, Path directory, Duration duration) {

    /**
     * Parses {@code --address A --port P --directory D --for 30m}.
     *
     * @throws IllegalArgumentException if an option is missing or is not a valid value
     */
    public static Options parse(List<String> arguments) {
      Map<String, String> values = new HashMap<>();
      for (int i = 0; i + 1 < arguments.size(); i += 2) {
        values.put(arguments.get(i), arguments.get(i + 1));
      }
      return new Options(
          required(values, "--address"),
          Integer.parseInt(required(values, "--port")),
          Path.of(required(values, "--directory")),
          Duration.parse("PT" + required(values, "--for")));
    }

    private static String required(Map<String, String> values, String option) {
      return Optional.ofNullable(values.get(option))
          .orElseThrow(() -> new IllegalArgumentException("missing option: " + option));
    }
  }

  /**
   * Serves until the time is over.
   *
   * @throws IOException if the address cannot be bound
   */
  public static ServeResult run(Options options) throws IOException {
    InetAddress address = InetAddress.getByName(options.address());
    try (ArchiveServer server = new ArchiveServer(address, options.port(), options.directory())) {
      return new ServeResult(server.serve(options.duration()));
    }
  }

  int port() {
    return socket.getLocalPort();
  }

  /** Returns the number of requests. */
  int serve(Duration duration) throws IOException {
    long end = System.nanoTime() + duration.toNanos();
    int requests = 0;
    for (long left = duration.toMillis(); left > 0; left = (end - System.nanoTime()) / 1_000_000) {
      socket.setSoTimeout((int) Math.min(left, Integer.MAX_VALUE));
      try {
        Socket client = socket.accept();
        requests++;
        Thread thread = new Thread(() -> respond(client), "archive-client");
        thread.setDaemon(true);
        thread.start();
      } catch (SocketTimeoutException e) {
        break;
      }
    }
    return requests;
  }

  private void respond(Socket client) {
    try (client) {
      client.setSoTimeout(READ_TIMEOUT_MILLIS);
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
      String request = in.readLine();
      String header = in.readLine();
      while (header != null && !header.isEmpty()) {
        header = in.readLine();
      }
      Optional<Path> file = file(request);
      OutputStream out = client.getOutputStream();
      if (file.isPresent()) {
        writeHead(out, "200 OK", Files.size(file.get()));
        Files.copy(file.get(), out);
      } else {
        writeHead(out, "404 Not Found", 0);
      }
      out.flush();
    } catch (IOException e) {
      System.err.println("a client disconnected: " + e);
    }
  }

  /** The file that a request line names, if it is complete and in the directory itself. */
  private Optional<Path> file(@Nullable String requestLine) {
    String[] words = requestLine == null ? new String[0] : requestLine.split(" ", -1);
    if (words.length != 3 || !words[0].equals("GET") || !words[1].startsWith("/")) {
      return Optional.empty();
    }
    String name = words[1].substring(1);
    if (name.isEmpty() || name.contains("/") || name.startsWith(".") || name.endsWith(".part")) {
      return Optional.empty();
    }
    return Optional.of(directory.resolve(name)).filter(Files::isRegularFile);
  }

  private static void writeHead(OutputStream out, String status, long length) throws IOException {
    String head =
        "HTTP/1.1 " + status + "\r\nContent-Length: " + length + "\r\nConnection: close\r\n\r\n";
    out.write(head.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
