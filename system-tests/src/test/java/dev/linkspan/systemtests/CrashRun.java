package dev.linkspan.systemtests;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linkspan.spec.Spec;
import dev.linkspan.systemtests.CrashPoint.Stage;
import dev.linkspan.systemtests.CrashPoint.Victim;
import dev.linkspan.systemtests.CrashPoints.Recording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Tries crash points on one stack: many setups at once, so that one death serves several. */
final class CrashRun implements AutoCloseable {
  private static final int NETWORKS_FROM = 60;

  private final LocalStack stack;
  private final int atOnce;
  private final Spec.Archive kafka;
  private final Spec.Archive java;
  private final CrashMatrix matrix = new CrashMatrix();
  private int setups;

  private CrashRun(LocalStack stack, int atOnce) {
    this.stack = stack;
    this.atOnce = atOnce;
    this.kafka = stack.sandbox().archive("kafka");
    this.java = stack.sandbox().archive("openjdk");
  }

  /**
   * @param atOnce how many setups run at the same time
   */
  static CrashRun start(int atOnce) {
    LocalStack stack = LocalStack.start(NETWORKS_FROM, "0.1", "light");
    stack.sandbox().choose("tidbcloud.requestsPerMinute", "100000");
    return new CrashRun(stack, atOnce);
  }

  CrashMatrix matrix() {
    return matrix;
  }

  /** Builds and destroys one setup undisturbed, and tells at which points others may die. */
  List<CrashPoint> explore() {
    CrashSetup setup = setup(0);
    List<CrashPoint> points = new ArrayList<>();
    CrashBatch batch = new CrashBatch(stack, List.of(new CrashBatch.Trial(setup)), Victim.WORKER);
    points.addAll(CrashPoints.of(recorded(setup, Stage.BUILD, batch)));
    points.addAll(CrashPoints.of(recorded(setup, Stage.DESTROY, batch)));
    if (!batch.problems().isEmpty()) {
      throw new AssertionError("undisturbed, and yet: " + batch.problems());
    }
    say(points.size() + " points are known");
    return points;
  }

  private Recording recorded(CrashSetup setup, Stage stage, CrashBatch batch) {
    SandboxControl sandbox = stack.sandbox();
    int before = sandbox.calls().size();
    sandbox.arm("calls", "*", setup.name(), Integer.MAX_VALUE, "before");
    sandbox.arm("commands", "ssh", setup.name(), Integer.MAX_VALUE, "before");
    batch.run(stage);
    List<JsonNode> calls = sandbox.calls();
    Recording recording =
        new Recording(
            stage,
            calls.subList(before, calls.size()).stream()
                .map(call -> call.path("action").asText())
                .toList(),
            sandbox.points().get("calls").path("calls").asInt(),
            sandbox.points().get("commands").path("calls").asInt());
    sandbox.noPoints();
    return recording;
  }

  /** Tries all of them; each setup carries a point of its building and one of its end. */
  void tryAll(List<CrashPoint> points) {
    for (Victim victim : Victim.values()) {
      List<CrashPoint> builds = only(points, victim, Stage.BUILD);
      List<CrashPoint> ends = only(points, victim, Stage.DESTROY);
      for (int from = 0; from < Math.max(builds.size(), ends.size()); from += atOnce) {
        tryBatch(victim, part(builds, from), part(ends, from));
      }
    }
  }

  /** What is there although every setup was destroyed. */
  List<String> left() throws IOException {
    List<String> left = new ArrayList<>(stack.schedules());
    Expected.ofSetups(stack.sandbox().resources())
        .forEach(resource -> left.add(resource.type() + " " + resource.id()));
    try (Stream<Path> machines = Files.list(stack.state().resolve("sandbox/machines"))) {
      machines.forEach(machine -> left.add("folder of machine " + machine.getFileName()));
    }
    stack
        .client()
        .listExecutions("ExecutionStatus = \"Running\"")
        .forEach(open -> left.add("workflow " + open.getExecution().getWorkflowId()));
    return left;
  }

  private void tryBatch(Victim victim, List<CrashPoint> builds, List<CrashPoint> ends) {
    Instant begun = Instant.now();
    List<CrashBatch.Trial> trials = new ArrayList<>();
    for (int i = 0; i < Math.max(builds.size(), ends.size()); i++) {
      CrashBatch.Trial trial = new CrashBatch.Trial(setup(i));
      if (i < builds.size()) {
        trial.at(builds.get(i));
      }
      if (i < ends.size()) {
        trial.at(ends.get(i));
      }
      trials.add(trial);
    }
    CrashBatch batch = new CrashBatch(stack, trials, victim);
    batch.run(Stage.BUILD);
    batch.run(Stage.DESTROY);
    batch.rows().forEach(matrix::add);
    matrix.died(batch.crashes());
    say(
        "%d setups, %d points, %d deaths of the %s in %d s; bad so far: %d"
            .formatted(
                trials.size(),
                builds.size() + ends.size(),
                batch.crashes().size(),
                victim.part(),
                Duration.between(begun, Instant.now()).toSeconds(),
                matrix.bad().size()));
    matrix.bad().forEach(row -> say("BAD " + row.told()));
  }

  private CrashSetup setup(int place) {
    String name = "crash%03d".formatted(setups++);
    return new CrashSetup(stack, name, NETWORKS_FROM + place, kafka, java);
  }

  private List<CrashPoint> part(List<CrashPoint> points, int from) {
    return points.subList(Math.min(from, points.size()), Math.min(from + atOnce, points.size()));
  }

  private static List<CrashPoint> only(List<CrashPoint> points, Victim victim, Stage stage) {
    return points.stream().filter(p -> p.victim() == victim && p.stage() == stage).toList();
  }

  static void say(String line) {
    System.out.println(line);
  }

  @Override
  public void close() {
    stack.close();
  }
}
