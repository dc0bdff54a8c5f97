package dev.linkspan.activities.execution;

import io.temporal.activity.ActivityInfo;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.MDC;

/**
 * An activity's identity in the logging context (SLF4J's MDC) of its thread: {@code setup}, {@code
 * workflow}, {@code step} and {@code attempt}. The Temporal SDK adds its own keys, such as {@code
 * RunId} and {@code TaskQueue}.
 */
final class LoggingContext {
  private final Map<String, Optional<String>> before = new HashMap<>();

  private LoggingContext() {}

  /** Sets the identity until {@link #restore}. */
  static LoggingContext of(ActivityInfo info, Object[] arguments) {
    LoggingContext context = new LoggingContext();
    identity(info, arguments).forEach(context::put);
    return context;
  }

  static Map<String, String> identity(ActivityInfo info, Object[] arguments) {
    Map<String, String> identity = new HashMap<>();
    SetupName.in(arguments).ifPresent(setup -> identity.put("setup", setup));
    identity.put("workflow", info.getWorkflowId());
    identity.put("step", info.getActivityType());
    identity.put("attempt", String.valueOf(info.getAttempt()));
    return identity;
  }

  private void put(String key, String value) {
    before.put(key, Optional.ofNullable(MDC.get(key)));
    MDC.put(key, value);
  }

  /** Sets the keys back to what they were. */
  void restore() {
    before.forEach(
        (key, value) -> value.ifPresentOrElse(old -> MDC.put(key, old), () -> MDC.remove(key)));
  }
}
