package dev.linkspan.workflows.preflight;

import dev.linkspan.workflows.connection.ConnectionActivities;
import dev.linkspan.workflows.kafka.NodeActivities;
import dev.linkspan.workflows.kafka.NodeActivities.Jump;
import dev.linkspan.workflows.kafka.NodeActivities.Node;
import dev.linkspan.workflows.kafka.NodeActivities.NodeAddress;
import dev.linkspan.workflows.network.NetworkActivities;
import dev.linkspan.workflows.network.NetworkActivities.NetworkFacts;
import dev.linkspan.workflows.plan.ClusterPlan.SshAddress;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan.ArchivePlan;
import dev.linkspan.workflows.plan.PreflightCheck;
import dev.linkspan.workflows.steps.ConcurrentSteps;
import dev.linkspan.workflows.steps.Failures;
import dev.linkspan.workflows.steps.Progress;
import dev.linkspan.workflows.steps.Steps;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Promise;
import io.temporal.workflow.WorkflowInit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Runs all reads side by side. A change of the order of steps changes recorded histories. */
public final class PreflightWorkflow implements Preflight {
  private static final String ALIBABA_CLOUD = "Alibaba Cloud";
  private static final String TIDB_CLOUD = "TiDB Cloud";
  private static final String NETWORK = "VPC, vSwitches, instances";

  private final Owner owner;
  private final Steps steps;
  private final ConcurrentSteps concurrent = new ConcurrentSteps();
  private final Map<String, Supplier<List<PreflightCheck>>> reads = new LinkedHashMap<>();

  @WorkflowInit
  public PreflightWorkflow(PreflightRequest request) {
    this.owner = request.owner();
    this.steps = Steps.failing(owner.setup(), "Checks before a setup");
    addReads(request);
    steps.plan(List.copyOf(reads.keySet()));
  }

  @Override
  public PreflightReport run(PreflightRequest request) {
    return concurrent.joined(
        () -> {
          List<Promise<List<PreflightCheck>>> running = new ArrayList<>();
          reads.forEach((name, read) -> running.add(concurrent.start(() -> checked(name, read))));
          return new PreflightReport(running.stream().flatMap(p -> p.get().stream()).toList());
        });
  }

  private void addReads(PreflightRequest request) {
    reads.put(
        ALIBABA_CLOUD,
        () ->
            NetworkActivities.forCheck(ALIBABA_CLOUD)
                .check(owner, request.loadBalancerZones(), request.network()));
    request
        .adopted()
        .ifPresent(
            adopted ->
                reads.put(
                    NETWORK,
                    () ->
                        checks(NetworkActivities.forCheck(NETWORK).surveyNetwork(owner, adopted))));
    reads.put(
        TIDB_CLOUD,
        () ->
            ConnectionActivities.forCheck(TIDB_CLOUD)
                .check(
                    owner,
                    request.connection(),
                    request.loadBalancerZones(),
                    request.changefeed()));
    for (ArchivePlan archive : request.archives()) {
      String name = "Archive " + archive.fileName();
      reads.put(name, () -> List.of(NodeActivities.forCheck(name).checkArchive(owner, archive)));
    }
    addMachines(request);
  }

  private void addMachines(PreflightRequest request) {
    Optional<Jump> jump =
        request
            .jumpHost()
            .map(host -> NodeAddress.existing(host, Optional.empty()))
            .map(address -> Jump.through(new Node(address, address.address(), "")));
    request.jumpHost().ifPresent(host -> addMachine(host, Optional.empty()));
    request.machines().forEach(machine -> addMachine(machine, jump));
  }

  private void addMachine(SshAddress ssh, Optional<Jump> jump) {
    String name = "SSH to " + ssh.address();
    NodeAddress address = NodeAddress.existing(ssh, jump);
    reads.put(name, () -> List.of(NodeActivities.forCheck(name).check(owner, address)));
  }

  /** A read that fails is a failed check. */
  private List<PreflightCheck> checked(String name, Supplier<List<PreflightCheck>> read) {
    return steps.run(
        name,
        () -> {
          try {
            return read.get();
          } catch (TemporalFailure failure) {
            return List.of(
                PreflightCheck.fail(name, Failures.problem(failure), Failures.remedy(failure)));
          }
        });
  }

  private static List<PreflightCheck> checks(NetworkFacts facts) {
    List<String> warnings = facts.warnings();
    Stream<PreflightCheck> found =
        facts.problems().isEmpty()
            ? Stream.of(
                PreflightCheck.pass(
                    NETWORK,
                    facts.vpcCidr() + ", " + facts.instances().size() + " instances found"))
            : facts.problems().stream().map(problem -> PreflightCheck.fail(NETWORK, problem, ""));
    return Stream.concat(
            found, warnings.stream().map(warning -> PreflightCheck.warn(NETWORK, warning, "")))
        .toList();
  }

  @Override
  public Progress progress() {
    return steps.progress();
  }
}
