package dev.linkspan.systemtests;

import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;

/** What a person can do to a workflow with Temporal's own tools, so that it does not end itself. */
enum Intervention {
  TERMINATE("terminated"),
  CANCEL("canceled"),
  DELETE("terminated"),
  RESET(null);

  private final Optional<String> word;

  Intervention(String word) {
    this.word = Optional.ofNullable(word);
  }

  /** What a parent says of a child that ended so; empty if the child goes on. */
  Optional<String> word() {
    return word;
  }

  void on(TemporalTools tools, String workflow) {
    switch (this) {
      case TERMINATE -> tools.workflow(workflow).terminate("a person's mistake");
      case CANCEL -> tools.workflow(workflow).cancel();
      case RESET -> {
        String run = tools.newestRun(workflow);
        List<Long> tasks =
            Awaitility.await("a completed workflow task")
                .until(() -> tools.workflowTasks(workflow, run), found -> !found.isEmpty());
        tools.reset(workflow, run, tasks.get(0));
      }
      case DELETE -> tools.delete(workflow);
    }
  }
}
