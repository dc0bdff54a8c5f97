package dev.linkspan.sandbox.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs the server in a process of its own, because it reads its timeouts once. */
class SlowClientsTest {
  /** Serves nothing on a free port, which it prints. */
  public static final class Server {
    private Server() {}

    public static void main(String[] arguments) throws Exception {
      HttpServers servers =
          new HttpServers(
              "127.0.0.1", 0, 0, PrivateCa.in(Path.of(arguments[0])).serverContext(), new Routes());
      servers.start();
      System.out.println(servers.httpPort());
      System.in.read();
    }
  }

  @Test
  @Timeout(60)
  void aRequestThatDoesNotArriveInTimeIsClosed(@TempDir Path folder) throws Exception {
    Process server =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dsun.net.httpserver.maxReqTime=1",
                "-Dsun.net.httpserver.clockTick=200",
                "-cp",
                System.getProperty("java.class.path"),
                Server.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      int port = Integer.parseInt(server.inputReader().readLine());
      assertThat(untilClosed(port, "POST / HTTP/1.1\r\nHost: local"))
          .isLessThan(Duration.ofSeconds(20));
      assertThat(
              untilClosed(port, "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n"))
          .isLessThan(Duration.ofSeconds(20));
    } finally {
      server.destroyForcibly();
    }
  }

  private static Duration untilClosed(int port, String start) throws IOException {
    long since = System.nanoTime();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(start.getBytes(StandardCharsets.US_ASCII));
      int unused = socket.getInputStream().read();
    }
    return Duration.ofNanos(System.nanoTime() - since);
  }
}
