package dev.linkspan.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.systemtests.Expected.Difference;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Resets of setups that ended READY, to workflow tasks of their histories. */
final class ResetTrial {
  private final LocalStack stack;
  private final TemporalTools tools;
  private final CrashSetup setup;

  private ResetTrial(LocalStack stack, CrashSetup setup) {
    this.stack = stack;
    this.tools = new TemporalTools(stack.client());
    this.setup = setup;
  }

  /**
   * Builds setups, resets them, and destroys them.
   *
   * @param setups how many run at the same time; they share the workflow tasks
   * @param most how many workflow tasks to try, evenly chosen, always with the first and the last
   */
  static void tryAll(LocalStack stack, int setups, int most) {
    List<Runnable> trials = new ArrayList<>();
    for (int i = 0; i < setups; i++) {
      int share = i;
      CrashSetup setup = CrashSetup.ofNewCluster(stack, "reset" + i, i);
      trials.add(() -> new ResetTrial(stack, setup).run(share, setups, most));
    }
    Together.run(trials);
    Expected.assertNothingLeft(stack.sandbox());
  }

  private void run(int share, int of, int most) {
    setup.start();
    setup.await(Phase.READY);
    Set<String> built = setup.ids(stack.sandbox().resources());
    String workflow = setup.workflow("");
    String first = tools.newestRun(workflow);
    List<Long> tasks = tools.workflowTasks(workflow, first);
    List<Integer> chosen = chosen(tasks.size(), most);
    for (int i = share; i < chosen.size(); i += of) {
      String what = "reset to workflow task %d of %d".formatted(chosen.get(i) + 1, tasks.size());
      tools.reset(workflow, first, tasks.get(chosen.get(i)));
      setup.await(Phase.READY);
      assertThat(setup.difference(stack.sandbox().resources())).as(what).isEqualTo(Difference.NONE);
      assertThat(setup.ids(stack.sandbox().resources())).as(what).isEqualTo(built);
    }
    setup.destroy();
    setup.expectDestroyed();
  }

  private static List<Integer> chosen(int tasks, int most) {
    Set<Integer> chosen = new TreeSet<>();
    IntStream.range(0, most)
        .forEach(i -> chosen.add((int) Math.round((tasks - 1) * (double) i / (most - 1))));
    return List.copyOf(chosen);
  }
}
