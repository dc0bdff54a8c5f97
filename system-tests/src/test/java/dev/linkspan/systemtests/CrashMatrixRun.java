package dev.linkspan.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.systemtests.CrashPoint.Stage;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * Runs {@code ./test chaos [N [STAGE ...] | POINT, ...]}: tries N points of new clusters and some
 * of existing ones, N points of these stages of new clusters (with real brokers for the stages
 * {@code create}, {@code tune}, {@code remove}, and {@code dismantle}) and of the stage {@code
 * restore} of existing ones, or exactly the given points. The name of this class keeps it out of
 * every other run.
 */
class CrashMatrixRun {
  private static final int AT_ONCE = Integer.getInteger("chaos.atOnce", 10);
  private static final int EACH = Integer.getInteger("chaos.each", 6);

  /** For this many points of new clusters, one point of an existing cluster is tried. */
  private static final int ADOPTED_SAMPLE = 10;

  private static final String WANTED = System.getProperty("chaos.points", "310");

  @Test
  void newClusters() throws IOException {
    List<CrashPoint> named = named(Stage.BUILD);
    tryThem(
        LightStack.Shared.FAULTS::start,
        stack -> CrashRun.ofNewClusters(stack, AT_ONCE, EACH),
        run -> isCount() ? CrashPoints.sample(wanted(run.explore()), count()) : named,
        isCount() ? wants(Stage.BUILD) : !named.isEmpty());
  }

  @Test
  void newClustersOfRealBrokers() throws IOException {
    List<CrashPoint> named = named(Stage.CREATE);
    boolean counted = isCount() && !stages().isEmpty() && wants(Stage.CREATE);
    tryThem(
        () -> LocalStack.start(86, "0.1"),
        stack -> CrashRun.ofRealBrokers(stack, EACH),
        run -> isCount() ? CrashPoints.ofWorkerWithMistakes(wanted(run.explore()), count()) : named,
        counted || !named.isEmpty());
  }

  @Test
  void existingClusters() throws IOException {
    List<CrashPoint> named = named(Stage.LEAVE);
    int count = isCount() && stages().isEmpty() ? count() / ADOPTED_SAMPLE : 0;
    tryThem(
        () -> LocalStack.start(90, "0.1"),
        stack -> CrashRun.ofExistingClusters(stack, Stage.LEAVE, EACH),
        run -> isCount() ? CrashPoints.ofWorkerWithMistakes(run.explore(), count) : named,
        count > 0 || !named.isEmpty());
  }

  @Test
  void existingClustersThatAreRestored() throws IOException {
    List<CrashPoint> named =
        named(Stage.RESTORE).stream().filter(point -> point.stage() == Stage.RESTORE).toList();
    boolean counted = isCount() && stages().contains(Stage.RESTORE);
    tryThem(
        () -> LocalStack.start(90, "0.1"),
        stack -> CrashRun.ofExistingClusters(stack, Stage.RESTORE, EACH),
        run -> isCount() ? CrashPoints.ofWorkerWithMistakes(wanted(run.explore()), count()) : named,
        counted || !named.isEmpty());
  }

  private static void tryThem(
      Supplier<LocalStack> stacks,
      Function<LocalStack, CrashRun> runs,
      Function<CrashRun, List<CrashPoint>> points,
      boolean wanted)
      throws IOException {
    if (!wanted) {
      return;
    }
    try (LocalStack stack = stacks.get()) {
      CrashRun run = runs.apply(stack);
      run.tryAll(points.apply(run));
      CrashRun.say(run.matrix().table());
      assertThat(run.matrix().tried()).isNotEmpty();
      assertThat(run.leftOver()).as("left over").isEmpty();
      assertThat(run.matrix().passed()).as(run.matrix().table()).isTrue();
    }
  }

  private static boolean isCount() {
    return WANTED.matches("\\d+( +[a-zA-Z]+)*");
  }

  private static int count() {
    return Integer.parseInt(WANTED.split(" ", 2)[0]);
  }

  /** The stages after the number; empty for all. */
  private static List<Stage> stages() {
    return Arrays.stream(WANTED.split(" +"))
        .skip(1)
        .map(word -> Stage.valueOf(word.toUpperCase(Locale.ROOT)))
        .toList();
  }

  /** Whether points of setups that go through this stage are counted. */
  private static boolean wants(Stage stage) {
    return stages().isEmpty() || stages().stream().anyMatch(stage.life()::contains);
  }

  private static List<CrashPoint> wanted(List<CrashPoint> all) {
    List<Stage> stages = stages();
    return stages.isEmpty()
        ? all
        : all.stream().filter(point -> stages.contains(point.stage())).toList();
  }

  /** The given points of setups that go through this stage. */
  private static List<CrashPoint> named(Stage stage) {
    return isCount()
        ? List.of()
        : Arrays.stream(WANTED.split(",", -1))
            .map(CrashPoint::parse)
            .filter(point -> stage.life().contains(point.stage()))
            .toList();
  }
}
