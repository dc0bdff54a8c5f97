package dev.linkspan.sandbox.clusters;

import dev.linkspan.sandbox.clusters.ClusterSpec.Service;
import dev.linkspan.sandbox.machines.Consoles;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;

/** Starts, stops and kills the processes of nodes. */
final class NodeProcesses {
  private final Consoles consoles;

  NodeProcesses(Consoles consoles) {
    this.consoles = consoles;
  }

  /** Returns the process that uses the node's configuration file, however it was started. */
  Optional<Long> pid(Node node) throws IOException {
    // The shell that starts Java has the file in its command line too.
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

  /** Starts the process as the owner of the server does. Does nothing if it is running. */
  void start(Node node, Service service) throws IOException, InterruptedException {
    consoles.run(
        node.instanceId(),
        switch (service) {
          case SYSTEMD -> "systemctl start " + node.unit();
          case COMMANDS -> node.startScript().toString();
        });
  }

  /**
   * Sends SIGTERM and does not wait.
   *
   * @return false if no process runs
   */
  boolean terminate(Node node) throws IOException {
    return pid(node).flatMap(ProcessHandle::of).filter(ProcessHandle::destroy).isPresent();
  }

  /**
   * Sends SIGKILL and does not wait.
   *
   * @return false if no process runs
   */
  boolean kill(Node node) throws IOException {
    return pid(node).flatMap(ProcessHandle::of).filter(ProcessHandle::destroyForcibly).isPresent();
  }

  /** Whether the scripts of the server have left a PID file. */
  boolean shouldRun(Node node) {
    return Files.exists(node.pidFile());
  }
}
