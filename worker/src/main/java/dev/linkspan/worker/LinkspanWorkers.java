package dev.linkspan.worker;

import dev.linkspan.workflows.steps.TaskQueues;
import io.temporal.client.WorkflowClient;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Starts one worker for each task queue, and at the end waits for what is in flight: the Temporal
 * starter's own shutdown would cut it.
 */
@Component
class LinkspanWorkers implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(LinkspanWorkers.class);
  private static final int CONCURRENT_ACTIVITIES = 40;
  private static final long SECONDS_TO_FINISH = 20;
  // A cold JVM on a busy machine loads classes for longer than the SDK's usual second.
  private static final long DEADLOCK_MILLIS = 10_000;

  private final WorkflowClient client;
  private final SearchAttributeRegistration searchAttributes;
  private final Roles roles;
  private WorkerFactory factory;

  LinkspanWorkers(
      WorkflowClient client, SearchAttributeRegistration searchAttributes, Roles roles) {
    this.client = client;
    this.searchAttributes = searchAttributes;
    this.roles = roles;
  }

  @Override
  public void start() {
    searchAttributes.register(client.getOptions().getNamespace());
    factory = WorkerFactory.newInstance(client);
    worker(TaskQueues.CONTROL)
        .registerWorkflowImplementationTypes(roles.workflows().toArray(new Class<?>[0]));
    worker(TaskQueues.CLOUD).registerActivitiesImplementations(roles.cloudActivities().toArray());
    worker(TaskQueues.NODES).registerActivitiesImplementations(roles.nodeActivities().toArray());
    factory.start();
    LOG.info("polling {}, {} and {}", TaskQueues.CONTROL, TaskQueues.CLOUD, TaskQueues.NODES);
  }

  private Worker worker(String queue) {
    return factory.newWorker(
        queue,
        WorkerOptions.newBuilder()
            .setMaxConcurrentActivityExecutionSize(CONCURRENT_ACTIVITIES)
            .setDefaultDeadlockDetectionTimeout(DEADLOCK_MILLIS)
            // A cancelled activity hears of it with its next heartbeat that is really sent.
            .setMaxHeartbeatThrottleInterval(Duration.ofSeconds(1))
            .build());
  }

  @Override
  public void stop() {
    WorkerFactory stopping = factory;
    factory = null;
    stopping.shutdown();
    stopping.awaitTermination(SECONDS_TO_FINISH, TimeUnit.SECONDS);
  }

  @Override
  public boolean isRunning() {
    return factory != null;
  }

  /** What runs on which queue. */
  record Roles(
      List<Class<?>> workflows, List<Object> cloudActivities, List<Object> nodeActivities) {}
}
