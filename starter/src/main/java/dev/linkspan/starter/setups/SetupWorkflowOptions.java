package dev.linkspan.starter.setups;

import dev.linkspan.workflows.plan.ClusterPlan.ExistingCluster;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.setup.PrivateLinkSetup;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import dev.linkspan.workflows.steps.SearchAttributes;
import dev.linkspan.workflows.steps.TaskQueues;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowOptions;

/** The options that a setup's workflow starts with. */
final class SetupWorkflowOptions {
  private SetupWorkflowOptions() {}

  /** A running setup with the same name makes the start fail; one that has ended does not. */
  static WorkflowOptions of(Plan plan) {
    return WorkflowOptions.newBuilder()
        .setWorkflowId(PrivateLinkSetup.id(plan.name()))
        .setTaskQueue(TaskQueues.CONTROL)
        .setWorkflowIdReusePolicy(WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE)
        .setWorkflowIdConflictPolicy(WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_FAIL)
        .setStaticSummary("Private link " + plan.name() + " in " + plan.region())
        .setStaticDetails(details(plan))
        .setTypedSearchAttributes(
            io.temporal.common.SearchAttributes.newBuilder()
                .set(SearchAttributes.PHASE, Phase.BUILDING.name())
                .set(SearchAttributes.REGION, plan.region())
                .set(SearchAttributes.HEALTH, "unknown")
                .build())
        .build();
  }

  private static String details(Plan plan) {
    String cluster =
        plan.cluster() instanceof ExistingCluster existing
            ? "Existing Kafka cluster of %d brokers in %s"
                .formatted(plan.brokers().size(), existing.vpcId())
            : "Kafka cluster of %d brokers in %s (%s)"
                .formatted(
                    plan.brokers().size(), plan.network().vpcName(), plan.network().vpcCidr());
    return "%s, linked to TiDB Cloud cluster %s.\n\nShow it with `linkspan status %s`, remove it with `linkspan destroy %s`."
        .formatted(cluster, plan.connection().clusterId(), plan.name(), plan.name());
  }
}
