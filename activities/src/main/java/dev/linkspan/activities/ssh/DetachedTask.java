package dev.linkspan.activities.ssh;

import dev.linkspan.activities.execution.Poll;
import dev.linkspan.workflows.steps.Failures;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A script that runs on a machine without a connection to it, in a folder of its own with its
 * process ID, log and exit code. It survives a lost session and a dead worker: the next caller
 * finds it by its name and content. Starting it twice runs one process; after its end it can be
 * started again.
 */
public final class DetachedTask {
  private static final Logger LOG = LoggerFactory.getLogger(DetachedTask.class);
  private static final Duration REQUEST = Duration.ofSeconds(30);
  private static final int WAIT_SECONDS = 5;
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
    Optional<Outcome> ended = request("start", WAIT_SECONDS);
    if (ended.isEmpty()) {
      LOG.debug("task {} runs on {}", name, shell.name());
      ended = Poll.continuously().atMost(budget).untilPresent(() -> request("poll", WAIT_SECONDS));
    }
    ended.ifPresent(this::log);
    return ended;
  }

  private void log(Outcome outcome) {
    LOG.info("task {} on {} ended with exit code {}", name, shell.name(), outcome.exitCode());
  }

  /** Starts the script unless it runs already; returns how it ended if it ended at once. */
  public Optional<Outcome> start() {
    Optional<Outcome> ended = request("start", 0);
    ended.ifPresentOrElse(this::log, () -> LOG.info("task {} runs on {}", name, shell.name()));
    return ended;
  }

  /** How the script ended; empty while it runs. It must have been started. */
  public Optional<Outcome> poll() {
    return request("poll", 0);
  }

  /** Whether the script was started and has not ended. */
  public boolean runs() {
    return answer("poll", 0).startsWith("running");
  }

  private Optional<Outcome> request(String action, int waitSeconds) {
    return state(answer(action, waitSeconds));
  }

  private String answer(String action, int waitSeconds) {
    Script request = request(action, root, folder, script, waitSeconds);
    byte[] input = action.equals("start") ? script.getBytes(StandardCharsets.UTF_8) : NOTHING;
    Outcome outcome = shell.run(request.text(), input, REQUEST);
    if (outcome.foundNoRoom()) {
      throw Failures.needsPerson(
          "there is no room in " + root + " on " + shell.name() + ": " + outcome.excerpt(),
          "make room on that disk, then retry");
    }
    return outcome.orThrow("cannot run task " + name + " on " + shell.name()).stdout();
  }

  static Script request(String action, String root, String folder, String script, int waitSeconds) {
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
        "task " + name + " on " + shell.name() + " ended without a result: was it restarted?");
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
