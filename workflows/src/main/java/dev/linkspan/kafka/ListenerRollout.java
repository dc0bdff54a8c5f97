package dev.linkspan.kafka;

import dev.linkspan.kafka.KafkaDeployment.Deployed;
import dev.linkspan.plan.Plan;
import dev.linkspan.progress.Progress;
import dev.linkspan.setup.Owner;
import dev.linkspan.setup.PrivateLinkSetup.Command;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.List;

/** Gives the brokers a new listener configuration, one at a time, the active controller last. */
@WorkflowInterface
public interface ListenerRollout {

  @WorkflowMethod(name = "ListenerRollout")
  Deployed run(Input input);

  @SignalMethod(
      name = "retry",
      description = "Go on with a parked step. Example: {\"by\": \"ada\"}")
  void retry(Command command);

  @QueryMethod(name = "progress", description = "The progress of this rollout")
  Progress progress();

  /**
   * @param uniqueName what the brokers shall advertise
   * @param listeners the load balancer's listeners, for the backend health gate
   */
  record Input(
      String setupWorkflow,
      Owner owner,
      Plan plan,
      Deployed current,
      String uniqueName,
      List<ListenerMembers> listeners) {}

  /** A listener and how many members stand behind it. */
  record ListenerMembers(String listenerId, int members) {}
}
