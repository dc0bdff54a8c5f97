package dev.linkspan.workflows.survey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.linkspan.workflows.kafka.BrokerActivities;
import dev.linkspan.workflows.kafka.ClusterActivities;
import dev.linkspan.workflows.kafka.ClusterActivities.ClusterFacts;
import dev.linkspan.workflows.kafka.NodeActivities;
import dev.linkspan.workflows.kafka.NodeActivities.Node;
import dev.linkspan.workflows.kafka.NodeActivities.NodeAddress;
import dev.linkspan.workflows.kafka.RollingBroker;
import dev.linkspan.workflows.listeners.ExternalListener;
import dev.linkspan.workflows.network.NetworkActivities;
import dev.linkspan.workflows.network.NetworkActivities.AdoptedNetwork;
import dev.linkspan.workflows.network.NetworkActivities.FoundInstance;
import dev.linkspan.workflows.network.NetworkActivities.NetworkFacts;
import dev.linkspan.workflows.plan.BrokerDomains;
import dev.linkspan.workflows.planning.PlanText;
import dev.linkspan.workflows.planning.Planner;
import dev.linkspan.workflows.spec.ExistingClusterSpec;
import dev.linkspan.workflows.spec.Specs;
import dev.linkspan.workflows.steps.TaskQueues;
import dev.linkspan.workflows.survey.ClusterSurvey.Survey;
import io.temporal.client.WorkflowOptions;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Surveys of brokers with odd files, as workflows on an in-memory server. */
class ClusterSurveyTest {
  private static final ExistingClusterSpec SPEC = Specs.acceptedExisting(Specs.existing());
  private static final List<String> ADDRESSES = List.of("10.0.0.11", "10.0.64.11", "10.0.0.12");

  private static final String STOCK =
      """
      process.roles=broker,controller
      node.id=1
      controller.quorum.voters=1@c1:9093,2@c2:9093,3@c3:9093
      controller.listener.names=CONTROLLER
      listeners=PLAINTEXT://:9092,CONTROLLER://:9093
      """;

  private final TestWorkflowEnvironment environment = TestWorkflowEnvironment.newInstance();
  private final Map<String, FileBroker> brokers = new TreeMap<>();
  private List<String> undecided = List.of();

  @AfterEach
  void close() {
    environment.close();
  }

  /** Surveys three brokers with this file, in which each has its own node ID. */
  private Survey survey(String file) {
    return survey(file, file, file);
  }

  private Survey survey(String... files) {
    for (int i = 0; i < files.length; i++) {
      String file = files[i].replace("node.id=1", "node.id=" + (i + 1));
      brokers.put(ADDRESSES.get(i), new FileBroker(ADDRESSES.get(i), file, i + 1));
    }
    Worker control = environment.newWorker(TaskQueues.CONTROL);
    control.registerWorkflowImplementationTypes(ClusterSurveyWorkflow.class);
    environment
        .newWorker(TaskQueues.CLOUD)
        .registerActivitiesImplementations(fake(NetworkActivities.class, this::ofNetwork));
    environment
        .newWorker(TaskQueues.NODES)
        .registerActivitiesImplementations(
            fake(NodeActivities.class, ClusterSurveyTest::ofNode),
            fake(BrokerActivities.class, this::ofBroker),
            fake(ClusterActivities.class, (method, arguments) -> cluster()));
    environment.start();
    return environment
        .getWorkflowClient()
        .newWorkflowStub(
            ClusterSurvey.class,
            WorkflowOptions.newBuilder().setTaskQueue(TaskQueues.CONTROL).build())
        .run(Planner.request(SPEC, Planner.surveyor(SPEC)));
  }

  private ApplicationFailure refusal(String... files) {
    Throwable failure = catchThrowable(() -> survey(files));
    while (failure != null && !(failure instanceof ApplicationFailure)) {
      failure = failure.getCause();
    }
    return (ApplicationFailure) failure;
  }

  private static <A> A fake(Class<A> type, BiFunction<String, Object[], Object> answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "hashCode" -> System.identityHashCode(proxy);
                  case "equals" -> proxy == arguments[0];
                  case "toString" -> type.getSimpleName();
                  default -> answers.apply(method.getName(), arguments);
                }));
  }

  private static Object ofNode(String method, Object[] arguments) {
    if (method.equals("prepareProbe")) {
      return "17";
    }
    NodeAddress address = (NodeAddress) arguments[1];
    return new Node(address, address.address(), "/root/.linkspan");
  }

  private Object ofBroker(String method, Object[] arguments) {
    FileBroker broker = brokers.get(((Node) arguments[1]).privateAddress());
    return method.equals("survey")
        ? broker.facts()
        : broker.preview((ExternalListener) arguments[3]);
  }

  private Object ofNetwork(String method, Object[] arguments) {
    return new NetworkFacts(
        "10.0.0.0/16",
        ((AdoptedNetwork) arguments[1])
            .addresses().stream().map(a -> new FoundInstance(a, "i-" + a, "zone-a")).toList(),
        List.of(),
        undecided);
  }

  private ClusterFacts cluster() {
    return new ClusterFacts(
        "kafka-cluster-id-0001",
        List.of(1, 2, 3),
        1,
        List.of(1, 2, 3),
        Map.of(),
        1,
        3,
        List.of(),
        List.of(),
        Map.of(1, "kafka-1.internal", 2, "kafka-2.internal", 3, "kafka-3.internal"),
        brokers.values().stream().map(broker -> broker.running(broker.idInDataFolder())).toList(),
        Optional.empty());
  }

  @Test
  void c1AnIpv6ListenerIsSurveyed() {
    Survey found =
        survey(
            STOCK.replace("://:", "://[::]:")
                + "advertised.listeners=PLAINTEXT://kafka.example.org:9092\n");

    assertThat(found.brokers())
        .allSatisfy(
            broker ->
                assertThat(broker.edit().values().get("listeners"))
                    .isEqualTo(
                        "PLAINTEXT://[::]:9092,CONTROLLER://[::]:9093,EXTERNAL://[::]:39092"));
    assertThat(found.access().internalPort()).isEqualTo(9092);
  }

  @Test
  void c2FilesWithWhichKafkaDoesNotStartAreRefusedAtOnce() {
    ApplicationFailure refusal =
        refusal(
            STOCK.replace("PLAINTEXT://:", "INTERNAL://:")
                + "listener.security.protocol.map=INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT\n",
            STOCK,
            STOCK.replace("CONTROLLER://:9093", "CONTROLLER://:9092"));

    assertThat(refusal.getOriginalMessage())
        .contains(
            "server.properties on 10.0.0.11: listeners lacks PLAINTEXT, the inter-broker listener:"
                + " Kafka does not start with that")
        .contains(
            "server.properties on 10.0.0.12: PLAINTEXT and CONTROLLER have the same port, 9092");
    assertThat(refusal.getDetails().get(0, String.class)).isEqualTo("correct the file, then retry");
  }

  @Test
  void whatCouldNotBeDecidedAboutTheNetworkIsInTheSurvey() {
    undecided = List.of("it cannot be decided whether the rules let the load balancer reach i-1");

    assertThat(survey(STOCK).warnings()).isEqualTo(undecided);
  }

  @Test
  void whatTheOwnersOfTheFilesShouldKnowIsInThePlan() {
    Survey found = survey("# Ansible managed\n" + STOCK);

    assertThat(found.warnings()).hasSize(3).allMatch(line -> line.contains("ansible writes this"));
    assertThat(PlanText.render(Planner.plan(SPEC, found), Optional.of(found)))
        .contains(
            "  Warning: line 1 says that ansible writes this file: add the listener there too");
  }

  @Test
  void c5AHostNameIsNotWhatTheNewListenerBinds() {
    Survey found = survey(STOCK.replace("PLAINTEXT://:", "PLAINTEXT://kafka.internal:"));

    assertThat(found.brokers())
        .allSatisfy(
            broker ->
                assertThat(broker.edit().values().get("listeners"))
                    .endsWith(",EXTERNAL://" + broker.asked().ssh().address() + ":39092"));
  }

  @Test
  void c5AnInterBrokerListenerOnAnotherNetworkCardIsRefused() {
    ApplicationFailure refusal =
        refusal(STOCK.replace("PLAINTEXT://:", "PLAINTEXT://10.2.0.99:"), STOCK, STOCK);

    assertThat(refusal.getOriginalMessage())
        .contains("10.0.0.11: the inter-broker listener PLAINTEXT in " + FileBroker.PATH)
        .contains("is bound to 10.2.0.99");
  }

  @Test
  void c9APlaceholderIsNamedAndAnIdFromTheDataFolderIsTaken() {
    String placeholders =
        STOCK.replace("node.id=1", "node.id=${env:ID}") + "config.providers=env\n";

    assertThat(survey(placeholders).brokers())
        .extracting(broker -> broker.facts().nodeId())
        .containsExactly(1, 2, 3);
  }

  @Test
  void c9TheRunningBrokerTellsAHostThatAConfigProviderSets() {
    Survey found =
        survey(
            STOCK.replace("PLAINTEXT://:", "PLAINTEXT://${env:NODE_IP}:")
                + "config.providers=env\n");

    assertThat(PlanText.render(Planner.plan(SPEC, found), Optional.of(found)))
        .contains("listens on     CONTROLLER :9093, PLAINTEXT 10.0.0.11:9092")
        .contains("advertises     PLAINTEXT 10.0.0.11:9092")
        .contains(
            "+listeners=PLAINTEXT://${env:NODE_IP}:9092,CONTROLLER://:9093,"
                + "EXTERNAL://10.0.0.11:39092")
        .contains(
            "+advertised.listeners=PLAINTEXT://${env:NODE_IP}:9092,"
                + "EXTERNAL://b1.unique_name.alicloud.plc.tidbcloud.com:9093");
  }

  @Test
  void c9AHostThatTheRunningBrokerDoesNotTellIsRefused() {
    String host =
        STOCK.replace("PLAINTEXT://:", "PLAINTEXT://${env:OTHER}:") + "config.providers=env\n";

    assertThat(refusal(host, host, host).getOriginalMessage())
        .contains("10.0.0.11: a config provider sets the host of PLAINTEXT://${env:OTHER}:9092")
        .contains("10.0.64.11: a config provider sets the host of PLAINTEXT://${env:OTHER}:9092");
  }

  @Test
  void c9APlaceholderForAPortIsRefusedWithItsProvider() {
    String port =
        STOCK.replace("PLAINTEXT://:9092", "PLAINTEXT://:${env:PORT}") + "config.providers=env\n";

    assertThat(refusal(port, port, port).getOriginalMessage())
        .contains("on 10.0.0.11: listeners has a placeholder of the config provider env")
        .contains("on 10.0.64.11: listeners has a placeholder of the config provider env");
  }

  @Test
  void c10AStockFileGetsTheAddressThatTheClusterShows() {
    Survey found = survey(STOCK);

    String text = PlanText.render(Planner.plan(SPEC, found), Optional.of(found));
    assertThat(text)
        .contains("advertises     PLAINTEXT kafka-1.internal:9092")
        .contains(
            "+advertised.listeners=PLAINTEXT://kafka-1.internal:9092,"
                + "EXTERNAL://b1.unique_name.alicloud.plc.tidbcloud.com:9093");
    assertThat(found.rolling(39092, BrokerDomains.ofGuide("mg7uja")))
        .extracting(RollingBroker::wanted)
        .extracting(wanted -> wanted.orElseThrow().defaultHost().orElseThrow())
        .containsExactly("kafka-1.internal", "kafka-2.internal", "kafka-3.internal");
    assertThat(
            found.brokers().stream()
                .map(broker -> broker.edit().values().get("listeners"))
                .collect(Collectors.toSet()))
        .containsExactly("PLAINTEXT://:9092,CONTROLLER://:9093,EXTERNAL://:39092");
  }
}
