package dev.linkspan.sandbox.mirror;

import java.io.IOException;
import java.nio.file.Path;

/** An archive that the mirror can assemble. */
interface Archive {

  String fileName();

  /** The version of the packed software. */
  String version();

  /** Returns a folder name that identifies the archive's content. */
  String identity() throws IOException;

  /**
   * Puts the archive's top folder into {@code content}. Symbolic links are resolved when the
   * archive is packed.
   */
  void layOut(Path content) throws IOException;
}
