package dev.linkspan.worker;

import dev.linkspan.setup.TaskQueues;
import io.temporal.client.WorkflowClient;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
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
    worker(TaskQueues.CONTROL).registerWorkflowImplementationTypes(roles.workflows());
    worker(TaskQueues.CLOUD).registerActivitiesImplementations(roles.cloudActivities());
    worker(TaskQueues.NODES).registerActivitiesImplementations(roles.nodeActivities());
    factory.start();
    LOG.info("polling {}, {} and {}", TaskQueues.CONTROL, TaskQueues.CLOUD, TaskQueues.NODES);
  }

  private Worker worker(String queue) {
    return factory.newWorker(
        queue,
        WorkerOptions.newBuilder()
            .setMaxConcurrentActivityExecutionSize(CONCURRENT_ACTIVITIES)
            .setDefaultDeadlockDetectionTimeout(10_000)
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
  record Roles(Class<?>[] workflows, Object[] cloudActivities, Object[] nodeActivities) {}
}
