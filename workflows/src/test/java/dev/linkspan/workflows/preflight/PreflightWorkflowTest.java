package dev.linkspan.workflows.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.workflows.connection.ConnectionActivities;
import dev.linkspan.workflows.kafka.NodeActivities;
import dev.linkspan.workflows.kafka.NodeActivities.NodeAddress;
import dev.linkspan.workflows.network.NetworkActivities;
import dev.linkspan.workflows.network.NetworkActivities.NetworkFacts;
import dev.linkspan.workflows.plan.Plan.ArchivePlan;
import dev.linkspan.workflows.plan.PreflightCheck;
import dev.linkspan.workflows.plan.PreflightCheck.Outcome;
import dev.linkspan.workflows.planning.Planner;
import dev.linkspan.workflows.preflight.Preflight.PreflightReport;
import dev.linkspan.workflows.spec.Spec;
import dev.linkspan.workflows.spec.Specs;
import dev.linkspan.workflows.steps.Failures;
import dev.linkspan.workflows.steps.TaskQueues;
import io.temporal.client.WorkflowOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Preflights as workflows on an in-memory server. */
class PreflightWorkflowTest {
  private final TestWorkflowEnvironment environment = TestWorkflowEnvironment.newInstance();
  private final Set<String> called = new ConcurrentSkipListSet<>();

  @AfterEach
  void close() {
    environment.close();
  }

  private PreflightReport preflight(Spec spec) {
    environment
        .newWorker(TaskQueues.CONTROL)
        .registerWorkflowImplementationTypes(PreflightWorkflow.class);
    environment
        .newWorker(TaskQueues.CLOUD)
        .registerActivitiesImplementations(
            fake(NetworkActivities.class, PreflightWorkflowTest::network),
            fake(ConnectionActivities.class, PreflightWorkflowTest::noKey));
    environment
        .newWorker(TaskQueues.NODES)
        .registerActivitiesImplementations(fake(NodeActivities.class, PreflightWorkflowTest::node));
    environment.start();
    return environment
        .getWorkflowClient()
        .newWorkflowStub(
            Preflight.class, WorkflowOptions.newBuilder().setTaskQueue(TaskQueues.CONTROL).build())
        .run(Planner.preflight(spec));
  }

  private <A> A fake(Class<A> type, BiFunction<String, Object[], Object> answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "hashCode" -> System.identityHashCode(proxy);
                  case "equals" -> proxy == arguments[0];
                  case "toString" -> type.getSimpleName();
                  default -> {
                    called.add(method.getName());
                    yield answers.apply(method.getName(), arguments);
                  }
                }));
  }

  private static Object network(String method, Object[] arguments) {
    return method.equals("surveyNetwork")
        ? new NetworkFacts("10.0.0.0/16", List.of(), List.of("vpc-orders has no vSwitch vsw-a"))
        : List.of(PreflightCheck.pass("Alibaba Cloud account", "1234"));
  }

  private static Object noKey(String method, Object[] arguments) {
    throw Failures.needsPerson("The worker has no TiDB Cloud API key", "Set TIDBCLOUD_PUBLIC_KEY.");
  }

  private static Object node(String method, Object[] arguments) {
    if (arguments[1] instanceof ArchivePlan archive) {
      return PreflightCheck.pass("Archive " + archive.fileName(), "1.0 MiB");
    }
    NodeAddress address = (NodeAddress) arguments[1];
    if (address.address().equals("10.0.64.11")) {
      throw Failures.needsPerson("10.0.64.11 refuses the key", "Put the key there.");
    }
    return PreflightCheck.pass("SSH to " + address.name(), "root can log in");
  }

  private static Outcome outcome(PreflightReport report, String what) {
    return report.checks().stream()
        .filter(check -> check.what().equals(what))
        .map(PreflightCheck::outcome)
        .findFirst()
        .orElseThrow(() -> new AssertionError(what + " is not in " + report));
  }

  @Test
  void aNewClusterIsCheckedInBothCloudsAndItsArchives() {
    PreflightReport report = preflight(Specs.accepted(Specs.guide()));

    assertThat(called).containsExactlyInAnyOrder("check", "checkArchive");
    assertThat(report.checks()).hasSize(4);
    assertThat(outcome(report, "Alibaba Cloud account")).isEqualTo(Outcome.PASS);
    assertThat(outcome(report, "Archive kafka_2.13-3.7.1.tgz")).isEqualTo(Outcome.PASS);
  }

  @Test
  void aReadThatFailsIsAFailedCheckWithItsRemedyAndTheOthersGoOn() {
    PreflightReport report = preflight(Specs.accepted(Specs.guide()));

    assertThat(report.checks())
        .contains(
            PreflightCheck.fail(
                "TiDB Cloud", "The worker has no TiDB Cloud API key", "Set TIDBCLOUD_PUBLIC_KEY."));
  }

  @Test
  void eachMachineOfAnExistingClusterIsLoggedInToAndItsNetworkIsRead() {
    PreflightReport report = preflight(Specs.acceptedExisting(Specs.existing()));

    assertThat(called).containsExactlyInAnyOrder("check", "surveyNetwork");
    assertThat(outcome(report, "SSH to 10.0.0.11")).isEqualTo(Outcome.PASS);
    assertThat(report.checks())
        .contains(
            PreflightCheck.fail(
                "SSH to 10.0.64.11", "10.0.64.11 refuses the key", "Put the key there."))
        .contains(
            PreflightCheck.fail(
                "VPC, vSwitches, instances", "vpc-orders has no vSwitch vsw-a", ""));
  }
}
