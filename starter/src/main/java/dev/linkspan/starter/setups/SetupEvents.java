package dev.linkspan.starter.setups;

import dev.linkspan.starter.console.DurationText;
import dev.linkspan.starter.setups.SetupEvent.Kind;
import dev.linkspan.workflows.rollout.RolloutReport;
import dev.linkspan.workflows.rollout.RolloutReport.BrokerRestart;
import dev.linkspan.workflows.setup.SetupStatus;
import dev.linkspan.workflows.steps.Step;
import dev.linkspan.workflows.steps.Step.State;
import dev.linkspan.workflows.verification.PastVerification;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The events in a setup's own record: steps, rollouts, verifications, ignored signals. Pure. */
public final class SetupEvents {
  private final List<SetupEvent> events = new ArrayList<>();

  private SetupEvents() {}

  /** The events, in no particular order. */
  public static List<SetupEvent> of(SetupSnapshot snapshot) {
    SetupEvents all = new SetupEvents();
    all.steps(snapshot.progress(), "");
    SetupStatus status = snapshot.status();
    status.history().forEach(all::verification);
    status.lastRollout().ifPresent(all::rollout);
    status
        .ignored()
        .ifPresent(
            signal ->
                all.events.add(
                    new SetupEvent(
                        signal.at(), Kind.IGNORED, "a signal does not count: " + signal.reason())));
    return List.copyOf(all.events);
  }

  private void steps(ProgressTree tree, String group) {
    for (Step step : tree.progress().steps()) {
      step(group + step.name(), step, group.isEmpty());
    }
    tree.children().forEach(child -> steps(child, child.progress().title() + ": "));
  }

  private void step(String name, Step step, boolean own) {
    String attempt = step.attempt() > 1 ? ", attempt " + step.attempt() : "";
    step.startedAt()
        .ifPresent(
            start -> {
              events.add(new SetupEvent(start, Kind.STEP, name + ": started" + attempt));
              step.endedAt()
                  .ifPresent(
                      end ->
                          events.add(
                              new SetupEvent(
                                  end,
                                  Kind.STEP,
                                  name
                                      + ": "
                                      + step.state().name().toLowerCase(Locale.ROOT)
                                      + ", "
                                      + DurationText.of(Duration.between(start, end)))));
              // The history of the setup has the time at which a step of a child parked.
              if (step.state() == State.PARKED && own) {
                events.add(
                    new SetupEvent(
                        start, Kind.PARKED, name + ": parked: " + step.waitingFor().orElse("")));
              }
            });
  }

  private void verification(PastVerification past) {
    String result = past.healthy() ? (past.findings().isEmpty() ? "healthy" : "drifted") : "broken";
    String findings = past.findings().isEmpty() ? "" : ": " + String.join(", ", past.findings());
    events.add(
        new SetupEvent(
            past.at(), Kind.VERIFICATION, result + ", requested by " + past.trigger() + findings));
  }

  private void rollout(RolloutReport report) {
    String why = " by " + report.by() + ": " + report.reason();
    events.add(new SetupEvent(report.startedAt(), Kind.ROLLOUT, "started" + why));
    report.restarts().forEach(this::broker);
    events.add(
        new SetupEvent(
            report.endedAt(),
            Kind.ROLLOUT,
            report.aborted().map(text -> "ended early, " + text).orElse("done")
                + ", "
                + DurationText.of(report.total())));
  }

  private void broker(BrokerRestart broker) {
    events.add(
        new SetupEvent(
            broker.startedAt().plus(broker.total()),
            Kind.ROLLOUT,
            "broker "
                + broker.nodeId()
                + (broker.live() ? " changed live, " : " restarted, ")
                + DurationText.of(broker.total())));
  }
}
