package dev.linkspan.activities.simulation;

import com.aliyuncs.auth.BasicCredentials;
import com.aliyuncs.auth.StaticCredentialsProvider;
import dev.linkspan.activities.alibabacloud.AlibabaCloud;
import dev.linkspan.activities.alibabacloud.AlibabaCloudSettings;
import dev.linkspan.activities.connection.PrivateLinkConnectionActivities;
import dev.linkspan.activities.execution.ActivityExecutionInterceptor;
import dev.linkspan.activities.exposure.AlibabaExposureActivities;
import dev.linkspan.activities.network.AlibabaNetworkActivities;
import dev.linkspan.activities.sandbox.SimulatedCloud;
import dev.linkspan.activities.teardown.TemporalEarlierRunActivities;
import dev.linkspan.activities.tidbcloud.ApiKey;
import dev.linkspan.activities.tidbcloud.TidbCloud;
import dev.linkspan.activities.tidbcloud.TidbCloudSettings;
import dev.linkspan.activities.verification.SimulatedVerification;
import dev.linkspan.sandbox.state.Resource;
import dev.linkspan.workflows.WorkflowTypes;
import dev.linkspan.workflows.connection.ConnectionActivities;
import dev.linkspan.workflows.exposure.ExposureActivities;
import dev.linkspan.workflows.kafka.BrokerActivities;
import dev.linkspan.workflows.kafka.ClusterActivities;
import dev.linkspan.workflows.kafka.NodeActivities;
import dev.linkspan.workflows.network.NetworkActivities;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.rollout.AuditActivities;
import dev.linkspan.workflows.setup.PrivateLinkSetup;
import dev.linkspan.workflows.steps.SearchAttributes;
import dev.linkspan.workflows.steps.TaskQueues;
import dev.linkspan.workflows.teardown.EarlierRunActivities;
import dev.linkspan.workflows.verification.VerificationActivities;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntConsumer;

/**
 * The environment of one run: the real workflows and activities, an in-memory Temporal server and
 * in-memory clouds.
 */
final class Simulation implements AutoCloseable {
  private static final Duration READ_LAG = Duration.ofSeconds(60);
  private static final Duration LISTS_LAG = Duration.ofSeconds(30);

  final List<String> trace = Collections.synchronizedList(new ArrayList<>());
  final VirtualTime time;
  final SimulatedCloud cloud;
  final CallCounts counts;
  final ForeignResources foreignResources;
  final SimulatedKafka kafka;
  final ActivityPause pause = new ActivityPause();
  final FaultModel faults;
  final SimulatedWorker worker;
  final TestWorkflowEnvironment environment;
  final PrivateLinkSetup setup;
  private final AlibabaCloud alibaba;
  private final TidbCloud tidb;

  /**
   * Starts the environment.
   *
   * @param faultModel creates the fault model of the run
   * @param onStart gets the number of each activity that starts
   */
  Simulation(
      Plan plan,
      Path sshKey,
      Scenario scenario,
      Function<VirtualTime, FaultModel> faultModel,
      IntConsumer onStart) {
    environment =
        TestWorkflowEnvironment.newInstance(
            TestEnvironmentOptions.newBuilder()
                .setWorkerFactoryOptions(
                    WorkerFactoryOptions.newBuilder()
                        .setWorkflowCacheSize(scenario.cachedWorkflows())
                        .setWorkerInterceptors(new ActivityExecutionInterceptor())
                        .build())
                .registerSearchAttribute(
                    SearchAttributes.PHASE.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD)
                .registerSearchAttribute(
                    SearchAttributes.REGION.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD)
                .registerSearchAttribute(
                    SearchAttributes.HEALTH.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD)
                .registerSearchAttribute(
                    SearchAttributes.FINDINGS.getName(), IndexedValueType.INDEXED_VALUE_TYPE_INT)
                .build());
    time = new VirtualTime(Instant.ofEpochMilli(environment.currentTimeMillis()), pause);
    cloud = new SimulatedCloud(time, scenario.slowness());
    counts = new CallCounts();
    foreignResources = new ForeignResources(cloud, time, plan);
    faults = faultModel.apply(time);
    DelayedLists lists =
        new DelayedLists(cloud.store(), time, faults, new LateFailures(cloud, time, faults, trace));
    lists.registerExisting();
    FaultyHttp http = new FaultyHttp(cloud, faults, time, pause, lists, trace, counts);
    alibaba =
        new AlibabaCloud(
            new AlibabaCloudSettings("https", Map.of(), Optional.empty(), LISTS_LAG),
            name ->
                new StaticCredentialsProvider(
                    new BasicCredentials(
                        SimulatedCloud.ACCESS_KEY_ID, SimulatedCloud.ACCESS_KEY_SECRET)),
            READ_LAG,
            http,
            time);
    tidb =
        new TidbCloud(
            new TidbCloudSettings(URI.create("https://tidb.example"), Optional.empty()),
            name -> new ApiKey("pub", "priv"),
            http);
    kafka = new SimulatedKafka(plan.cluster().clusterId());
    worker = new SimulatedWorker(faults, time, pause, trace, onStart);
    if (scenario.patient()) {
      time.becomePatient(worker::running);
    }
    newWorker(TaskQueues.CONTROL)
        .registerWorkflowImplementationTypes(WorkflowTypes.ALL.toArray(Class<?>[]::new));
    newWorker(TaskQueues.CLOUD).registerActivitiesImplementations(cloudActivities(sshKey));
    newWorker(TaskQueues.NODES).registerActivitiesImplementations(nodeActivities());
    environment.start();
    setup =
        client()
            .newWorkflowStub(
                PrivateLinkSetup.class,
                WorkflowOptions.newBuilder()
                    .setWorkflowId(PrivateLinkSetup.id(plan.name()))
                    .setTaskQueue(TaskQueues.CONTROL)
                    .build());
  }

  private Object[] cloudActivities(Path sshKey) {
    return new Object[] {
      worker.wrap(NetworkActivities.class, new AlibabaNetworkActivities(alibaba, name -> sshKey)),
      worker.wrap(ExposureActivities.class, new AlibabaExposureActivities(alibaba)),
      worker.wrap(ConnectionActivities.class, new PrivateLinkConnectionActivities(alibaba, tidb)),
      worker.wrap(EarlierRunActivities.class, new TemporalEarlierRunActivities(this::client))
    };
  }

  private Object[] nodeActivities() {
    VerificationActivities verification = new SimulatedVerification(alibaba, tidb, time);
    return new Object[] {
      worker.implement(NodeActivities.class, kafka::run),
      worker.implement(BrokerActivities.class, kafka::run),
      worker.implement(ClusterActivities.class, kafka::run),
      worker.implement(AuditActivities.class, kafka::run),
      worker.implement(
          VerificationActivities.class,
          (method, arguments) ->
              method.getName().startsWith("check")
                  ? counts.during("verify", () -> method.invoke(verification, arguments))
                  : method.invoke(verification, arguments))
    };
  }

  private Worker newWorker(String queue) {
    return environment.newWorker(
        queue,
        WorkerOptions.newBuilder()
            .setMaxConcurrentActivityTaskPollers(2)
            .setMaxConcurrentWorkflowTaskPollers(2)
            .setMaxHeartbeatThrottleInterval(Duration.ofMillis(100))
            .setDefaultDeadlockDetectionTimeout(20_000)
            .build());
  }

  WorkflowClient client() {
    return environment.getWorkflowClient();
  }

  /** Every resource in both clouds that the run has created. */
  List<Resource> createdResources() {
    return cloud.store().all().stream().filter(r -> !foreignResources.contains(r)).toList();
  }

  @Override
  public void close() {
    environment.close();
    cloud.close();
  }
}
