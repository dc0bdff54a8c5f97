package dev.linkspan.starter;

import dev.linkspan.workflows.plan.PreflightCheck;
import dev.linkspan.workflows.preflight.Preflight;
import dev.linkspan.workflows.steps.Progress;
import io.temporal.workflow.Workflow;
import java.util.List;

/** A preflight that takes no time. Its setup's name chooses: {@code short} finds too few disks. */
public final class FakePreflight implements Preflight {
  @Override
  public PreflightReport run(PreflightRequest request) {
    boolean fine = !request.owner().setup().equals("short");
    return new PreflightReport(
        List.of(
            PreflightCheck.pass("Alibaba Cloud account", "1234, acs:ram::1234:user/ada"),
            fine
                ? PreflightCheck.pass("Instance types and disks", "on sale")
                : PreflightCheck.fail(
                    "Instance types and disks", "no disk in zone a", "Choose another one."),
            PreflightCheck.unknown("Other quotas", "not read", "See Quota Center.")));
  }

  @Override
  public Progress progress() {
    return new Progress(Workflow.getInfo().getWorkflowId(), "Checks", List.of(), List.of());
  }
}
