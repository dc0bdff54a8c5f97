package dev.linkspan.starter.cli;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The exit statuses of the {@code linkspan} command. */
public enum ExitCode {
  OK(0, "success"),
  UNEXPECTED(1, "unexpected error; the message gives the details"),
  USAGE(2, "invalid command line, invalid spec, or a cluster that cannot be linked as it is"),
  AWAITING_APPROVAL(3, "the setup is waiting for approve or reject"),
  PARKED(4, "a step is parked: fix the problem, then run retry"),
  BROKEN(5, "the link is built, but a hop of it is broken"),
  NOT_FOUND(6, "no setup with this name"),
  TEMPORAL_UNREACHABLE(7, "Temporal cannot be reached"),
  NO_WORKER(8, "Temporal is reachable, but no worker responds"),
  WORKFLOW_FAILING(9, "the code of a workflow fails; the message gives the error"),
  DRIFTED(10, "the link works, but not everything is as planned"),
  PAUSED(11, "the rollout is paused: run resume or abort"),
  NO_ROLLOUT(12, "the setup has no active rollout"),
  NOTHING_PARKED(13, "no step is parked, so there is nothing to retry"),
  TEMPORAL_BUSY(14, "Temporal has too much to do: run the command again later"),
  PLAN_CHANGES(20, "with plan --detailed-exitcode: the plan changes something"),
  CHECK_FAILED(21, "a check of doctor or plan --check failed"),
  DETACHED(130, "interrupted by Ctrl-C; the setup continues");

  private final int code;
  private final String meaning;

  ExitCode(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  /** Whether what failed can succeed a moment later, such as after a restart of the worker. */
  public boolean mayPassSoon() {
    return this == NO_WORKER || this == TEMPORAL_BUSY;
  }

  /** The exit status. */
  public int code() {
    return code;
  }

  /** When a command ends with it. */
  public String meaning() {
    return meaning;
  }

  /** All exit codes with their meanings, one per line. */
  public static String table() {
    return Arrays.stream(values())
        .map(c -> String.format("  %3d  %s", c.code, c.meaning))
        .collect(Collectors.joining("\n"));
  }
}
