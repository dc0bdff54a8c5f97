package dev.linkspan.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linkspan.systemtests.CommandLine.Result;
import dev.linkspan.workflows.rollout.AuditActivities.Figures;
import dev.linkspan.workflows.rollout.ListenerRollout;
import dev.linkspan.workflows.rollout.RolloutReport;
import dev.linkspan.workflows.rollout.RolloutReport.BrokerRestart;
import dev.linkspan.workflows.setup.PrivateLinkSetup.Restart;
import dev.linkspan.workflows.setup.SetupStatus;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import dev.linkspan.workflows.steps.ParkedStepNotice;
import dev.linkspan.workflows.steps.Step;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** A rollout of a real cluster, observed through commands, the server and the brokers' logs. */
final class WatchedRollout {
  private static final Duration PATIENCE = Duration.ofMinutes(6);
  private static final Duration AT_ONCE = Duration.ofMillis(100);
  private static final String STOP_SIGNAL = "Terminating process due to signal SIGTERM";
  private static final String STARTED = "Kafka Server started";

  private final LocalStack stack;
  private final AdoptedCluster cluster;
  private final String name;
  private final List<Integer> ids;
  private final TemporalTools tools;

  WatchedRollout(LocalStack stack, AdoptedCluster cluster, String name, List<Integer> ids) {
    this.stack = stack;
    this.cluster = cluster;
    this.name = name;
    this.ids = ids;
    this.tools = new TemporalTools(stack.client());
  }

  Result run(String... arguments) {
    return stack.commandLine().run(PATIENCE, arguments);
  }

  /**
   * Waits until a step is parked with all of these texts, and checks that {@code status} shows it.
   */
  void awaitParked(String... texts) {
    SetupStatus status =
        await().atMost(PATIENCE).until(() -> stack.status(name), s -> s.phase() == Phase.PARKED);
    assertThat(status.parked()).as("parked steps").hasSize(1);
    ParkedStepNotice parked = status.parked().get(0);
    assertThat(parked.step() + ": " + parked.problem() + " - " + parked.remedy()).contains(texts);
    Result shown = run("status", name).expecting(4);
    assertThat(shown.out()).contains(parked.step() + " is parked");
  }

  void retry(String... options) {
    String[] command = new String[options.length + 2];
    command[0] = "retry";
    command[1] = name;
    System.arraycopy(options, 0, command, 2, options.length);
    run(command).expecting(0);
    await().until(() -> stack.status(name).phase() != Phase.PARKED);
  }

  void awaitReady() {
    SetupStatus end =
        await()
            .atMost(PATIENCE)
            .until(
                () -> stack.status(name),
                s -> s.phase() != Phase.BUILDING && s.phase() != Phase.RESTARTING);
    assertThat(end.phase()).as("%s", end.parked()).isEqualTo(Phase.READY);
  }

  /** Checks that the last rollout restarted every broker and lost nothing; returns the figures. */
  Figures assertNothingLost() {
    RolloutReport report = stack.status(name).lastRollout().orElseThrow();
    assertThat(report.restarts()).extracting(BrokerRestart::nodeId).hasSameElementsAs(ids);
    Figures figures = report.audit().orElseThrow().all();
    assertThat(figures.acked()).as("acknowledged messages").isGreaterThan(50);
    assertThat(figures.lost()).as("lost messages").isZero();
    assertThat(figures.duplicated()).as("duplicated messages").isZero();
    return figures;
  }

  /** How often each broker received a stop signal, according to its log. */
  Map<Integer, Long> stops() {
    return logged(STOP_SIGNAL);
  }

  /** How often each broker started, according to its log. */
  Map<Integer, Long> starts() {
    return logged(STARTED);
  }

  private Map<Integer, Long> logged(String text) {
    Map<Integer, Long> counts = new HashMap<>();
    ids.forEach(id -> counts.put(id, cluster.countLogged(id, text)));
    return counts;
  }

  /** Waits until one of these brokers logs another stop signal; returns its node ID. */
  int awaitStopSignal(Set<Integer> candidates, Map<Integer, Long> before) {
    return await()
        .atMost(Duration.ofMinutes(2))
        .pollDelay(Duration.ZERO)
        .pollInterval(AT_ONCE)
        .until(
            () ->
                candidates.stream()
                    .filter(id -> cluster.countLogged(id, STOP_SIGNAL) > before.get(id))
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  /** Waits until the stop of a broker starts, before its log shows it; returns its node ID. */
  int awaitStop() {
    await()
        .atMost(Duration.ofMinutes(2))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(30))
        .until(() -> stack.server().running(cluster.rollout()).contains("Broker_Stop"));
    return stack
        .client()
        .newWorkflowStub(ListenerRollout.class, cluster.rollout())
        .progress()
        .steps()
        .stream()
        .filter(step -> step.state() == Step.State.RUNNING)
        .flatMap(step -> ids.stream().filter(id -> step.name().equals(restartStep(id))))
        .findFirst()
        .orElseThrow();
  }

  /** Requests a restart of every broker, and waits until its workflow runs. */
  void begin() {
    begin(() -> stack.setup(name).restart(new Restart("ada", "new JVM", null)));
  }

  /** Requests a rollout in another way, and waits until its workflow runs. */
  <T> T begin(Supplier<T> request) {
    String before = tools.newestRun(cluster.rollout());
    T requested = request.get();
    await().atMost(PATIENCE).until(() -> !tools.newestRun(cluster.rollout()).equals(before));
    return requested;
  }

  /** Waits until the newest rollout has scheduled so many activities of this type. */
  void awaitScheduled(String activity, int count) {
    await(count + " " + activity)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> tools.scheduled(cluster.rollout(), activity) >= count);
  }

  /** Checks with the brokers themselves that all of them are up and in sync. */
  void assertAllUp() {
    Map<Integer, String> brokers =
        ids.stream().collect(Collectors.toMap(id -> id, cluster::address));
    JsonNode found =
        Probe.ask(
            "inspect", Map.of("brokers", brokers, "port", 9092, "until", "in-sync", "seconds", 60));
    assertThat(found.path("met").asBoolean()).as(found.toString()).isTrue();
    Rolled.assertUp(cluster.pids(), ids);
  }

  static String restartStep(int id) {
    return "Broker " + id + " restarted";
  }

  void awaitExit(int id, int pid) {
    await().atMost(Duration.ofMinutes(1)).pollInterval(AT_ONCE).until(() -> pid(id) != pid);
  }

  int pid(int id) {
    return cluster.pids().get(id);
  }

  /** Starts brokers as their owner would, and waits until they run. */
  void start(int... down) {
    Map<Integer, Long> before = starts();
    for (int id : down) {
      stack.sandbox().node(name, id, "start");
    }
    for (int id : down) {
      await()
          .atMost(Duration.ofMinutes(2))
          .until(() -> cluster.countLogged(id, STARTED) > before.get(id));
    }
  }
}
