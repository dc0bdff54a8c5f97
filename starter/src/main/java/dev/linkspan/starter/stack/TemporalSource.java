package dev.linkspan.starter.stack;

import java.nio.file.Path;

/** A way to get the {@code temporal} program. */
interface TemporalSource {

  /** The program's name in the cache; a different release has a different name. */
  String fileName();

  /**
   * Gets the program, checked and executable.
   *
   * @param folder an empty folder for whatever this needs on the way; its caller removes it
   * @return the program, in that folder
   * @throws dev.linkspan.starter.cli.CommandFailure when this source cannot give it; the message
   *     says why
   */
  Path fetch(Path folder);
}
