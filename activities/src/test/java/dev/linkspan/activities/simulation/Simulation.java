package dev.linkspan.activities.simulation;

import com.aliyuncs.auth.BasicCredentials;
import com.aliyuncs.auth.StaticCredentialsProvider;
import dev.linkspan.activities.alibabacloud.AlibabaCloud;
import dev.linkspan.activities.alibabacloud.AlibabaCloudSettings;
import dev.linkspan.activities.connection.PrivateLinkConnectionActivities;
import dev.linkspan.activities.exposure.AlibabaExposureActivities;
import dev.linkspan.activities.network.AlibabaNetworkActivities;
import dev.linkspan.activities.sandbox.SimulatedCloud;
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
 * One run: the real workflows and the real activities, on an in-memory Temporal server and over an
 * in-memory cloud.
 */
final class Simulation implements AutoCloseable {
  private static final Duration LAG = Duration.ofSeconds(60);
  private static final Duration LISTS_LAG = Duration.ofSeconds(30);
  private static final Duration ROWS = Duration.ofSeconds(60);

  final List<String> trace = Collections.synchronizedList(new ArrayList<>());
  final VirtualTime time;
  final SimulatedCloud cloud;
  final Neighbours neighbours;
  final MadeUpKafka kafka;
  final Gate gate = new Gate();
  final Weather weather;
  final Crew crew;
  final TestWorkflowEnvironment environment;
  final PrivateLinkSetup setup;
  private final AlibabaCloud alibaba;
  private final TidbCloud tidb;

  /**
   * @param onBegin told the number of each activity that begins
   */
  Simulation(
      Plan plan,
      Path sshKey,
      int workflowsInMemory,
      Function<VirtualTime, Weather> sky,
      IntConsumer onBegin) {
    environment =
        TestWorkflowEnvironment.newInstance(
            TestEnvironmentOptions.newBuilder()
                .setWorkerFactoryOptions(
                    WorkerFactoryOptions.newBuilder()
                        .setWorkflowCacheSize(workflowsInMemory)
                        .build())
                .registerSearchAttribute(
                    SearchAttributes.PHASE.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD)
                .registerSearchAttribute(
                    SearchAttributes.REGION.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD)
                .registerSearchAttribute(
                    SearchAttributes.HEALTH.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD)
                .build());
    time = new VirtualTime(Instant.ofEpochMilli(environment.currentTimeMillis()));
    cloud = new SimulatedCloud(time);
    neighbours = new Neighbours(cloud, time, plan);
    weather = sky.apply(time);
    Sightings sightings =
        new Sightings(cloud.store(), time, weather, new LateFailures(cloud, time, weather, trace));
    sightings.knowAll();
    FaultyHttp http = new FaultyHttp(cloud, weather, time, gate, sightings, trace);
    alibaba =
        new AlibabaCloud(
            new AlibabaCloudSettings("https", Map.of(), Optional.empty(), LISTS_LAG),
            name ->
                new StaticCredentialsProvider(
                    new BasicCredentials(
                        SimulatedCloud.ACCESS_KEY_ID, SimulatedCloud.ACCESS_KEY_SECRET)),
            LAG,
            http,
            time);
    tidb =
        new TidbCloud(
            new TidbCloudSettings(URI.create("https://tidb.example"), Optional.empty()),
            name -> new ApiKey("pub", "priv"),
            http);
    kafka = new MadeUpKafka(plan.cluster().clusterId());
    crew = new Crew(weather, time, gate, trace, onBegin);
    worker(TaskQueues.CONTROL)
        .registerWorkflowImplementationTypes(WorkflowTypes.ALL.toArray(Class<?>[]::new));
    worker(TaskQueues.CLOUD).registerActivitiesImplementations(ofTheClouds(sshKey));
    worker(TaskQueues.NODES).registerActivitiesImplementations(ofTheNodes());
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

  private Object[] ofTheClouds(Path sshKey) {
    return new Object[] {
      crew.real(NetworkActivities.class, new AlibabaNetworkActivities(alibaba, name -> sshKey)),
      crew.real(ExposureActivities.class, new AlibabaExposureActivities(alibaba)),
      crew.real(ConnectionActivities.class, new PrivateLinkConnectionActivities(alibaba, tidb))
    };
  }

  private Object[] ofTheNodes() {
    return new Object[] {
      crew.through(NodeActivities.class, kafka::answer),
      crew.through(BrokerActivities.class, kafka::answer),
      crew.through(ClusterActivities.class, kafka::answer),
      crew.through(AuditActivities.class, kafka::answer),
      crew.real(
          VerificationActivities.class,
          new SimulatedVerification(alibaba, tidb, () -> time.pass(ROWS)))
    };
  }

  private Worker worker(String queue) {
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

  /** Everything in both clouds that was not there before. */
  List<Resource> ours() {
    return cloud.store().all().stream().filter(r -> !neighbours.owns(r)).toList();
  }

  @Override
  public void close() {
    environment.close();
    cloud.close();
  }
}
