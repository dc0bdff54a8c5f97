package dev.linkspan.sandbox.clusters;

import dev.linkspan.sandbox.clusters.ClusterSpec.Service;
import dev.linkspan.sandbox.machines.Consoles;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;

/** Starting, stopping and killing the process of a server. */
final class NodeProcesses {
  private final Consoles consoles;

  NodeProcesses(Consoles consoles) {
    this.consoles = consoles;
  }

  /** The process that was started with the server's configuration, however it was started. */
  Optional<Long> pid(Node node) throws IOException {
    // The shell that is on its way to become it has the file in its command line too.
    return consoles.processes(node.instanceId(), " " + node.configuration()).stream()
        .filter(pid -> isJava(pid))
        .findFirst();
  }

  private static boolean isJava(long pid) {
    return ProcessHandle.of(pid)
        .flatMap(process -> process.info().command())
        .filter(command -> command.endsWith("/java"))
        .isPresent();
  }

  /** Has it started as the server's owner does; where it runs already nothing happens. */
  void start(Node node, Service service) throws IOException, InterruptedException {
    consoles.run(
        node.instanceId(),
        switch (service) {
          case SYSTEMD -> "systemctl start " + node.unit();
          case COMMANDS -> node.startScript().toString();
        });
  }

  /**
   * Sends SIGTERM, and waits for nothing.
   *
   * @return false where it does not run
   */
  boolean terminate(Node node) throws IOException {
    return pid(node).flatMap(ProcessHandle::of).filter(ProcessHandle::destroy).isPresent();
  }

  /** The same with SIGKILL. */
  boolean kill(Node node) throws IOException {
    return pid(node).flatMap(ProcessHandle::of).filter(ProcessHandle::destroyForcibly).isPresent();
  }

  /** Whether the scripts of the server left it running. */
  boolean shouldRun(Node node) {
    return Files.exists(node.pidFile());
  }
}
