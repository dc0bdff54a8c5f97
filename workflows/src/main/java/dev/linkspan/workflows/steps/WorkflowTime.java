package dev.linkspan.workflows.steps;

import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;

/** The time that workflow code sees, which a replay repeats. Workflow code only. */
public final class WorkflowTime {
  private WorkflowTime() {}

  public static Instant now() {
    return Instant.ofEpochMilli(Workflow.currentTimeMillis());
  }

  public static Duration since(Instant begun) {
    return Duration.between(begun, now());
  }
}
