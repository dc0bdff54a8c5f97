package dev.linkspan.sandbox.changefeed;

/** The wire format of a status: one line with the state, a space and the text. */
final class StatusLine {
  private StatusLine() {}

  static String write(Status status) {
    return (status.state() + " " + status.text().replaceAll("\\s+", " ")).strip();
  }

  static Status read(String line) {
    int blank = line.indexOf(' ');
    String state = blank < 0 ? line : line.substring(0, blank);
    String text = blank < 0 ? "" : line.substring(blank + 1);
    for (Status.State known : Status.State.values()) {
      if (known.name().equals(state)) {
        return new Status(known, text);
      }
    }
    return new Status(Status.State.WARNING, line);
  }
}
