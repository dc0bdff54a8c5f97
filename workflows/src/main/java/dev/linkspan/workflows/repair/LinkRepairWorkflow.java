package dev.linkspan.workflows.repair;

import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.steps.Command;
import dev.linkspan.workflows.steps.ConcurrentSteps;
import dev.linkspan.workflows.steps.Messages;
import dev.linkspan.workflows.steps.Progress;
import dev.linkspan.workflows.steps.Steps;
import dev.linkspan.workflows.verification.Repair;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs the steps one at a time, in the order of the data path: a load balancer takes one change at
 * a time, and a later hop needs the earlier ones.
 */
public final class LinkRepairWorkflow implements LinkRepair {
  private final Input input;
  private final Steps steps;
  private final ConcurrentSteps concurrent = new ConcurrentSteps();
  private final RepairedLink repaired;
  private final List<RepairStep> planned = new ArrayList<>();

  @WorkflowInit
  public LinkRepairWorkflow(Input input) {
    this.input = input;
    this.steps = Steps.ofChild("Repair of the link", input.setupWorkflow());
    Owner owner = owner(input.link());
    this.repaired = new RepairedLink(input.link(), input.resources());
    ExposureRepair exposure = new ExposureRepair(owner, steps, concurrent, repaired);
    MachineRepair machines = new MachineRepair(owner, steps, repaired);
    TidbCloudRepair tidbCloud = new TidbCloudRepair(owner, steps, repaired);
    List<Repair> repairs = inOrder(input.repairs());
    repairs.forEach(
        repair ->
            Stream.of(exposure.step(repair), machines.step(repair), tidbCloud.step(repair))
                .flatMap(List::stream)
                .forEach(planned::add));
    planned.addAll(exposure.healthSteps(repairs));
    Messages.toChild(input.setupWorkflow(), steps).open();
    steps.plan(planned.stream().map(RepairStep::name).toList());
  }

  /**
   * With the client token of the first creation, a cloud answers with the resource that is gone.
   * Attempts of this repair share a token of their own.
   */
  private static Owner owner(Link link) {
    String repair = Workflow.getInfo().getFirstExecutionRunId();
    return Owner.of(link.plan(), link.setupId() + " repair " + repair);
  }

  /**
   * Each repair once, in the order of the data path. A server group that was created again needs
   * its members and its listener too.
   */
  static List<Repair> inOrder(List<Repair> repairs) {
    return repairs.stream()
        .flatMap(
            repair ->
                repair.kind() == Repair.Kind.SERVER_GROUP
                    ? Stream.of(
                        repair,
                        like(repair, Repair.Kind.BACKENDS),
                        like(repair, Repair.Kind.LISTENER))
                    : Stream.of(repair))
        .map(repair -> Repair.changes(repair.kind(), repair.resource()))
        .sorted(Comparator.comparing(Repair::kind))
        .distinct()
        .toList();
  }

  private static Repair like(Repair repair, Repair.Kind kind) {
    return new Repair(kind, repair.resource(), repair.additive());
  }

  @Override
  public Repaired run(Input started) {
    return steps
        .creations()
        .reportingTo(input.setupWorkflow(), () -> concurrent.joined(this::repair));
  }

  private Repaired repair() {
    planned.forEach(step -> step.work().run());
    return new Repaired(repaired.link(), repaired.changedResources());
  }

  @Override
  public void retry(Command command) {
    steps.retry();
  }

  @Override
  public Progress progress() {
    return steps.progress();
  }
}
