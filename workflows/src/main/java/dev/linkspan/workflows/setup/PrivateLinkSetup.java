package dev.linkspan.workflows.setup;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.JsonNode;
import dev.linkspan.workflows.connection.Decision;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.steps.Command;
import dev.linkspan.workflows.steps.PersonalText;
import dev.linkspan.workflows.steps.Progress;
import dev.linkspan.workflows.verification.Report;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Owns one private link for as long as it exists: builds it, keeps its state, carries out requests,
 * tears it down. Its id, {@code private-link-<name>}, is the lock: there is one at a time.
 */
@WorkflowInterface
public interface PrivateLinkSetup {

  /** The workflow id of the setup with this name. */
  static String id(String name) {
    return Owner.setupWorkflowId(name);
  }

  /**
   * The last parts of the workflow IDs of a setup's child workflows, which follow its own ID. A
   * setup whose name ends like that can have the ID of another one's child.
   */
  List<String> PARTS =
      List.of("survey", "kafka", "exposure", "approval", "verification", "repair", "teardown");

  /** The first step of a removal that restores the brokers of an existing cluster. */
  String RESTORATION_BEGINS = "Verification schedule, before the brokers are restored";

  /** Returns when the setup is destroyed. */
  @WorkflowMethod(name = "PrivateLinkSetup")
  void run(SetupInput input);

  @SignalMethod(
      name = "approve",
      description =
          "Let the endpoint connect. Example: {\"by\": \"ada\", \"reason\": \"ticket 42\"}; no input is"
              + " fine too")
  void approve(Decision decision);

  @SignalMethod(
      name = "reject",
      description =
          "Reject the endpoint. Example: {\"by\": \"ada\", \"reason\": \"unknown account\"}")
  void reject(Decision decision);

  @UpdateMethod(
      name = "decide",
      description =
          "Approve or reject; the answer says what is wrong with the input. Example: {\"approved\":"
              + " true, \"by\": \"ada\", \"reason\": \"ticket 42\", \"endpointId\": \"ep-...\"}")
  String decide(Decision decision);

  @UpdateValidatorMethod(updateName = "decide")
  void validateDecide(Decision decision);

  @SignalMethod(
      name = "retry",
      description = "Run every parked step again. Example: {\"by\": \"ada\"}; no input is fine too")
  void retry(Command command);

  @UpdateMethod(
      name = "verify",
      description = "Verify the link now and wait for the report. Example: {\"by\": \"ada\"}")
  Report verify(Command command);

  @UpdateValidatorMethod(updateName = "verify")
  void validateVerify(Command command);

  @UpdateMethod(
      name = "restart",
      description =
          "Restart every broker, one at a time. Example: {\"by\": \"ada\", \"reason\": \"new"
              + " JVM\"}")
  String restart(Restart request);

  @UpdateValidatorMethod(updateName = "restart")
  void validateRestart(Restart request);

  @UpdateMethod(
      name = "repair",
      description =
          "Put back what the last verification found, and verify. Example: {\"by\": \"ada\", \"only\":"
              + " [\"listener 9093\"]}")
  String repair(RepairRequest request);

  @UpdateValidatorMethod(updateName = "repair")
  void validateRepair(RepairRequest request);

  @SignalMethod(
      name = "repairFindings",
      description = "The same as the update repair, without a reply. Example: {\"by\": \"ada\"}")
  void repairFindings(RepairRequest request);

  @UpdateMethod(
      name = "update",
      description = "Change what can be changed in place. Used by `linkspan update -f FILE`")
  String update(UpdateRequest request);

  @UpdateValidatorMethod(updateName = "update")
  void validateUpdate(UpdateRequest request);

  @UpdateMethod(
      name = "schedule",
      description =
          "Verify the link at other times. Examples: {\"by\": \"ada\", \"every\": \"30m\"}; {\"by\":"
              + " \"ada\", \"cron\": \"0 6 * * *\", \"timeZone\": \"Asia/Singapore\"}; {\"by\": \"ada\","
              + " \"every\": \"off\"}")
  String schedule(ScheduleChange change);

  @UpdateValidatorMethod(updateName = "schedule")
  void validateSchedule(ScheduleChange change);

  @SignalMethod(
      name = "pause",
      description =
          "Pause the rollout before the next broker. Example: {\"by\": \"ada\","
              + " \"reason\": \"peak hours\"}")
  void pause(Command command);

  @SignalMethod(
      name = "resume",
      description = "Resume a paused rollout. Example: {\"by\": \"ada\"}")
  void resume(Command command);

  @SignalMethod(
      name = "abort",
      description =
          "End the rollout after the current broker; the others stay as they are. Example:"
              + " {\"by\": \"ada\"}")
  void abort(Command command);

  @SignalMethod(
      name = "acceptUnavailable",
      description =
          "Restart brokers although topics at risk are unavailable meanwhile. Example:"
              + " {\"by\": \"ada\"}")
  void acceptUnavailable(Command command);

  @SignalMethod(
      name = "destroy",
      description =
          "Remove everything that this setup created. Needs the name of the setup. Example: {\"by\":"
              + " \"ada\", \"setup\": \"orders\", \"reason\": \"done\"}. With \"restoreBrokers\": true, a"
              + " rolling restart first takes the listener out of the brokers of an existing cluster")
  void destroy(DestroyRequest request);

  @QueryMethod(
      name = "status",
      description = "Phase, what the setup waits for, what exists, the last report")
  SetupStatus status();

  @QueryMethod(
      name = "progress",
      description = "The steps of this workflow; child workflows have their own")
  Progress progress();

  /**
   * A request for a rolling restart.
   *
   * @param by who asks; required
   * @param acceptUnavailable whether topics at risk may be unavailable; null means no
   * @param problem why the input is not a request; null where it is one
   */
  record Restart(
      @Nullable String by,
      @Nullable String reason,
      @Nullable Boolean acceptUnavailable,
      @JsonIgnore @Nullable String problem) {

    /** A request in the right form. */
    public Restart(
        @Nullable String by, @Nullable String reason, @Nullable Boolean acceptUnavailable) {
      this(by, reason, acceptUnavailable, null);
    }

    /** Reads whatever was sent; unknown fields are ignored. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Restart of(JsonNode input) {
      PersonalText text = new PersonalText(input);
      return new Restart(
          text.name("by"),
          text.reason("reason"),
          text.flag("acceptUnavailable"),
          text.problem().orElse(null));
    }
  }
}
