package dev.linkspan.workflows.verification;

import dev.linkspan.workflows.exposure.ExposureActivities.LoadBalancer;
import dev.linkspan.workflows.exposure.ExposureActivities.ZoneVSwitch;
import dev.linkspan.workflows.exposure.ListenerMembers;
import dev.linkspan.workflows.kafka.ClusterActivities.ClusterAccess;
import dev.linkspan.workflows.kafka.RollingBroker;
import dev.linkspan.workflows.network.NetworkActivities.Instance;
import dev.linkspan.workflows.plan.BrokerDomains;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.plan.Plan.WebhookPlan;
import dev.linkspan.workflows.plan.Recurrence;
import dev.linkspan.workflows.steps.ActivityStubs;
import dev.linkspan.workflows.steps.TaskQueues;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.List;

/** Checks every hop. A broken hop is a failed check, never an exception. */
@ActivityInterface
public interface VerificationActivities {

  /** A stub whose calls the Temporal UI shows under this summary; it retries without end. */
  static VerificationActivities withSummary(String summary) {
    return ActivityStubs.unlimited(VerificationActivities.class, TaskQueues.NODES, summary);
  }

  /** For the checks: a link that cannot be checked is broken, so three attempts are enough. */
  static VerificationActivities forChecks(String summary) {
    return ActivityStubs.fewAttempts(VerificationActivities.class, TaskQueues.NODES, summary);
  }

  /** For what people are told: a receiver can be down for hours. */
  static VerificationActivities forHours(String summary) {
    return ActivityStubs.forHours(VerificationActivities.class, TaskQueues.NODES, summary);
  }

  /**
   * What both clouds' APIs answer, compared with the plan: every attribute of what the setup made,
   * and what others added that opens or breaks the path.
   */
  @ActivityMethod(name = "Verification_CheckClouds")
  List<Check> checkClouds(Owner owner, Link link);

  /**
   * What the machines and the running cluster say: each broker's file, running settings, and what
   * clients are told; quorum and replicas; disk, memory, clock, unit, versions, and SSH host key.
   */
  @ActivityMethod(name = "Verification_CheckBrokers")
  List<Check> checkBrokers(Owner owner, Link link);

  /**
   * From the bastion, through each zone's address of the load balancer, with the managed names:
   * each port leads to exactly the broker that advertises it; messages go in and out of a topic in
   * which each broker leads a partition.
   */
  @ActivityMethod(name = "Verification_CheckFromBastion")
  List<Check> checkFromBastion(Owner owner, Link link);

  /**
   * From TiDB Cloud: tests the connection; checks the changefeed that the plan keeps, or creates a
   * temporary one; checks that rows arrive in every partition of its topic.
   */
  @ActivityMethod(name = "Verification_CheckChangefeed")
  List<Check> checkChangefeed(Owner owner, Link link);

  /**
   * Creates the changefeed that the plan keeps, or resumes it if it is paused or has failed; does
   * nothing where the plan keeps none, or where TiDB Cloud cannot connect to Kafka: the check says
   * why.
   */
  @ActivityMethod(name = "Verification_EnsureChangefeed")
  void ensureChangefeed(Owner owner, Link link);

  /** Whether the schedule is there, runs, and has the interval of the plan. */
  @ActivityMethod(name = "Verification_CheckSchedule")
  List<Check> checkSchedule(Owner owner, Link link);

  /** Deletes the changefeed, if there is one. */
  @ActivityMethod(name = "Verification_RemoveChangefeed")
  void removeChangefeed(Owner owner, Plan plan);

  /**
   * Creates or updates the Temporal Schedule that runs {@code Verification}, so that it runs;
   * removes it where the plan has none.
   */
  @ActivityMethod(name = "Verification_EnsureSchedule")
  void ensureSchedule(Owner owner, Link link);

  @ActivityMethod(name = "Verification_RemoveSchedule")
  void removeSchedule(Owner owner, Plan plan);

  /**
   * Pauses the schedule with this note, unless it is paused already, and cancels a verification
   * that it has started. Succeeds where there is no schedule.
   */
  @ActivityMethod(name = "Verification_PauseSchedule")
  void pauseSchedule(Owner owner, Plan plan, String note);

  /**
   * Sends an event of a change of health to the webhook: CloudEvents 1.0 in JSON, signed. Sending
   * it again sends the same event.
   */
  @ActivityMethod(name = "Verification_SendHealthChange")
  void sendHealthChange(Owner owner, WebhookPlan webhook, HealthChange change);

  /** Sends a notice to the webhook, in the same form as a change of health. */
  @ActivityMethod(name = "Verification_SendNotice")
  void sendNotice(Owner owner, WebhookPlan webhook, Notice notice);

  /** Resumes the schedule if {@link #pauseSchedule} has paused it, and not a person. */
  @ActivityMethod(name = "Verification_ResumeSchedule")
  void resumeSchedule(Owner owner, Plan plan);

  /**
   * A finished link: the plan and the ids of what exists.
   *
   * @param network where it is placed
   * @param brokers with the listener that each must have
   * @param domains that the brokers' names are under
   */
  record Link(
      Plan plan,
      String setupId,
      LinkNetwork network,
      ClusterAccess cluster,
      List<RollingBroker> brokers,
      LoadBalancer loadBalancer,
      List<ListenerMembers> listeners,
      String endpointServiceId,
      String endpointId,
      String connectionId,
      BrokerDomains domains) {

    /** The same link, verified at other times. */
    public Link with(Recurrence recurrence) {
      return with(plan.with(recurrence));
    }

    /** Kafka's own id of the cluster. */
    public String kafkaClusterId() {
      return plan.cluster().clusterId();
    }

    /** The same link with another plan. */
    public Link with(Plan other) {
      return new Link(
          other,
          setupId,
          network,
          cluster,
          brokers,
          loadBalancer,
          listeners,
          endpointServiceId,
          endpointId,
          connectionId,
          domains);
    }

    /** The same link with other brokers, and what leads to them. */
    public Link with(
        List<Instance> instances,
        ClusterAccess access,
        List<RollingBroker> others,
        List<ListenerMembers> all) {
      return new Link(
          plan,
          setupId,
          new LinkNetwork(network.vpcId(), network.zones(), instances, network.whitelistAccount()),
          access,
          others,
          loadBalancer,
          all,
          endpointServiceId,
          endpointId,
          connectionId,
          domains);
    }

    /** The same link with this listener in place of the one at its port. */
    public Link with(ListenerMembers listener) {
      return with(
          loadBalancer,
          listeners.stream().map(l -> l.port() == listener.port() ? listener : l).toList());
    }

    /** The same link with the load balancer as it is now. */
    public Link with(LoadBalancer now) {
      return with(now, listeners);
    }

    private Link with(LoadBalancer balancer, List<ListenerMembers> all) {
      return new Link(
          plan,
          setupId,
          network,
          cluster,
          brokers,
          balancer,
          all,
          endpointServiceId,
          endpointId,
          connectionId,
          domains);
    }
  }

  /**
   * Where a link is placed.
   *
   * @param zones of the load balancer
   * @param instances behind the load balancer, named by their keys in the plan; of a new cluster,
   *     the bastion too
   * @param whitelistAccount the account that TiDB Cloud connects from
   */
  record LinkNetwork(
      String vpcId, List<ZoneVSwitch> zones, List<Instance> instances, String whitelistAccount) {}
}
