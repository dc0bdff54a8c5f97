package dev.linkspan.activities.execution;

import io.temporal.activity.ActivityExecutionContext;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What every activity of a worker gets: heartbeats in the background, an interrupt when it must
 * stop, its identity in the logging context, and log lines for its start, end and failure.
 */
public final class ActivityExecutionInterceptor extends WorkerInterceptorBase {

  @Override
  public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
    return new Execution(next);
  }

  private static final class Execution extends ActivityInboundCallsInterceptorBase {
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
      try {
        ActivityOutput output = Heartbeats.during(activity, () -> super.execute(input));
        log.completed();
        return output;
      } catch (RuntimeException | Error e) {
        log.failed(e);
        throw e;
      }
    }
  }
}
