package dev.linkspan.activities.execution;

import dev.linkspan.workflows.steps.ActivityCall;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.activity.ActivityInfo;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What every activity of a worker gets: heartbeats in the background, an interrupt when it must
 * stop, its identity in the logging context, log lines for its start, end and failure, and no wait
 * without a word or an end: repeated failures are reported to its workflow, and park its step at
 * last.
 */
public final class ActivityExecutionInterceptor extends WorkerInterceptorBase {
  /** How long an activity may fail without a break before its step parks, by default. */
  public static final Duration PARKS_AFTER = Duration.ofMinutes(5);

  private final Duration parksAfter;
  private final InstantSource clock;

  /** With the defaults. */
  public ActivityExecutionInterceptor() {
    this(PARKS_AFTER, InstantSource.system());
  }

  /**
   * With another limit or clock.
   *
   * @param parksAfter how long an activity may fail without a break before its step parks
   */
  public ActivityExecutionInterceptor(Duration parksAfter, InstantSource clock) {
    this.parksAfter = parksAfter;
    this.clock = clock;
  }

  @Override
  public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
    return new Execution(next);
  }

  private static ActivityCall unknownCall(ActivityInfo info) {
    return new ActivityCall("", info.getActivityType(), Retries.options(info).getMaximumAttempts());
  }

  private final class Execution extends ActivityInboundCallsInterceptorBase {
    private @Nullable ActivityExecutionContext context; // the SDK calls init before execute

    Execution(ActivityInboundCallsInterceptor next) {
      super(next);
    }

    @Override
    public void init(ActivityExecutionContext context) {
      this.context = context;
      super.init(context);
    }

    @Override
    public ActivityOutput execute(ActivityInput input) {
      ActivityExecutionContext activity = Objects.requireNonNull(context);
      LoggingContext identity = LoggingContext.of(activity.getInfo(), input.getArguments());
      try {
        return logged(activity, input);
      } finally {
        identity.restore();
      }
    }

    private ActivityOutput logged(ActivityExecutionContext activity, ActivityInput input) {
      ActivityLog log = ActivityLog.start(activity.getInfo());
      FailedAttempts attempts = attempts(activity, input);
      try {
        ActivityOutput output =
            Heartbeats.during(activity, attempts.before(), () -> super.execute(input));
        log.completed();
        attempts.succeeded();
        return output;
      } catch (RuntimeException | Error e) {
        Optional<ApplicationFailure> parking = attempts.failed(e);
        log.failed(parking.isPresent() ? parking.get() : e);
        if (parking.isPresent()) {
          throw parking.get();
        }
        throw e;
      }
    }

    private FailedAttempts attempts(ActivityExecutionContext activity, ActivityInput input) {
      ActivityCall call =
          ActivityCall.in(input.getHeader()).orElseGet(() -> unknownCall(activity.getInfo()));
      return new FailedAttempts(activity, call, parksAfter, clock);
    }
  }
}
