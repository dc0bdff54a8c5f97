package dev.linkspan.starter.stack;

import java.util.Locale;

/** The processes of the local stack, in the order they start. */
public enum Component {
  TEMPORAL,
  SANDBOX,
  WORKER;

  /** The name on the command line and in the state folder. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return label();
  }
}
