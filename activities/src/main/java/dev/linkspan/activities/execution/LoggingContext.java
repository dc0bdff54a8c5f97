package dev.linkspan.activities.execution;

import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import io.temporal.activity.ActivityInfo;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
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
    setup(arguments).ifPresent(setup -> identity.put("setup", setup));
    identity.put("workflow", info.getWorkflowId());
    identity.put("step", info.getActivityType());
    identity.put("attempt", String.valueOf(info.getAttempt()));
    return identity;
  }

  private static Optional<String> setup(Object[] arguments) {
    return Stream.of(arguments).flatMap(argument -> setup(argument).stream()).findFirst();
  }

  private static Optional<String> setup(Object argument) {
    if (argument instanceof Owner owner) {
      return Optional.of(owner.setup());
    }
    if (argument instanceof Link link) {
      return Optional.of(link.plan().name());
    }
    return argument instanceof Plan plan ? Optional.of(plan.name()) : Optional.empty();
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
