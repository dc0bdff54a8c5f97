package dev.linkspan.workflows.steps;

import io.temporal.workflow.Workflow;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.MDC;

/**
 * Puts the setup, the workflow, the step and its attempt on every line that is logged while a step
 * runs, and logs what happens to steps. The SDK clears the logging context of a workflow thread and
 * logs nothing during replay. Workflow code only.
 *
 * @param setup name of the setup
 */
record StepLog(String setup) {
  private static final Logger LOG = Workflow.getLogger(Steps.class);

  /** Does the work of one attempt of a step. */
  void during(String step, int attempt, Runnable work) {
    Map<String, @Nullable String> before = new LinkedHashMap<>();
    context(step, attempt)
        .forEach(
            (key, value) -> {
              before.put(key, MDC.get(key));
              MDC.put(key, value);
            });
    try {
      work.run();
    } finally {
      before.forEach(StepLog::restore);
    }
  }

  private Map<String, String> context(String step, int attempt) {
    return Map.of(
        "setup",
        setup,
        "workflow",
        Workflow.getInfo().getWorkflowId(),
        "step",
        step,
        "attempt",
        String.valueOf(attempt));
  }

  private static void restore(String key, @Nullable String value) {
    if (value == null) {
      MDC.remove(key);
    } else {
      MDC.put(key, value);
    }
  }

  void parked(String step, ParkReason reason) {
    LOG.warn("step \"{}\" parks: {} Remedy: {}", step, reason.problem(), reason.remedy());
  }

  void unexpected(String step, RuntimeException e) {
    LOG.error("step \"{}\" throws an unexpected exception", step, e);
  }

  void retried(String step) {
    LOG.info("step \"{}\" goes on after retry", step);
  }

  void canceled(String step) {
    LOG.info("step \"{}\" is canceled", step);
  }

  void done(String step) {
    LOG.debug("step \"{}\" is done", step);
  }
}
