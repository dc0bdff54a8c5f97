package dev.linkspan.workflows.steps;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.temporal.common.converter.JacksonJsonPayloadConverter;
import io.temporal.workflow.Workflow;
import org.jspecify.annotations.Nullable;

/**
 * The one envelope in which a child workflow reports to its setup, as the signal {@link #SIGNAL}.
 * Any client can send that signal too, so every field can be missing: the receiver checks the
 * sender and the body before it believes them.
 *
 * @param sender workflow id of the child
 * @param kind what the message is about, one of the constants here
 * @param body JSON of the record that belongs to this kind
 */
public record ChildMessage(
    @Nullable String sender, @Nullable String kind, @Nullable JsonNode body) {
  public static final String SIGNAL = "childMessage";

  /** A step parked, or goes on again. Body: {@link ParkedStepNotice}. */
  public static final String PARKED_STEP = "parked step";

  /** A canceled child is about to close. Body: {@link LastCreation}. */
  public static final String LAST_CREATION = "last creation";

  /** TiDB Cloud can connect to the endpoint service. Body: {@code EndpointService}. */
  public static final String ENDPOINT_SERVICE_READY = "endpoint service ready";

  /** An endpoint waits for a decision. Body: {@code EndpointRequest}. */
  public static final String APPROVAL_REQUESTED = "approval requested";

  /** A verification has ended. Body: {@code Report}. */
  public static final String VERIFIED = "verified";

  /** An activity fails again and again; from its own workflow. Body: {@link FailingActivity}. */
  public static final String FAILING_ACTIVITY = "failing activity";

  private static final ObjectMapper JSON = JacksonJsonPayloadConverter.newDefaultObjectMapper();

  /** Sends a message from the current workflow to its setup. Workflow code only. */
  public static void send(String setupWorkflow, String kind, Object body) {
    String sender = Workflow.getInfo().getWorkflowId();
    Signals.send(setupWorkflow, SIGNAL, new ChildMessage(sender, kind, JSON.valueToTree(body)));
  }

  /** The message that an activity sends to its own workflow. */
  public static ChildMessage failingActivity(String ownWorkflow, FailingActivity notice) {
    return new ChildMessage(ownWorkflow, FAILING_ACTIVITY, JSON.valueToTree(notice));
  }

  /**
   * The body as the record of its kind.
   *
   * @throws IllegalArgumentException where there is no body, or it does not fit
   */
  public <T> T bodyAs(Class<T> type) {
    T value = JSON.convertValue(body, type);
    if (value == null) {
      throw new IllegalArgumentException("the message has no body");
    }
    return value;
  }
}
