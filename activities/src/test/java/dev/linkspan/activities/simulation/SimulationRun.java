package dev.linkspan.activities.simulation;

import dev.linkspan.sandbox.state.Resource;
import dev.linkspan.workflows.connection.Decision;
import dev.linkspan.workflows.plan.ClusterPlan.NewCluster;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.planning.Planner;
import dev.linkspan.workflows.setup.SetupInput;
import dev.linkspan.workflows.setup.SetupStatus;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import dev.linkspan.workflows.spec.NewClusterSpec;
import dev.linkspan.workflows.spec.Spec;
import dev.linkspan.workflows.spec.SpecReader;
import dev.linkspan.workflows.spec.SpecReading;
import dev.linkspan.workflows.spec.SpecTemplate;
import dev.linkspan.workflows.steps.Command;
import dev.linkspan.workflows.steps.ParkedStepNotice;
import dev.linkspan.workflows.verification.Report;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateStage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One seed, from the first call to the last: a person starts a setup, answers what it asks, mends
 * what it says, and removes it, at a moment of the seed's choice. What is promised is checked when
 * the link is ready and when all is gone.
 */
final class SimulationRun {
  private static final Command ADA = new Command("ada", "the simulation");
  private static final long STUCK_MILLIS = 10_000;
  private static final String SHA512 = "0123456789abcdef".repeat(8);

  /** How a run ended. */
  record Outcome(boolean wasReady, int activities, int parked, int calls) {}

  private final String name;
  private final Scenario scenario;
  private final Plan plan;
  private final Simulation simulation;
  private final FaultModel faults;
  private final Set<String> parkedTexts = new HashSet<>();
  private boolean wasReady;
  private boolean rejected;
  private Optional<Report> verifiedAfter = Optional.empty();

  /** The run of a seed. */
  static SimulationRun of(long seed, Path sshKey) {
    SeededRandom random = new SeededRandom(seed);
    return new SimulationRun(
        "seed " + seed, Scenario.of(random), sshKey, time -> new SeededFaultModel(random, time));
  }

  /**
   * @param name for texts
   * @param sky makes the faults
   */
  SimulationRun(
      String name, Scenario scenario, Path sshKey, Function<VirtualTime, FaultModel> sky) {
    this.name = name;
    this.scenario = scenario;
    this.plan = plan(scenario.brokers());
    this.simulation =
        new Simulation(plan, sshKey, scenario.workflowsInMemory(), sky, this::activityBegan);
    this.faults = simulation.faults;
  }

  private static Plan plan(int brokers) {
    Spec.Archive kafka =
        new Spec.Archive("3.7.1", "http://mirror.example/kafka_2.13-3.7.1.tgz", SHA512);
    Spec.Archive java =
        new Spec.Archive(
            "17.0.15", "http://mirror.example/openjdk-17.0.15_linux-x64_bin.tar.gz", SHA512);
    String text =
        SpecTemplate.demo(
            "demo",
            "127.61",
            kafka,
            java,
            brokers,
            List.of("ap-southeast-1a", "ap-southeast-1b"),
            "10001");
    SpecReading reading = SpecReader.read(text);
    if (reading instanceof SpecReading.Accepted accepted) {
      return Planner.plan((NewClusterSpec) accepted.spec());
    }
    throw new AssertionError(reading);
  }

  private void activityBegan(int number) {
    if (number == scenario.destroyAt()) {
      simulation.pause.close();
    }
  }

  /**
   * Removes everything while activities run. They are held meanwhile: to cancel an activity in the
   * moment it ends is what the in-memory server, unlike a real one, cannot do.
   */
  private void destroyInTheMiddle() {
    WorkflowHistories histories = WorkflowHistories.of(simulation.client(), plan);
    settle(histories);
    note("ada destroys at activity " + scenario.destroyAt());
    destroy();
    settle(histories);
    simulation.pause.open();
  }

  private void settle(WorkflowHistories histories) {
    long deadline = System.currentTimeMillis() + STUCK_MILLIS;
    for (int seen = -1; ; ) {
      int now = simulation.worker.isHeld() ? histories.events() : -1;
      if (now >= 0 && now == seen) {
        return;
      }
      if (System.currentTimeMillis() > deadline) {
        throw told("never histories", null);
      }
      seen = now;
      rest(15);
    }
  }

  private void destroy() {
    simulation.worker.destroying();
    simulation.setup.destroy(ADA);
  }

  private void note(String text) {
    simulation.trace.add(simulation.time + " " + text);
  }

  /**
   * @throws AssertionError where a promise is broken, with the whole story
   */
  Outcome go() {
    try (simulation) {
      WorkflowClient.start(simulation.setup::run, new SetupInput(plan, Optional.empty()));
      if (scenario.approvesEarly()) {
        note("ada approves early");
        simulation.setup.approve(new Decision(true, "ada", "early", null));
      }
      live();
      check("the look-alikes were touched", simulation.foreignResources.touched());
      check("left over", simulation.ours().stream().map(SimulationRun::shown).toList());
      return new Outcome(
          wasReady, simulation.worker.begun(), parkedTexts.size(), simulation.trace.size());
    } catch (RuntimeException e) {
      throw told(e.toString(), e);
    }
  }

  private void live() {
    long lastMove = System.currentTimeMillis();
    String lastSeen = "";
    while (true) {
      if (simulation.pause.isClosed()) {
        destroyInTheMiddle();
      }
      if (!simulation.worker.isIdle()) {
        rest(1);
        continue;
      }
      SetupStatus status = simulation.setup.status();
      if (status.phase() == Phase.DESTROYED) {
        return;
      }
      answer(status);
      simulation.environment.sleep(Duration.ofSeconds(2));
      String seen = status.phase() + " " + simulation.worker.begun() + status.parked();
      if (!seen.equals(lastSeen)) {
        lastSeen = seen;
        lastMove = System.currentTimeMillis();
      } else if (System.currentTimeMillis() - lastMove > STUCK_MILLIS) {
        throw told("stuck in " + status, null);
      }
    }
  }

  private static void rest(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void answer(SetupStatus status) {
    switch (status.phase()) {
      case AWAITING_APPROVAL -> decide();
      case PARKED -> mend(status);
      case READY -> {
        ready();
        note("ada destroys");
        destroy();
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

  private void mend(SetupStatus status) {
    for (ParkedStepNotice parked : status.parked()) {
      if (parkedTexts.add(parked.step() + parked.problem())) {
        note("parked " + parked);
      }
      boolean explained =
          faults.explains(parked.problem()) || (rejected && parked.problem().contains("ada"));
      if (!explained) {
        throw told("parked without a reason: " + parked, null);
      }
    }
    simulation.cloud.store().all("loadbalancer").stream()
        .filter(balancer -> balancer.is("CreateFailed"))
        .forEach(balancer -> simulation.cloud.store().remove("loadbalancer", balancer.id()));
    note("ada retries");
    simulation.setup.retry(ADA);
  }

  /** Exactly what is planned, and nothing twice. */
  private void ready() {
    wasReady = true;
    Map<String, Long> made =
        simulation.ours().stream()
            .collect(Collectors.groupingBy(Resource::type, TreeMap::new, Collectors.counting()));
    Map<String, Long> planned = planned();
    made.keySet().retainAll(planned.keySet());
    List<String> wrong = new ArrayList<>();
    if (!made.equals(planned)) {
      wrong.add("planned " + planned + ", made " + made);
      simulation.ours().forEach(r -> wrong.add(shown(r)));
    }
    check("not exactly what was planned", wrong);
    String unique = simulation.setup.status().inventory().link().orElseThrow().uniqueName();
    Map<Integer, String> advertised = new TreeMap<>();
    plan.brokers()
        .forEach(
            b -> advertised.put(b.nodeId(), b.advertisedHost(unique) + ":" + b.advertisedPort()));
    if (!advertised.equals(simulation.kafka.advertised())) {
      throw told("brokers advertise " + simulation.kafka.advertised(), null);
    }
  }

  private Map<String, Long> planned() {
    var network = ((NewCluster) plan.cluster()).network();
    long groups = plan.exposure().serverGroups().size();
    Map<String, Long> planned = new TreeMap<>();
    planned.put("vpc", 1L);
    planned.put("vswitch", (long) network.vSwitches().size());
    planned.put("keypair", 1L);
    planned.put("securitygroup", (long) network.securityGroups().size());
    planned.put("instance", (long) network.instances().size());
    planned.put("servergroup", groups);
    planned.put("loadbalancer", 1L);
    planned.put("listener", groups);
    for (String one :
        List.of(
            "vpcendpointservice",
            "vpcendpoint",
            "vpcendpointconnection",
            "privatelinkconnection",
            "changefeed")) {
      planned.put(one, 1L);
    }
    return planned;
  }

  private static String shown(Resource r) {
    return r.type() + " " + r.id() + " " + r.name() + " " + r.status() + " " + r.tags();
  }

  private void check(String what, List<String> wrong) {
    if (!wrong.isEmpty()) {
      throw told(what + ": " + wrong, null);
    }
  }

  private AssertionError told(String problem, Throwable cause) {
    StringBuilder text = new StringBuilder(name + ": " + problem + "\n");
    synchronized (simulation.trace) {
      simulation.trace.forEach(line -> text.append("  ").append(line).append('\n'));
    }
    text.append(WorkflowHistories.of(simulation.client(), plan).told());
    return new AssertionError(text.toString(), cause);
  }
}
