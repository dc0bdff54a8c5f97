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
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Tries crash points on one stack, with many setups at once, so that one crash serves several. */
final class CrashRun {
  private final LocalStack stack;
  private final List<Stage> life;
  private final int atOnce;
  private final int each;
  private final Setups setups;
  private final CrashMatrix matrix = new CrashMatrix();
  private int created;

  /** Creates the next setup. */
  @FunctionalInterface
  private interface Setups {
    CrashSetup of(String name, int network);
  }

  private CrashRun(LocalStack stack, List<Stage> life, int atOnce, int each, Setups setups) {
    this.stack = stack;
    this.life = life;
    this.atOnce = atOnce;
    this.each = each;
    this.setups = setups;
  }

  /**
   * Creates a run with setups of new clusters, on light machines.
   *
   * @param atOnce how many setups run at the same time
   * @param each the number of points of each setup in each stage
   */
  static CrashRun ofNewClusters(LocalStack stack, int atOnce, int each) {
    stack.sandbox().set("tidbcloud.requestsPerMinute", "100000");
    return new CrashRun(
        stack,
        Stage.BUILD.life(),
        atOnce,
        each,
        (name, place) -> CrashSetup.ofNewCluster(stack, "crash" + name, place));
  }

  /**
   * Creates a run with setups of existing clusters: one at a time, each with a new cluster.
   *
   * @param removal how the link is removed: {@code LEAVE} or {@code RESTORE}
   */
  static CrashRun ofExistingClusters(LocalStack stack, Stage removal, int each) {
    return new CrashRun(
        stack,
        removal.life(),
        1,
        each,
        (name, place) -> CrashAdoption.of(stack, "adopt" + name, 91 + place));
  }

  /** Creates a run with setups of new clusters of four real brokers: one at a time. */
  static CrashRun ofRealBrokers(LocalStack stack, int each) {
    return new CrashRun(
        stack,
        Stage.CREATE.life(),
        1,
        each,
        (name, place) -> CrashSetup.ofFourBrokers(stack, "tune" + name, place));
  }

  CrashMatrix matrix() {
    return matrix;
  }

  /** One setup goes through every stage without crashes; returns the crash points. */
  List<CrashPoint> explore() {
    List<CrashPoint> points = new ArrayList<>();
    try (CrashSetup setup = setup(0)) {
      CrashBatch batch = new CrashBatch(stack, List.of(new CrashTrial(setup)), Victim.WORKER);
      for (Stage stage : life) {
        points.addAll(CrashPoints.of(recorded(setup, stage, batch)));
        if (!batch.problems().isEmpty()) {
          throw new AssertionError("problems without any crash: " + batch.problems());
        }
      }
    }
    say(
        points.size()
            + " points are known: "
            + points.stream().collect(groupingBy(CrashMatrix::kind, TreeMap::new, counting())));
    return points;
  }

  private Recording recorded(CrashSetup setup, Stage stage, CrashBatch batch) {
    batch.prepare(stage);
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
    sandbox.removePoints();
    return recording;
  }

  private static String at(JsonNode call) {
    return call.path("at").asText();
  }

  /**
   * Tries all points; each setup gets some points of every stage. A stage between construction and
   * removal is left out if no setup of a batch has points there.
   */
  void tryAll(List<CrashPoint> points) {
    for (Victim victim : Victim.values()) {
      Map<Stage, List<List<CrashPoint>>> spread = new EnumMap<>(Stage.class);
      life.forEach(stage -> spread.put(stage, spread(only(points, victim, stage))));
      int setups = spread.values().stream().mapToInt(List::size).max().orElse(0);
      for (int from = 0; from < setups; from += atOnce) {
        Map<Stage, List<List<CrashPoint>>> batch = new EnumMap<>(Stage.class);
        for (Stage stage : life) {
          batch.put(stage, part(spread.get(stage), from, atOnce));
        }
        tryBatch(victim, batch);
      }
    }
  }

  /**
   * Distributes the points over setups. The points of one setup are far apart in time, and setups
   * that run at the same time have neighboring points.
   */
  private List<List<CrashPoint>> spread(List<CrashPoint> ordered) {
    int count = (ordered.size() + each - 1) / each;
    List<List<CrashPoint>> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<CrashPoint> one = new ArrayList<>();
      for (int at = i; at < ordered.size(); at += count) {
        one.add(ordered.get(at));
      }
      all.add(one);
    }
    return all;
  }

  /**
   * @param points for each stage, the points of each setup
   */
  private void tryBatch(Victim victim, Map<Stage, List<List<CrashPoint>>> points) {
    Instant started = Instant.now();
    List<CrashTrial> trials = new ArrayList<>();
    int count = points.values().stream().mapToInt(List::size).max().orElse(0);
    for (int i = 0; i < count; i++) {
      CrashTrial trial = new CrashTrial(setup(i));
      for (List<List<CrashPoint>> ofStage : points.values()) {
        part(ofStage, i, 1).forEach(ofSetup -> ofSetup.forEach(trial::at));
      }
      trials.add(trial);
    }
    CrashBatch batch = new CrashBatch(stack, trials, victim);
    List<String> seconds = new ArrayList<>();
    for (Stage stage : life) {
      if (!stage.keepsLink() || !points.get(stage).isEmpty()) {
        batch.prepare(stage);
        batch.run(stage);
        seconds.add(String.valueOf(Duration.between(started, Instant.now()).toSeconds()));
        started = Instant.now();
      }
    }
    List<CrashMatrix.Row> rows = batch.rows();
    rows.forEach(matrix::add);
    matrix.addCrashes(batch.crashes());
    trials.forEach(trial -> trial.setup.close());
    say(
        "%d setups, %d points, %d deaths of %s in %s s; bad so far: %d"
            .formatted(
                trials.size(),
                rows.size(),
                batch.crashes().size(),
                victim.text(),
                String.join(" + ", seconds),
                matrix.bad().size()));
    rows.stream().filter(row -> !row.good()).forEach(row -> say("BAD " + row.description()));
  }

  /** Everything that still exists after all setups were destroyed. */
  List<String> leftOver() throws IOException {
    List<String> left = new ArrayList<>(stack.server().schedules());
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
    return setups.of("%03d".formatted(created++), place);
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
