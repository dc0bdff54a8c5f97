package dev.linkspan.activities.simulation;

import dev.linkspan.sandbox.state.Resource;
import dev.linkspan.workflows.connection.Decision;
import dev.linkspan.workflows.plan.BrokerDomains;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.plan.PlanChange;
import dev.linkspan.workflows.setup.DestroyRequest;
import dev.linkspan.workflows.setup.RepairRequest;
import dev.linkspan.workflows.setup.SetupInput;
import dev.linkspan.workflows.setup.SetupStatus;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import dev.linkspan.workflows.setup.UpdateRequest;
import dev.linkspan.workflows.steps.Command;
import dev.linkspan.workflows.steps.ParkedStepNotice;
import dev.linkspan.workflows.steps.SearchAttributes;
import dev.linkspan.workflows.verification.Check;
import dev.linkspan.workflows.verification.Finding;
import dev.linkspan.workflows.verification.Report;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateStage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One run, from the first call to the last: a person starts a setup, answers its questions, fixes
 * what it parks for, and destroys it, at a time that the scenario chooses. The promises are checked
 * when the link is ready and when everything is removed.
 */
final class SimulationRun {
  /** How a rollout says that a `pause`, sent by mistake without a name, holds it. */
  private static final String PAUSED = "paused by someone";

  private static final Command ADA = new Command("ada", "the simulation");
  private static final Duration STUCK = Duration.ofSeconds(10);
  private static final Duration SETTLING_PERIOD = Duration.ofMillis(15);
  private static final Duration PERIOD = Duration.ofMillis(1);

  /** How a run ended. */
  record Outcome(boolean wasReady, int activities, int parked, int calls) {}

  private final String name;
  private final Scenario scenario;
  private final Mistakes mistakes;
  private final Plan plan;
  private final Deque<Plan> updates = new ArrayDeque<>();
  private Plan wanted;
  private final Simulation simulation;
  private final FaultModel faults;
  private final Set<String> parkedTexts = new HashSet<>();
  private boolean wasReady;
  private boolean rejected;
  private Optional<Report> verifiedAfter = Optional.empty();
  private Optional<Report> repairedAfter = Optional.empty();

  /** The run of a seed. */
  static SimulationRun of(long seed, Path sshKey) {
    SeededRandom random = new SeededRandom(seed);
    return new SimulationRun(
        "seed " + seed,
        Scenario.of(random),
        Mistakes.of(random),
        sshKey,
        time -> new SeededFaultModel(random, time));
  }

  /**
   * Prepares a run.
   *
   * @param name for texts
   * @param mistakes what people send by mistake
   * @param faultModel creates the fault model
   */
  SimulationRun(
      String name,
      Scenario scenario,
      Mistakes mistakes,
      Path sshKey,
      Function<VirtualTime, FaultModel> faultModel) {
    this.name = name;
    this.scenario = scenario;
    this.mistakes = mistakes;
    this.plan = SimulatedPlan.of(scenario.brokers(), scenario.zones());
    this.wanted = plan;
    if (scenario.grows()) {
      Plan grown = SimulatedPlan.of(scenario.brokers() + 1, scenario.zones());
      updates.add(PlanChange.applied(plan, grown));
      updates.add(plan);
    }
    this.simulation = new Simulation(plan, sshKey, scenario, faultModel, this::activityStarted);
    this.faults = simulation.faults;
  }

  /** The calls of this run. */
  CallCounts counts() {
    return simulation.counts;
  }

  private void activityStarted(int number) {
    if (number == scenario.destroyAt()) {
      simulation.pause.begin();
    }
  }

  /**
   * Destroys the setup while activities run. The activities wait meanwhile: the in-memory server,
   * unlike a real one, cannot cancel an activity just when it ends.
   */
  private void destroyDuringConstruction() {
    WorkflowHistories histories = WorkflowHistories.of(simulation.client(), plan);
    waitUntilIdle(histories);
    note("ada destroys at activity " + scenario.destroyAt());
    destroy();
    waitUntilIdle(histories);
    simulation.pause.end();
  }

  /** Waits until every activity is paused, no workflow task is open, and no event is added. */
  private void waitUntilIdle(WorkflowHistories histories) {
    long deadline = System.nanoTime() + STUCK.toNanos();
    OptionalInt before = OptionalInt.empty();
    while (true) {
      OptionalInt events =
          simulation.worker.isPaused() ? histories.eventsWhenIdle() : OptionalInt.empty();
      if (events.isPresent() && events.equals(before)) {
        return;
      }
      if (System.nanoTime() > deadline) {
        throw failure("never idle", null);
      }
      before = events;
      sleep(SETTLING_PERIOD);
    }
  }

  private void destroy() {
    simulation.worker.startDestroying();
    simulation.setup.destroy(new DestroyRequest("ada", "the simulation", plan.name()));
  }

  private void note(String text) {
    simulation.trace.add(simulation.time + " " + text);
  }

  /**
   * Runs it.
   *
   * @throws AssertionError where a promise is broken, with the whole trace
   */
  Outcome go() {
    try (simulation) {
      WorkflowClient.start(simulation.setup::run, SetupInput.first(plan, SearchAttributes.NAMES));
      if (scenario.approvesEarly()) {
        note("ada approves early");
        simulation.setup.approve(new Decision(true, "ada", "early", null));
      }
      actUntilDestroyed();
      checkNone("foreign resources changed", simulation.foreignResources.changed());
      checkNone(
          "left over", simulation.createdResources().stream().map(SimulationRun::text).toList());
      return new Outcome(
          wasReady, simulation.worker.started(), parkedTexts.size(), simulation.trace.size());
    } catch (RuntimeException e) {
      throw failure(e.toString(), e);
    }
  }

  private void actUntilDestroyed() {
    long lastProgress = System.nanoTime();
    String before = "";
    while (true) {
      if (simulation.pause.isOn()) {
        destroyDuringConstruction();
      }
      if (!simulation.worker.isIdle()) {
        sleep(PERIOD);
        continue;
      }
      SetupStatus status = simulation.setup.status();
      if (status.phase() == Phase.DESTROYED) {
        return;
      }
      mistakes
          .perhaps(WorkflowStub.fromTyped(simulation.setup), plan.name())
          .ifPresent(signal -> note("somebody sends " + signal));
      act(status);
      simulation.environment.sleep(Duration.ofSeconds(2));
      String now = status.phase() + " " + simulation.worker.started() + status.parked();
      if (!now.equals(before)) {
        before = now;
        lastProgress = System.nanoTime();
      } else if (System.nanoTime() - lastProgress > STUCK.toNanos()) {
        throw failure("stuck in " + status, null);
      }
    }
  }

  private static void sleep(Duration duration) {
    try {
      Thread.sleep(duration.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void act(SetupStatus status) {
    switch (status.phase()) {
      case AWAITING_APPROVAL -> decide();
      case PARKED -> fix(status);
      case READY -> {
        if (!repairs(status)) {
          whenReady(status);
        }
      }
      case BROKEN -> {
        if (!status.lastReport().equals(verifiedAfter)) {
          verifiedAfter = status.lastReport();
          note("ada verifies " + status.waitingFor());
          WorkflowStub.fromTyped(simulation.setup)
              .startUpdate("verify", WorkflowUpdateStage.ACCEPTED, Report.class, ADA);
        }
      }
      default -> {}
    }
  }

  /** Has the next update carried out, or destroys the setup after the last one. */
  private void whenReady(SetupStatus status) {
    if (!planOfTheLink(status).equals(wanted)) {
      note("ada updates to " + wanted.brokers().size() + " brokers");
      WorkflowStub.fromTyped(simulation.setup)
          .startUpdate(
              "update",
              WorkflowUpdateStage.ACCEPTED,
              String.class,
              new UpdateRequest("ada", null, wanted));
      return;
    }
    checkReady();
    if (!updates.isEmpty()) {
      wanted = updates.remove();
      return;
    }
    note("ada destroys");
    simulation.counts.begin("destroy");
    destroy();
  }

  private static Plan planOfTheLink(SetupStatus status) {
    return status.inventory().link().orElseThrow().plan();
  }

  /** Has what the last verification found put back; returns whether there was anything. */
  private boolean repairs(SetupStatus status) {
    List<String> repairable =
        status.findings().stream()
            .map(Finding::check)
            .filter(check -> check.repair().isPresent())
            .map(Check::key)
            .toList();
    if (!repairable.isEmpty() && !status.lastReport().equals(repairedAfter)) {
      repairedAfter = status.lastReport();
      note("ada repairs " + repairable);
      WorkflowStub.fromTyped(simulation.setup)
          .startUpdate(
              "repair",
              WorkflowUpdateStage.ACCEPTED,
              String.class,
              new RepairRequest("ada", null, null));
    }
    return !repairable.isEmpty();
  }

  private void decide() {
    if (scenario.rejectsFirst() && !rejected) {
      rejected = true;
      note("ada rejects");
      simulation.setup.reject(new Decision(false, "ada", "who is this", null));
    } else {
      note("ada approves");
      simulation.setup.approve(new Decision(true, "ada", "asked", null));
    }
  }

  private void fix(SetupStatus status) {
    for (ParkedStepNotice parked : status.parked()) {
      if (parkedTexts.add(parked.step() + parked.problem())) {
        note("parked " + parked);
      }
      boolean explained =
          parked.problem().equals(PAUSED)
              || faults.explains(parked.problem())
              || (rejected && parked.problem().contains("ada"));
      if (!explained) {
        throw failure("parked without a cause: " + parked, null);
      }
    }
    simulation.cloud.store().all("loadbalancer").stream()
        .filter(balancer -> balancer.is("CreateFailed"))
        .forEach(balancer -> simulation.cloud.store().remove("loadbalancer", balancer.id()));
    if (status.parked().stream().anyMatch(parked -> parked.problem().equals(PAUSED))) {
      note("ada resumes");
      simulation.setup.resume(ADA);
    }
    note("ada retries");
    simulation.setup.retry(ADA);
  }

  /** Exactly the planned resources exist, and every broker advertises its name. */
  private void checkReady() {
    wasReady = true;
    Map<String, Long> created =
        simulation.createdResources().stream()
            .collect(Collectors.groupingBy(Resource::type, TreeMap::new, Collectors.counting()));
    Map<String, Long> planned = SimulatedPlan.resources(wanted);
    created.keySet().retainAll(planned.keySet());
    List<String> differences = new ArrayList<>();
    if (!created.equals(planned)) {
      differences.add("planned " + planned + ", created " + created);
      simulation.createdResources().forEach(r -> differences.add(text(r)));
    }
    checkNone("not exactly the planned resources", differences);
    BrokerDomains domains = simulation.setup.status().inventory().link().orElseThrow().domains();
    Map<Integer, String> advertised = new TreeMap<>();
    wanted
        .brokers()
        .forEach(
            b -> advertised.put(b.nodeId(), b.advertisedHost(domains) + ":" + b.advertisedPort()));
    if (!advertised.equals(simulation.kafka.advertised())) {
      throw failure("brokers advertise " + simulation.kafka.advertised(), null);
    }
  }

  private static String text(Resource r) {
    return r.type() + " " + r.id() + " " + r.name() + " " + r.status() + " " + r.tags();
  }

  private void checkNone(String what, List<String> found) {
    if (!found.isEmpty()) {
      throw failure(what + ": " + found, null);
    }
  }

  private AssertionError failure(String problem, Throwable cause) {
    StringBuilder text = new StringBuilder(name + ": " + problem + "\n");
    synchronized (simulation.trace) {
      simulation.trace.forEach(line -> text.append("  ").append(line).append('\n'));
    }
    text.append(WorkflowHistories.of(simulation.client(), plan).lastEvents());
    return new AssertionError(text.toString(), cause);
  }
}
