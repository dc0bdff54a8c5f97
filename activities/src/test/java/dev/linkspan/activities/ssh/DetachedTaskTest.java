package dev.linkspan.activities.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkspan.workflows.steps.Failures;
import io.temporal.failure.ApplicationFailure;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DetachedTaskTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  @TempDir static Path folder;
  private static TestMachines machines;
  private static Ssh ssh;
  private static String root;

  @BeforeAll
  static void boot() throws Exception {
    machines = new TestMachines(folder);
    ssh = new Ssh(machines.keys());
    root = shell().run("pwd", LIMIT).stdout().strip();
  }

  @AfterAll
  static void halt() {
    ssh.close();
    machines.close();
  }

  private static Shell shell() {
    return ssh.on(TestMachines.KEY, machines.bastion());
  }

  private static DetachedTask task(String name, String script) {
    return new DetachedTask(shell(), root, name, script);
  }

  private static String read(String command) {
    return shell().run(command, LIMIT).stdout();
  }

  @Test
  void aTaskGivesItsExitCodeAndTheEndOfItsLog() {
    Outcome outcome = task("fails", "echo working; echo trouble >&2; exit 9").run(LIMIT).get();
    assertThat(outcome.exitCode()).isEqualTo(9);
    assertThat(outcome.stdout()).isEqualTo("working\ntrouble\n");
  }

  @Test
  void aTaskRunsFromItsStartToItsEnd() {
    DetachedTask task = task("until-told", "until [ -e told ]; do sleep 0.05; done");
    assertThat(task.runs()).isFalse();
    assertThat(task.start()).isEmpty();
    assertThat(task.runs()).isTrue();
    assertThat(read("touch told")).isEmpty();
    assertThat(task.run(LIMIT)).isPresent();
    assertThat(task.runs()).isFalse();
  }

  @Test
  void aScriptThatArrivedInPartDoesNotRun() {
    String whole = "echo begun > part-ran\necho done >> part-ran";
    // If a worker dies while it sends, the input ends early on the machine.
    String request = DetachedTask.request("start", root, root + "/tasks/part", whole, 5).text();
    byte[] part = whole.substring(0, 24).getBytes(StandardCharsets.UTF_8);
    assertThat(shell().run(request, part, LIMIT).succeeded()).isFalse();
    assertThat(read("ls part-ran 2> /dev/null || echo none")).isEqualTo("none\n");
    byte[] all = whole.getBytes(StandardCharsets.UTF_8);
    assertThat(shell().run(request, all, LIMIT).stdout()).startsWith("ended 0");
    assertThat(read("cat part-ran")).isEqualTo("begun\ndone\n");
  }

  @Test
  void aTaskThatIsStartedConcurrentlyIsOneProcess() throws Exception {
    String script = "echo run >> many-runs; until [ -e many-go ]; do sleep 0.1; done";
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      Callable<Optional<Outcome>> start = () -> task("many", script).start();
      for (Future<Optional<Outcome>> started : threads.invokeAll(List.of(start, start, start))) {
        assertThat(started.get()).isEmpty();
      }
    } finally {
      threads.shutdownNow();
    }
    read("until [ -s many-runs ]; do sleep 0.05; done; touch many-go");
    read("until [ -e tasks/many-*/rc ]; do sleep 0.05; done");
    assertThat(read("cat many-runs")).isEqualTo("run\n");
  }

  @Test
  void aRunningTaskSurvivesItsConnectionAndIsFoundAgain() {
    String script = "echo run >> lost-runs; until [ -e lost-go ]; do sleep 0.1; done";
    try (Ssh other = new Ssh(machines.keys())) {
      Shell before = other.on(TestMachines.KEY, machines.bastion());
      assertThat(new DetachedTask(before, root, "lost", script).start()).isEmpty();
    }
    assertThat(task("lost", script).start()).isEmpty();
    read("touch lost-go; until [ -e tasks/lost-*/rc ]; do sleep 0.05; done");
    assertThat(read("cat lost-runs")).isEqualTo("run\n");
  }

  @Test
  void aFullDiskNeedsAPersonAndTheTaskRunsOnceThereIsRoom() {
    machines.fullDisk(true);
    try {
      assertThatThrownBy(() -> task("room", "echo ran").start()).satisfies(this::asksForRoom);
      byte[] content = "content".getBytes(StandardCharsets.US_ASCII);
      assertThatThrownBy(() -> shell().upload(root + "/upload", content, LIMIT))
          .satisfies(this::asksForRoom);
    } finally {
      machines.fullDisk(false);
    }
    assertThat(task("room", "echo ran").run(LIMIT).orElseThrow().stdout()).isEqualTo("ran\n");
    assertThat(read("ls upload 2> /dev/null || true")).isEmpty();
  }

  private void asksForRoom(Throwable thrown) {
    assertThat(thrown).isInstanceOf(ApplicationFailure.class).hasMessageContaining("no room");
    assertThat(((ApplicationFailure) thrown).getType()).isEqualTo(Failures.NEEDS_PERSON);
  }

  @Test
  void aTaskThatFailedCanRunAgain() {
    String script = "[ -e again-go ]";
    assertThat(task("again", script).run(LIMIT).get().succeeded()).isFalse();
    read("touch again-go");
    assertThat(task("again", script).run(LIMIT).get().succeeded()).isTrue();
  }

  @Test
  void aTaskThatIsNotDoneInTimeKeepsRunning() {
    String script = "until [ -e slow-go ]; do sleep 0.1; done";
    assertThat(task("slow", script).run(Duration.ofMillis(1))).isEmpty();
    read("touch slow-go");
    assertThat(task("slow", script).run(LIMIT).get().succeeded()).isTrue();
  }
}
