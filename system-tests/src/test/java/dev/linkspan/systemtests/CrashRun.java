package dev.linkspan.systemtests;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linkspan.systemtests.CrashPoint.Stage;
import dev.linkspan.systemtests.CrashPoint.Victim;
import dev.linkspan.systemtests.CrashPoints.Recording;
import dev.linkspan.systemtests.CrashPoints.Timed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Tries crash points on one stack: many setups at once, so that one death serves several. */
final class CrashRun {
  private final LocalStack stack;
  private final Stage makes;
  private final int atOnce;
  private final int each;
  private final Setups setups;
  private final CrashMatrix matrix = new CrashMatrix();
  private int made;

  /** Makes the next setup. */
  @FunctionalInterface
  private interface Setups {
    CrashSetup of(String name, int network);
  }

  private CrashRun(LocalStack stack, Stage makes, int atOnce, int each, Setups setups) {
    this.stack = stack;
    this.makes = makes;
    this.atOnce = atOnce;
    this.each = each;
    this.setups = setups;
  }

  /**
   * Setups of new clusters, on light machines.
   *
   * @param atOnce how many setups run at the same time
   * @param each how often a setup dies while it is built, and again while it is destroyed
   */
  static CrashRun ofNewClusters(LocalStack stack, int atOnce, int each) {
    stack.sandbox().choose("tidbcloud.requestsPerMinute", "100000");
    return new CrashRun(
        stack,
        Stage.BUILD,
        atOnce,
        each,
        (name, place) ->
            CrashSetup.ofNewCluster(stack, "crash" + name, LightStack.NETWORK + place));
  }

  /** Setups that take over a cluster of real brokers: one at a time, each with a cluster anew. */
  static CrashRun ofExistingClusters(LocalStack stack, int each) {
    return new CrashRun(
        stack,
        Stage.ADOPT,
        1,
        each,
        (name, place) -> CrashAdoption.of(stack, "adopt" + name, 91 + place));
  }

  CrashMatrix matrix() {
    return matrix;
  }

  /** Builds and destroys one setup undisturbed, and tells at which points others may die. */
  List<CrashPoint> explore() {
    List<CrashPoint> points = new ArrayList<>();
    try (CrashSetup setup = setup(0)) {
      CrashBatch batch = new CrashBatch(stack, List.of(new CrashTrial(setup)), Victim.WORKER);
      points.addAll(CrashPoints.of(recorded(setup, makes, batch)));
      points.addAll(CrashPoints.of(recorded(setup, makes.end(), batch)));
      if (!batch.problems().isEmpty()) {
        throw new AssertionError("undisturbed, and yet: " + batch.problems());
      }
    }
    say(
        points.size()
            + " points are known: "
            + points.stream().collect(groupingBy(CrashMatrix::kind, TreeMap::new, counting())));
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
                .map(call -> new Timed(Instant.parse(at(call)), call.path("action").asText()))
                .toList(),
            sandbox.times("calls"),
            sandbox.times("commands"));
    sandbox.noPoints();
    return recording;
  }

  private static String at(JsonNode call) {
    return call.path("at").asText();
  }

  /** Tries all of them; each setup carries some points of its building and some of its end. */
  void tryAll(List<CrashPoint> points) {
    for (Victim victim : Victim.values()) {
      List<List<CrashPoint>> builds = lives(only(points, victim, makes));
      List<List<CrashPoint>> ends = lives(only(points, victim, makes.end()));
      for (int from = 0; from < Math.max(builds.size(), ends.size()); from += atOnce) {
        tryBatch(victim, part(builds, from, atOnce), part(ends, from, atOnce));
      }
    }
  }

  /**
   * The points of each life. Those of one life are far from each other in time; setups that live at
   * the same time have neighbours.
   */
  private List<List<CrashPoint>> lives(List<CrashPoint> inTime) {
    int lives = (inTime.size() + each - 1) / each;
    List<List<CrashPoint>> all = new ArrayList<>();
    for (int i = 0; i < lives; i++) {
      List<CrashPoint> one = new ArrayList<>();
      for (int at = i; at < inTime.size(); at += lives) {
        one.add(inTime.get(at));
      }
      all.add(one);
    }
    return all;
  }

  private void tryBatch(Victim victim, List<List<CrashPoint>> builds, List<List<CrashPoint>> ends) {
    Instant begun = Instant.now();
    List<CrashTrial> trials = new ArrayList<>();
    for (int i = 0; i < Math.max(builds.size(), ends.size()); i++) {
      CrashTrial trial = new CrashTrial(setup(i));
      for (List<List<CrashPoint>> lives : List.of(builds, ends)) {
        part(lives, i, 1).forEach(points -> points.forEach(trial::at));
      }
      trials.add(trial);
    }
    CrashBatch batch = new CrashBatch(stack, trials, victim);
    batch.run(makes);
    Instant built = Instant.now();
    batch.run(makes.end());
    List<CrashMatrix.Row> rows = batch.rows();
    rows.forEach(matrix::add);
    matrix.died(batch.crashes());
    trials.forEach(trial -> trial.setup.close());
    say(
        "%d setups, %d points, %d deaths of %s in %d + %d s; bad so far: %d"
            .formatted(
                trials.size(),
                rows.size(),
                batch.crashes().size(),
                victim.word(),
                Duration.between(begun, built).toSeconds(),
                Duration.between(built, Instant.now()).toSeconds(),
                matrix.bad().size()));
    rows.stream().filter(row -> !row.good()).forEach(row -> say("BAD " + row.told()));
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

  private CrashSetup setup(int place) {
    return setups.of("%03d".formatted(made++), place);
  }

  private static <T> List<T> part(List<T> all, int from, int count) {
    return all.subList(Math.min(from, all.size()), Math.min(from + count, all.size()));
  }

  private static List<CrashPoint> only(List<CrashPoint> points, Victim victim, Stage stage) {
    return points.stream().filter(p -> p.victim() == victim && p.stage() == stage).toList();
  }

  static void say(String line) {
    System.out.println(line);
  }
}
