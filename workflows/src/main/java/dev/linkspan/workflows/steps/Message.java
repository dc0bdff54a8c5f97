package dev.linkspan.workflows.steps;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.temporal.common.converter.JacksonJsonPayloadConverter;
import io.temporal.workflow.Workflow;
import org.jspecify.annotations.Nullable;

/**
 * The one envelope in which a setup and its child workflows tell each other something, as the
 * signal {@link #SIGNAL}. Any client can send that signal too, so every field can be missing: the
 * receiver ({@link Messages}) checks the sender and the body before it believes them.
 *
 * @param sender workflow id of the sender
 * @param kind what the message is about, one of the constants here
 * @param body JSON of the record that belongs to this kind
 */
public record Message(@Nullable String sender, @Nullable String kind, @Nullable JsonNode body) {
  /** Not among the signals that a workflow lists, because people don't send it. */
  public static final String SIGNAL = "message";

  /** A child's step parked, or goes on again. Body: {@link ParkedStepNotice}. */
  public static final String PARKED_STEP = "parked step";

  /** A canceled child is about to close. Body: {@link LastCreation}. */
  public static final String LAST_CREATION = "last creation";

  /** TiDB Cloud can connect to the endpoint service. Body: {@code EndpointService}. */
  public static final String ENDPOINT_SERVICE_READY = "endpoint service ready";

  /** An endpoint waits for a decision. Body: {@code EndpointRequest}. */
  public static final String APPROVAL_REQUESTED = "approval requested";

  /** A verification has ended. Body: {@code Report}. */
  public static final String VERIFIED = "verified";

  /** To the exposure: the instances run. Body: {@code InstancesReady}. */
  public static final String INSTANCES_READY = "instances ready";

  /** To the deployment: the managed domains are attached. Body: {@code KnownDomains}. */
  public static final String MANAGED_DOMAINS = "managed domains";

  /** An activity fails again and again; from its own workflow. Body: {@link FailingActivity}. */
  public static final String FAILING_ACTIVITY = "failing activity";

  static final ObjectMapper JSON = JacksonJsonPayloadConverter.newDefaultObjectMapper();

  /**
   * Sends a message from the current workflow, and waits until the server has it. Workflow code
   * only, and not in a handler, which must not wait.
   */
  public static void send(String workflowId, String kind, Object body) {
    Outbox.signal(workflowId, SIGNAL, of(kind, body));
  }

  /** The message that an activity sends to its own workflow. */
  public static Message failingActivity(String ownWorkflow, FailingActivity notice) {
    return new Message(ownWorkflow, FAILING_ACTIVITY, JSON.valueToTree(notice));
  }

  /** A message from the current workflow. */
  public static Message of(String kind, Object body) {
    return new Message(Workflow.getInfo().getWorkflowId(), kind, JSON.valueToTree(body));
  }
}
