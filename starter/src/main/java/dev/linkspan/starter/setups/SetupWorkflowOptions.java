package dev.linkspan.starter.setups;

import dev.linkspan.workflows.plan.ClusterPlan.ExistingCluster;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.setup.PrivateLinkSetup;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import dev.linkspan.workflows.steps.SearchAttributes;
import dev.linkspan.workflows.steps.TaskQueues;
import dev.linkspan.workflows.verification.Health;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowOptions;
import java.util.Map;
import java.util.Set;

/** The options that a setup's workflow starts with. */
final class SetupWorkflowOptions {
  private SetupWorkflowOptions() {}

  /**
   * For the first run of a setup. A running setup with the same name makes the start fail; one that
   * has ended does not.
   *
   * @param usable names of the search attributes that the namespace has
   */
  static WorkflowOptions first(Plan plan, Set<String> usable) {
    return options(
        plan,
        WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_FAIL,
        attributes(plan, Phase.BUILDING, usable));
  }

  /** For a run that only removes a setup. The server ends a running setup in the same step. */
  static WorkflowOptions teardown(Plan plan, Set<String> usable) {
    return options(
        plan,
        WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_TERMINATE_EXISTING,
        attributes(plan, Phase.DESTROYING, usable));
  }

  private static WorkflowOptions options(
      Plan plan,
      WorkflowIdConflictPolicy conflict,
      io.temporal.common.SearchAttributes attributes) {
    return WorkflowOptions.newBuilder()
        .setWorkflowId(PrivateLinkSetup.id(plan.name()))
        .setTaskQueue(TaskQueues.CONTROL)
        .setWorkflowIdReusePolicy(WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE)
        .setWorkflowIdConflictPolicy(conflict)
        .setStaticSummary("Private link " + plan.name() + " in " + plan.region())
        .setStaticDetails(details(plan))
        .setTypedSearchAttributes(attributes)
        .build();
  }

  // The server rejects a start with a search attribute that the namespace lacks.
  private static io.temporal.common.SearchAttributes attributes(
      Plan plan, Phase phase, Set<String> usable) {
    var attributes = io.temporal.common.SearchAttributes.newBuilder();
    Map.of(
            SearchAttributes.PHASE, phase.name(),
            SearchAttributes.REGION, plan.region(),
            SearchAttributes.HEALTH, Health.UNKNOWN.text())
        .forEach(
            (key, value) -> {
              if (usable.contains(key.getName())) {
                attributes.set(key, value);
              }
            });
    return attributes.build();
  }

  private static String details(Plan plan) {
    int count = plan.brokers().size();
    String brokers = count == 1 ? "1 broker" : count + " brokers";
    String cluster =
        plan.cluster() instanceof ExistingCluster existing
            ? "Existing Kafka cluster of %s in %s".formatted(brokers, existing.vpcId())
            : "Kafka cluster of %s in %s (%s)"
                .formatted(brokers, plan.network().vpcName(), plan.network().vpcCidr());
    return "%s, linked to TiDB Cloud cluster %s.\n\nShow it with `linkspan status %s`, remove it with `linkspan destroy %s`."
        .formatted(cluster, plan.connection().clusterId(), plan.name(), plan.name());
  }
}
