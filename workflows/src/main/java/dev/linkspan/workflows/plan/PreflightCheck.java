package dev.linkspan.workflows.plan;

/**
 * One line of what is found before anything is created.
 *
 * @param what for example {@code Alibaba Cloud account}
 * @param found in words for a person
 * @param remedy what to do about it; blank if there is nothing to do
 */
public record PreflightCheck(String what, Outcome outcome, String found, String remedy) {

  /** How a check ends. */
  public enum Outcome {
    PASS,
    /** It works, but a person may want to know. */
    WARN,
    /** A setup would stop here. */
    FAIL,
    /** No read can decide it. */
    UNKNOWN
  }

  public static PreflightCheck pass(String what, String found) {
    return new PreflightCheck(what, Outcome.PASS, found, "");
  }

  public static PreflightCheck warn(String what, String found, String remedy) {
    return new PreflightCheck(what, Outcome.WARN, found, remedy);
  }

  public static PreflightCheck fail(String what, String found, String remedy) {
    return new PreflightCheck(what, Outcome.FAIL, found, remedy);
  }

  public static PreflightCheck unknown(String what, String found, String remedy) {
    return new PreflightCheck(what, Outcome.UNKNOWN, found, remedy);
  }
}
