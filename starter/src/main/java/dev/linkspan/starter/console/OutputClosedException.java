package dev.linkspan.starter.console;

/** Nobody reads the results anymore, or they go to a file and the disk is full. */
public final class OutputClosedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  OutputClosedException() {
    super("Cannot write the result to standard output: it is closed, or the disk is full.");
  }
}
