package dev.linkspan.workflows.steps;

import io.temporal.api.common.v1.Payload;
import io.temporal.common.context.ContextPropagator;
import java.util.Map;

/**
 * Writes the call of an activity into its header. The activity's side reads it with {@link
 * ActivityCall#in}.
 */
record ActivityCallPropagator(String summary, int maximumAttempts) implements ContextPropagator {
  @Override
  public String getName() {
    return getClass().getName();
  }

  @Override
  public Object getCurrentContext() {
    return new ActivityCall(CurrentStep.name(), summary, maximumAttempts);
  }

  @Override
  public Map<String, Payload> serializeContext(Object call) {
    return ((ActivityCall) call).header();
  }

  @Override
  public Object deserializeContext(Map<String, Payload> header) {
    return header;
  }

  @Override
  public void setCurrentContext(Object context) {}
}
