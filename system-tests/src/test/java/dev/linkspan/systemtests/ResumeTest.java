package dev.linkspan.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linkspan.systemtests.CrashPoint.Victim;
import dev.linkspan.workflows.setup.PrivateLinkSetup;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Measures how soon the work of a killed worker goes on: with another running worker, and with a
 * worker that has to be started.
 */
@Tag("system")
@LightStack(LightStack.Shared.FAULTS)
class ResumeTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String NAME = "resume";
  private static final String EXPOSURE = PrivateLinkSetup.id(NAME) + "-exposure";
  private static LocalStack stack;
  private static CrashSetup setup;

  @BeforeAll
  static void use(LocalStack shared) {
    stack = shared;
    setup = CrashSetup.ofNewCluster(stack, NAME, 0);
  }

  @Test
  void anotherWorkerOrANewOneResumesTheWork() throws IOException {
    Process second = stack.secondWorker();
    try {
      hold("CreateLoadBalancer");
      hold("CreateListener");
      setup.start();

      Crash taken = killWorkerAt("CreateLoadBalancer", "Exposure_EnsureLoadBalancer");
      Crash started = killWorkerAt("CreateListener", "Exposure_EnsureListener");
      await().atMost(PATIENCE).until(() -> setup.observe().is(Phase.READY));

      List<Crash> both = List.of(taken, started);
      Instant takenOverAt = taken.resumed(setup.events(), both).orElseThrow();
      Duration takenOver = taken.sinceReady(takenOverAt);
      Instant restartedAt = started.resumed(setup.events(), both).orElseThrow();
      recordTime("another worker runs: %.1f s from the kill", takenOver);
      recordTime(
          "a new one is started: %.1f s from its process's start", started.sinceStart(restartedAt));
      recordTime("a new one is started: %.1f s until it was ready", started.startupTime());
      recordTime(
          "a new one is started: %.1f s from when it was ready", started.sinceReady(restartedAt));
      assertThat(takenOverAt).as("the first resumption").isBefore(restartedAt);
      setup.destroy();
      await().atMost(PATIENCE).until(() -> setup.observe().closed());
      Expected.assertNothingLeft(stack.sandbox());
    } finally {
      second.destroy();
    }
  }

  private static void hold(String action) {
    stack.sandbox().arm(action, action, NAME, 1, "before");
  }

  /** Kills the worker that runs this activity; starts a new one if none is left. */
  private static Crash killWorkerAt(String action, String activity) {
    await().atMost(PATIENCE).until(() -> stack.sandbox().pointStates().get(action).equals("held"));
    ProcessHandle worker =
        ProcessHandle.of(stack.server().workerOf(EXPOSURE, activity)).orElseThrow();
    worker.destroyForcibly();
    worker.onExit().join();
    Instant killed = Instant.now();
    stack.sandbox().release(action, false);
    if (stack.workers().isEmpty()) {
      Instant started = stack.start(List.of("worker"));
      return new Crash(Victim.WORKER, killed, started, Instant.now());
    }
    return new Crash(Victim.WORKER, killed, killed, killed);
  }

  /** Records a time for docs/performance.md. */
  private static void recordTime(String text, Duration duration) throws IOException {
    String line = String.format(Locale.ROOT, text, duration.toMillis() / 1000.0);
    Files.writeString(
        Path.of("target", "resumes.txt"),
        line + System.lineSeparator(),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }
}
