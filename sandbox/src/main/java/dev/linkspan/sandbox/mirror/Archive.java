package dev.linkspan.sandbox.mirror;

import java.io.IOException;
import java.nio.file.Path;

/** Something the mirror can assemble. */
interface Archive {

  String fileName();

  /** The version of what is packed. */
  String version();

  /** A folder name that differs where the archive would differ. */
  String identity() throws IOException;

  /** Puts the one top folder of the archive into {@code content}; links are followed later. */
  void layOut(Path content) throws IOException;
}
