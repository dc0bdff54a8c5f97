package dev.linkspan.worker;

import dev.linkspan.activities.execution.ActivityExecutionInterceptor;
import dev.linkspan.workflows.setup.StartGuard;
import dev.linkspan.workflows.steps.WorkflowGuard;
import io.temporal.common.interceptors.WorkerInterceptor;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.spring.boot.TemporalOptionsCustomizer;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * What the Temporal starter's properties cannot set. Task queues, capacities, workflows and
 * activities are in {@code application.yml}.
 */
@Configuration
class WorkerConfiguration {
  /** On a cold JVM and a busy machine, class loading alone exceeds the SDK's default of 1 s. */
  private static final Duration DEADLOCK_TIMEOUT = Duration.ofSeconds(10);

  /** An activity learns of its cancellation from the next heartbeat that the SDK really sends. */
  private static final Duration HEARTBEAT_THROTTLE = Duration.ofSeconds(1);

  @Bean
  TemporalOptionsCustomizer<WorkerOptions.Builder> workerOptions() {
    return options ->
        options
            .setDefaultDeadlockDetectionTimeout(DEADLOCK_TIMEOUT.toMillis())
            .setMaxHeartbeatThrottleInterval(HEARTBEAT_THROTTLE);
  }

  @Bean
  TemporalOptionsCustomizer<WorkflowServiceStubsOptions.Builder> connection() {
    var security = TemporalProfile.of(System.getenv()).security();
    return options ->
        security
            .customize(options)
            .setGrpcClientInterceptors(List.of(new WorkflowMetadataInterceptor()));
  }

  @Bean
  WorkerInterceptor workflowLogging() {
    return new WorkflowLoggingInterceptor();
  }

  @Bean
  WorkerInterceptor workflowGuard() {
    return new WorkflowGuard();
  }

  @Bean
  WorkerInterceptor startGuard() {
    return new StartGuard();
  }

  @Bean
  WorkerInterceptor activityExecution(
      @Value("${linkspan.park-failing-after}") Duration parkFailingAfter) {
    return new ActivityExecutionInterceptor(parkFailingAfter, InstantSource.system());
  }
}
