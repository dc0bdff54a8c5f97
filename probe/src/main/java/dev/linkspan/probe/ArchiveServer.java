package dev.linkspan.probe;

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

/** Gives the finished files of one folder to whoever asks over HTTP, for a limited time. */
final class ArchiveServer implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 15_000;

  private final ServerSocket socket;
  private final Path folder;

  ArchiveServer(InetAddress address, int port, Path folder) throws IOException {
    this.folder = folder.toAbsolutePath().normalize();
    this.socket = new ServerSocket();
    socket.setReuseAddress(true);
    socket.bind(new InetSocketAddress(address, port));
  }

  /**
   * @param time after which it ends by itself
   */
  record Options(String address, int port, Path directory, Duration time) {

    /** Takes {@code --address A --port P --directory D --for 30m}. */
    static Options parse(List<String> arguments) {
      Map<String, String> values = new HashMap<>();
      for (int i = 0; i + 1 < arguments.size(); i += 2) {
        values.put(arguments.get(i), arguments.get(i + 1));
      }
      return new Options(
          values.get("--address"),
          Integer.parseInt(values.get("--port")),
          Path.of(values.get("--directory")),
          Duration.parse("PT" + values.get("--for")));
    }
  }

  /** Serves until the time is over; returns how many files were sent. */
  static ServeResult run(Options options) throws IOException {
    InetAddress address = InetAddress.getByName(options.address());
    try (ArchiveServer server = new ArchiveServer(address, options.port(), options.directory())) {
      return new ServeResult(server.serve(options.time()));
    }
  }

  int port() {
    return socket.getLocalPort();
  }

  int serve(Duration time) throws IOException {
    long end = System.nanoTime() + time.toNanos();
    int sent = 0;
    for (long left = time.toMillis(); left > 0; left = (end - System.nanoTime()) / 1_000_000) {
      socket.setSoTimeout((int) Math.min(left, Integer.MAX_VALUE));
      try {
        Socket client = socket.accept();
        sent++;
        Thread thread = new Thread(() -> answer(client), "archive-client");
        thread.setDaemon(true);
        thread.start();
      } catch (SocketTimeoutException e) {
        break;
      }
    }
    return sent;
  }

  private void answer(Socket client) {
    try (client) {
      client.setSoTimeout(PATIENCE_MILLIS);
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
      String request = in.readLine();
      String header = in.readLine();
      while (header != null && !header.isEmpty()) {
        header = in.readLine();
      }
      Path file = request == null ? null : file(request);
      OutputStream out = client.getOutputStream();
      if (file == null) {
        head(out, "404 Not Found", 0);
      } else {
        head(out, "200 OK", Files.size(file));
        Files.copy(file, out);
      }
      out.flush();
    } catch (IOException e) {
      System.err.println("a client went away: " + Problems.describe(e));
    }
  }

  /** A finished file of the folder itself, or null. */
  private Path file(String request) {
    String[] words = request.split(" ", -1);
    if (words.length != 3 || !words[0].equals("GET") || !words[1].startsWith("/")) {
      return null;
    }
    String name = words[1].substring(1);
    if (name.isEmpty() || name.contains("/") || name.startsWith(".") || name.endsWith(".part")) {
      return null;
    }
    Path file = folder.resolve(name);
    return Files.isRegularFile(file) ? file : null;
  }

  private static void head(OutputStream out, String status, long length) throws IOException {
    String head =
        "HTTP/1.1 " + status + "\r\nContent-Length: " + length + "\r\nConnection: close\r\n\r\n";
    out.write(head.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
