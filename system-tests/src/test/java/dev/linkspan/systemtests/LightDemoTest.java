package dev.linkspan.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.systemtests.CommandLine.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo of the release archive, with every option that it offers, on light machines. */
@Tag("system")
@Order(LocalStack.LAST)
class LightDemoTest {
  private static final Duration TO_START = Duration.ofMinutes(12);

  @TempDir private Path folder;

  @Test
  void c53_theDemoRunsOnLightMachinesWithEachOfItsOptions() throws IOException {
    UnpackedRelease release = UnpackedRelease.in(Files.createDirectory(folder.resolve("release")));
    CommandLine commandLine =
        new CommandLine(
            release.folder(),
            folder.resolve("state"),
            release.withoutBuildTools(folder.resolve("tools")));
    List<String> ports = ports();
    try {
      commandLine
          .run(
              TO_START,
              "dev",
              "up",
              "--ssh-port",
              ports.get(5),
              "--sandbox-http-port",
              ports.get(2),
              "--sandbox-https-port",
              ports.get(3),
              "sandbox")
          .expecting(0);
      commandLine.run(TO_START, "dev", "down").expecting(0);

      Result demo =
          commandLine.run(
              TO_START,
              "demo",
              "--yes",
              "--machines",
              "light",
              "--name",
              "light-demo",
              "--brokers",
              "1",
              "--vpc-prefix",
              "127.66",
              "--public-base",
              "127.166.0.11",
              "--endpoint-base",
              "127.167.0.11",
              "--pace",
              "0.1",
              "--temporal-port",
              ports.get(0),
              "--ui-port",
              ports.get(1),
              "--sandbox-http-port",
              ports.get(2),
              "--sandbox-https-port",
              ports.get(3),
              "--worker-port",
              ports.get(4),
              "--ssh-port",
              ports.get(5),
              "--while-pid",
              String.valueOf(ProcessHandle.current().pid()));

      demo.expecting(0);
      assertThat(demo.err()).contains("The link is built and verified");
      commandLine.run(Duration.ofMinutes(5), "destroy", "light-demo", "--yes").expecting(0);
    } finally {
      commandLine.run(Duration.ofMinutes(3), "dev", "down").expecting(0);
    }
  }

  private static List<String> ports() throws IOException {
    List<String> ports = new ArrayList<>();
    List<ServerSocket> open = new ArrayList<>();
    for (int port = 15_600; ports.size() < 6; port++) {
      try {
        open.add(new ServerSocket(port, 1, InetAddress.getLoopbackAddress()));
        ports.add(String.valueOf(port));
      } catch (IOException taken) {
        // The next one can be free.
      }
    }
    for (ServerSocket socket : open) {
      socket.close();
    }
    return ports;
  }
}
