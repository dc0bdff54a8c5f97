package dev.linkspan.activities.simulation;

import dev.linkspan.activities.ssh.TestKeys;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The actions of Alibaba Cloud that a whole run calls. */
public final class RecordedActions {
  private RecordedActions() {}

  /**
   * The actions that build, verify, and destroy a setup, as a RAM policy names them.
   *
   * @param folder for an SSH key
   */
  public static Set<String> ofAWholeRun(Path folder) throws Exception {
    Path key = new TestKeys(folder).keys().privateKey("any");
    SimulationRun run =
        new SimulationRun(
            "recorded",
            Scenario.EVERY_ACTION,
            Mistakes.NONE,
            key,
            time -> new SingleFaultModel("none", Fault.NONE));
    run.go();
    Set<String> actions = new TreeSet<>();
    Stream.of("build", "verify", "destroy")
        .forEach(p -> actions.addAll(run.counts().of(p).keySet()));
    actions.removeIf(action -> action.startsWith("tidbcloud:"));
    return actions;
  }
}
