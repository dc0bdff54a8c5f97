package dev.linkspan.starter;

/** What a person reads when a command fails. */
final class Failing {
  private Failing() {}

  static int handle(Exception failure, Surroundings surroundings) {
    var console = surroundings.console();
    if (failure instanceof CommandFailure expected) {
      console.say(console.marks().red("linkspan: ") + expected.getMessage());
      return expected.exitCode().code();
    }
    console.say(console.marks().red("linkspan: ") + "unexpected: " + described(failure));
    if (surroundings.environment().containsKey("LINKSPAN_DEBUG")) {
      failure.printStackTrace(console.err());
    } else {
      console.say("Set LINKSPAN_DEBUG=1 and run it again to see where this came from.");
    }
    return ExitCode.UNEXPECTED.code();
  }

  private static String described(Throwable failure) {
    String own = failure.getClass().getSimpleName() + ": " + failure.getMessage();
    return failure.getCause() == null || failure.getCause() == failure
        ? own
        : own + " (" + failure.getCause().getMessage() + ")";
  }
}
