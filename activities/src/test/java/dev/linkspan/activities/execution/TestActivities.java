package dev.linkspan.activities.execution;

import io.temporal.testing.TestActivityEnvironment;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.worker.WorkerFactoryOptions;

/** Runs activities as the worker does. */
public final class TestActivities {
  private TestActivities() {}

  /** An environment with the worker's interceptor. */
  public static TestActivityEnvironment environment() {
    return TestActivityEnvironment.newInstance(
        TestEnvironmentOptions.newBuilder()
            .setWorkerFactoryOptions(
                WorkerFactoryOptions.newBuilder()
                    .setWorkerInterceptors(new ActivityExecutionInterceptor())
                    .build())
            .build());
  }
}
