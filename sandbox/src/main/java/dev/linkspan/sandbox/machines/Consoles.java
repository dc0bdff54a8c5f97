package dev.linkspan.sandbox.machines;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Access to the machines as from their consoles: files, shells and processes. */
public interface Consoles {

  /** Whether the machine is up. */
  boolean isUp(String instanceId);

  /** Returns the absolute path of root's home folder. It exists as long as the machine. */
  Path home(String instanceId);

  /**
   * Runs a command in a shell with a login environment, and waits for its end.
   *
   * @return its output and error output
   * @throws IOException if the command cannot be run or its exit status is not 0; the message has
   *     its output
   */
  String run(String instanceId, String command) throws IOException, InterruptedException;

  /** Returns the ids of the machine's processes whose command line contains the text. */
  List<Long> processes(String instanceId, String commandPart) throws IOException;
}
