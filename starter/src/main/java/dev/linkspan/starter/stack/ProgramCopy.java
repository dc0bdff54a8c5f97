package dev.linkspan.starter.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * A copy of the jars that a process runs from. A build overwrites its jars in place, which breaks
 * class loading in a process that runs from them.
 *
 * @param jars the jars to copy
 * @param folder the target folder, whose earlier content is replaced
 */
record ProgramCopy(List<Path> jars, Path folder) {

  /** Creates the copy; no process must be running from the folder. */
  void create() {
    try {
      FolderTree.delete(folder);
      Files.createDirectories(folder);
      for (Path jar : jars) {
        Files.copy(jar, folder.resolve(jar.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot copy jars to " + folder, e);
    }
  }
}
