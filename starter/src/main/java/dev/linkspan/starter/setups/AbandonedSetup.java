package dev.linkspan.starter.setups;

/** A setup whose workflow ended before the setup was destroyed, so that nothing manages it. */
public final class AbandonedSetup {
  private AbandonedSetup() {}

  /** What happened, and what to do. */
  public static String message(String name) {
    return "The workflow of setup "
        + name
        + " was canceled or terminated, or it failed, so nothing manages its resources. To continue,"
        + " run `linkspan up` with the same spec. To remove them, run `linkspan destroy "
        + name
        + " --without-workflow`.";
  }
}
