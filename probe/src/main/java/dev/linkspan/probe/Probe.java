package dev.linkspan.probe;

/** Entry point of the probe. */
public final class Probe {
  private Probe() {}

  public static void main(String[] arguments) {}
}
