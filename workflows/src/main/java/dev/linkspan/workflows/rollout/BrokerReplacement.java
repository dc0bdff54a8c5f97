package dev.linkspan.workflows.rollout;

import dev.linkspan.workflows.kafka.BrokerActivities.BrokerProcess;
import dev.linkspan.workflows.kafka.BrokerActivities.ListenerEdit;
import dev.linkspan.workflows.kafka.RollingBroker;
import dev.linkspan.workflows.kafka.RollingBroker.UnitChange;
import dev.linkspan.workflows.listeners.ExternalListener;
import dev.linkspan.workflows.steps.BoundedWork;
import dev.linkspan.workflows.steps.CancellationGracePeriod;
import dev.linkspan.workflows.steps.Failures;
import dev.linkspan.workflows.steps.Steps;
import dev.linkspan.workflows.steps.WorkflowTime;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;

/**
 * Replaces the process of one broker: stop, start, and whatever brings the broker back if that does
 * not succeed. Workflow code only.
 */
final class BrokerReplacement {
  /** How long a cancelled or aborted rollout tries to bring back a broker that it stopped. */
  private static final Duration COME_BACK_WITHIN = Duration.ofMinutes(10);

  /** The plan has what brokers lack after an abort, so a repair gives it to them. */
  private static final String LEAVES_BROKERS =
      "`abort` leaves the brokers that don't have %s as they are, and `linkspan repair` continues"
          + " later.";

  private static final Logger LOG = Workflow.getLogger(BrokerReplacement.class);

  private final Steps steps;
  private final RollingBroker broker;
  private final BrokerOperations operations;
  private final BrokerStepNames stepNames;
  private final String name;
  private Optional<ListenerEdit> written = Optional.empty();
  private Optional<ListenerEdit> settingsWritten = Optional.empty();
  private Optional<UnitChange> unitWritten = Optional.empty();
  private Optional<String> unitFound = Optional.empty();
  private boolean stopRequested;
  private boolean stoppedByUs;
  private Duration stopTime = Duration.ZERO;
  private Duration startTime = Duration.ZERO;

  BrokerReplacement(Steps steps, RollingBroker broker, BrokerOperations operations) {
    this.steps = steps;
    this.broker = broker;
    this.operations = operations;
    this.stepNames = new BrokerStepNames(broker.nodeId());
    this.name = operations.name();
  }

  /** Whether a stop was requested, in this attempt or an earlier one. */
  boolean stopRequested() {
    return stopRequested;
  }

  Duration stopTime() {
    return stopTime;
  }

  Duration startTime() {
    return startTime;
  }

  /**
   * Replaces the process. If the rollout is cancelled meanwhile, this goes on to its end, and the
   * broker is brought back if it fails.
   */
  void replaceOrBringBack(Optional<BrokerProcess> process) {
    CancellationScope rollout = CancellationScope.current();
    CancellationGracePeriod.run(
        COME_BACK_WITHIN,
        () -> {
          try {
            replace(process);
          } catch (TemporalFailure failed) {
            if (!stoppedByUs || !rollout.isCancelRequested()) {
              throw failed;
            }
            // Nobody asks about this broker once the rollout is over.
            LOG.warn("{} is down and the rollout is cancelled: bringing it back", name);
            steps.run(stepNames.back(), this::bringBack);
          }
        });
  }

  private void replace(Optional<BrokerProcess> process) {
    process.ifPresent(this::stop);
    try {
      start();
      broker.wanted().ifPresent(operations::awaitAdvertised);
    } catch (ActivityFailure failed) {
      if (written.isEmpty() && settingsWritten.isEmpty() && unitWritten.isEmpty()) {
        throw failed;
      }
      String problem = Failures.problem(failed);
      LOG.warn("{} does not run with its new file, which is undone: {}", name, problem);
      putOldFilesBack();
      throw hasOldFiles(problem);
    }
  }

  /**
   * Brings the broker back after the rollout was aborted, if the rollout stopped it: with its old
   * file, since nobody waits for the new one.
   *
   * @return whether the broker is not down because of the rollout
   */
  boolean bringBackAfterAbort() {
    if (!stoppedByUs) {
      return true;
    }
    LOG.warn("{} is down and the rollout is aborted: bringing it back", name);
    try {
      BoundedWork.run(
          COME_BACK_WITHIN,
          () ->
              steps.run(
                  stepNames.back(),
                  () -> {
                    restoreFiles();
                    return bringBack();
                  }));
      return true;
    } catch (TemporalFailure | Steps.Abandoned failed) {
      if (CancellationScope.current().isCancelRequested()) {
        throw failed;
      }
      LOG.error("{} stays down: {}", name, failed.getMessage());
      return false;
    }
  }

  private String bringBack() {
    operations.survey().process().ifPresent(this::stop);
    start();
    return name;
  }

  /** Writes the wanted listener to the broker's file. */
  ListenerEdit write(ExternalListener wanted) {
    ListenerEdit edit = operations.writeListener(wanted);
    written = Optional.of(edit);
    LOG.info(
        "{}: {} {}", name, edit.path(), edit.changes() ? "edited in place" : "already as wanted");
    return edit;
  }

  /** Takes the listener out of the broker's file. */
  void remove(ExternalListener added) {
    ListenerEdit edit = operations.removeListener(added);
    written = Optional.of(edit);
    LOG.info(
        "{}: {} {}",
        name,
        edit.path(),
        edit.changes() ? "is without " + added.name() : "had no " + added.name());
  }

  /** Writes the wanted settings to the broker's file, if it is to get any. */
  void writeSettings() {
    settingsWritten = broker.settings().map(operations::writeSettings);
    settingsWritten.ifPresent(
        edit ->
            LOG.info(
                "{}: settings in {} {}",
                name,
                edit.path(),
                edit.changes() ? "edited" : "already as wanted"));
  }

  /** Writes the wanted unit, if the broker is to get one. */
  void writeUnit() {
    unitWritten = broker.unit();
    unitWritten.ifPresent(this::writeUnit);
  }

  /** A later attempt can find the unit that an earlier one wrote, so the first answer counts. */
  private void writeUnit(UnitChange unit) {
    if (unit.before().isEmpty() && unitFound.isEmpty()) {
      unitFound = operations.unitChecksum(unit.name());
    }
    operations.writeUnit(unit.name(), unit.after());
    LOG.info("{}: unit {} is as wanted", name, unit.name());
  }

  private void restoreUnit(UnitChange unit) {
    unit.before().ifPresent(text -> operations.writeUnit(unit.name(), text));
    unitFound.ifPresent(checksum -> operations.restoreUnit(unit.name(), checksum));
  }

  /** In the opposite order of the edits, since each is restored to what it found. */
  private void restoreFiles() {
    settingsWritten.ifPresent(operations::restoreConfiguration);
    written.ifPresent(operations::restoreConfiguration);
    unitWritten.ifPresent(this::restoreUnit);
  }

  private void stop(BrokerProcess process) {
    Instant begun = WorkflowTime.now();
    stopRequested = true;
    stoppedByUs = true;
    LOG.info("{}: stopping process {}", name, process.pid());
    operations.stop(process);
    stopTime = WorkflowTime.since(begun);
    LOG.info("{} stopped after {}", name, stopTime);
  }

  private void start() {
    Instant begun = WorkflowTime.now();
    operations.start();
    startTime = WorkflowTime.since(begun);
    stoppedByUs = false;
    LOG.info("{} started after {}", name, startTime);
  }

  private void putOldFilesBack() {
    steps.run(
        "Old configuration of " + name,
        () -> {
          operations.survey().process().ifPresent(this::stop);
          restoreFiles();
          start();
          operations.awaitInSyncWithOldConfiguration(BrokerOperations.CLEAN_READS);
          return name;
        });
    LOG.info("{} runs with its old file, and the cluster is in sync", name);
  }

  private ApplicationFailure hasOldFiles(String problem) {
    if (unitWritten.flatMap(UnitChange::before).isPresent()) {
      return Failures.needsPerson(
          name + " does not run with its new unit and has its old one back: " + problem,
          "Read the broker's log. `retry` tries the new unit again; "
              + LEAVES_BROKERS.formatted("it"));
    }
    if (unitWritten.isPresent()) {
      return Failures.needsPerson(
          name + " does not run with the unit of the plan and has back what it had: " + problem,
          "Read the broker's log. `retry` tries the unit of the plan again; "
              + LEAVES_BROKERS.formatted("it"));
    }
    if (operations.removed().isPresent()) {
      return Failures.needsPerson(
          name + " does not run without the listener and has its old file back: " + problem,
          "Read the broker's log, fix the cause, then retry: the listener is taken out again.");
    }
    if (settingsWritten.isPresent()) {
      return Failures.needsPerson(
          name + " does not run with its new settings and has its old ones back: " + problem,
          "Read the broker's log. `retry` tries the new settings again; "
              + LEAVES_BROKERS.formatted("them"));
    }
    return Failures.needsPerson(
        name + " does not run with its new listeners and has its old ones back: " + problem,
        "Read the broker's log, fix the cause, then retry: the broker gets the new listeners"
            + " again.");
  }
}
