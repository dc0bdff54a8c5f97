package dev.linkspan.workflows.steps;

/**
 * A step parked, or goes on again after it was parked.
 *
 * @param workflow id of the workflow that the step belongs to
 * @param parked false when the step goes on
 * @param problem what is wrong
 * @param remedy what a person does before {@code retry}
 */
public record ParkedStepNotice(
    String workflow, String step, boolean parked, String problem, String remedy) {

  /** Whether both are about the same step. */
  public boolean isAboutSameStep(ParkedStepNotice other) {
    return workflow.equals(other.workflow) && step.equals(other.step);
  }
}
