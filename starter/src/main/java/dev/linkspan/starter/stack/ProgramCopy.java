package dev.linkspan.starter.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * The jars that a process runs from, kept apart from the build: a build overwrites its jars in
 * place, and a running Java that then looks for a class finds rubbish.
 *
 * @param jars what is copied
 * @param folder where to; what an earlier process ran from is replaced
 */
record ProgramCopy(List<Path> jars, Path folder) {

  /** Copies; must not be called while a process runs from the folder. */
  void make() {
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
