package dev.linkspan.sandbox.machines;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The machines as one sees them who sits before them: their disks, shells and processes. */
public interface Consoles {

  /** Whether the machine has booted. */
  boolean isUp(String instanceId);

  /** The home folder of root, absolute. It exists while the machine does. */
  Path home(String instanceId);

  /**
   * Runs a command in a shell, with the environment of a login, to its end.
   *
   * @return what it wrote, errors too
   * @throws IOException when it cannot be run, or ends with another status than 0; says what the
   *     command wrote
   */
  String run(String instanceId, String command) throws IOException, InterruptedException;

  /** Ids of the machine's processes whose command line contains the text. */
  List<Long> processes(String instanceId, String commandPart) throws IOException;
}
