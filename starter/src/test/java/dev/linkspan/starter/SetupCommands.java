package dev.linkspan.starter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Commands on setups, on a server and in a folder of the test class's own. */
final class SetupCommands implements BeforeAllCallback, AfterAllCallback {
  private final Class<?>[] workflows;
  private CommandServer server;
  private Path folder;

  /**
   * @param workflows what the worker runs; {@link FakeSetup} if there are none
   */
  SetupCommands(Class<?>... workflows) {
    this.workflows = workflows.length == 0 ? new Class<?>[] {FakeSetup.class} : workflows;
  }

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    folder = Files.createTempDirectory("linkspan-commands");
    server = CommandServer.with(workflows);
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    server.close();
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  CommandServer server() {
    return server;
  }

  Path folder() {
    return folder;
  }

  /** Runs a command without a terminal. */
  Ran run(String... arguments) {
    return server.run(folder, arguments);
  }

  /** Runs a command on a terminal, where the user types this. */
  Ran answering(String typed, String... arguments) {
    return Ran.answering(folder, server::connect, typed, arguments);
  }

  /** Writes the spec of a new cluster; returns the path of the file. */
  String spec(String name, int brokers) throws IOException {
    return SpecFiles.newCluster(folder, name, brokers);
  }

  /** Builds a setup whose endpoint is approved; returns the path of its spec. */
  String built(String name) throws IOException {
    String file = spec(name, 3);
    run("up", "--yes", "-f", file, "--detach");
    run("approve", name, "--early", "--yes");
    run("up", "--yes", "-f", file, "--wait");
    return file;
  }
}
