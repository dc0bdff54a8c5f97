package dev.linkspan.activities.ssh;

import dev.linkspan.workflows.steps.Failures;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A script that runs on a machine without anybody connected, in a folder of its own with its
 * process id, log and exit code. A lost session or a dead worker does not touch it: whoever asks
 * next finds it by name and content. Started twice it is one process; once it ended it can be
 * started again.
 */
public final class DetachedTask {
  private static final Duration ONE_LOOK = Duration.ofSeconds(30);
  private static final int WAIT_IN_ONE_LOOK_SECONDS = 5;
  private static final byte[] NOTHING = {};

  private final Shell shell;
  private final String folder;
  private final String root;
  private final String name;
  private final String script;

  /**
   * @param root folder on the machine, absolute; the script runs there
   * @param name lower-case letters and dashes
   */
  public DetachedTask(Shell shell, String root, String name, String script) {
    this.shell = shell;
    this.root = root;
    this.name = name;
    this.script = "set -euo pipefail\n" + script;
    this.folder = root + "/tasks/" + name + "-" + hash(root + "\n" + this.script);
  }

  /**
   * Starts the script unless it runs already, and waits for its end.
   *
   * @return how it ended, with the end of its log as {@code stdout}; empty when the budget passed
   *     and it still runs
   * @throws UnreachableException when the connection broke, or the machine forgot the process
   */
  public Optional<Outcome> run(Duration budget) {
    long end = System.nanoTime() + budget.toNanos();
    Optional<Outcome> ended = look("start", WAIT_IN_ONE_LOOK_SECONDS);
    while (ended.isEmpty() && System.nanoTime() < end) {
      ended = look("poll", WAIT_IN_ONE_LOOK_SECONDS);
    }
    return ended;
  }

  /** Starts the script unless it runs already; returns its end where it ended at once. */
  public Optional<Outcome> start() {
    return look("start", 0);
  }

  /** How it ended; empty while it runs. It must have been started. */
  public Optional<Outcome> poll() {
    return look("poll", 0);
  }

  /** Whether it was started and has not ended. */
  public boolean runs() {
    return answer("poll", 0).startsWith("running");
  }

  private Optional<Outcome> look(String action, int waitSeconds) {
    return state(answer(action, waitSeconds));
  }

  private String answer(String action, int waitSeconds) {
    Script look = look(action, root, folder, script, waitSeconds);
    byte[] input = action.equals("start") ? script.getBytes(StandardCharsets.UTF_8) : NOTHING;
    Outcome outcome = shell.run(look.text(), input, ONE_LOOK);
    if (outcome.foundNoRoom()) {
      throw Failures.needsPerson(
          "there is no room in " + root + " on " + shell.name() + ": " + outcome.excerpt(),
          "make room on that disk, then retry");
    }
    if (!outcome.succeeded()) {
      throw new IllegalStateException(
          "cannot run task " + name + " on " + shell.name() + ": " + outcome.excerpt());
    }
    return outcome.stdout();
  }

  static Script look(String action, String root, String folder, String script, int waitSeconds) {
    return Script.of(DetachedTask.class, "process.sh", "task.sh")
        .with("action", action)
        .with("root", root)
        .with("task", folder)
        .with("script_bytes", script.getBytes(StandardCharsets.UTF_8).length)
        .with("wait_seconds", waitSeconds);
  }

  private Optional<Outcome> state(String answer) {
    int newline = answer.indexOf('\n');
    String first = newline < 0 ? answer : answer.substring(0, newline);
    String log = newline < 0 ? "" : answer.substring(newline + 1);
    if (first.startsWith("ended ")) {
      int exitCode = Integer.parseInt(first.substring("ended ".length()).strip());
      return Optional.of(new Outcome(exitCode, log, ""));
    }
    if (first.equals("running")) {
      return Optional.empty();
    }
    throw new UnreachableException(
        "task " + name + " on " + shell.name() + " ended without a result: was it restarted?",
        null);
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
