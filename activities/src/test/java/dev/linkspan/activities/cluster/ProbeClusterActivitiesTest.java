package dev.linkspan.activities.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.linkspan.activities.execution.TestActivities;
import dev.linkspan.activities.probe.BastionProbe;
import dev.linkspan.activities.probe.ProbeJar;
import dev.linkspan.activities.ssh.Shell;
import dev.linkspan.activities.ssh.Ssh;
import dev.linkspan.activities.ssh.TestMachines;
import dev.linkspan.workflows.kafka.ClusterActivities;
import dev.linkspan.workflows.kafka.ClusterActivities.ClusterAccess;
import dev.linkspan.workflows.kafka.ClusterActivities.ClusterFacts;
import dev.linkspan.workflows.kafka.ClusterActivities.ClusterHealth;
import dev.linkspan.workflows.kafka.ClusterActivities.RunningBroker;
import dev.linkspan.workflows.kafka.ClusterActivities.TopicAtRisk;
import dev.linkspan.workflows.kafka.NodeActivities.Node;
import dev.linkspan.workflows.plan.ClusterPlan.Mode;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan.CredentialNames;
import io.temporal.testing.TestActivityEnvironment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uses a program on the bastion that records its requests and returns prepared answers. */
class ProbeClusterActivitiesTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Owner OWNER =
      new Owner("test", "id", "r", new CredentialNames("a", "t", TestMachines.KEY));
  private static final String HEALTH =
      """
      {"clusterId":"c","brokers":[1,2],"activeController":2,"laggingVoters":[],\
      "underReplicated":[],"leaderless":[],"atMinIsr":["t-0"],\
      "advertisedExternal":{"1":"b1.x:9093"},"offsetLag":{"1":0},"newField":1}""";
  private static final String JAVA =
      """
      #!/bin/bash
      home=$(dirname "$0")/../..
      echo $$ >> "$home/started"
      while read -r command request; do
        printf %s "$request" > "$home/request"
        echo "something else first"
        cat "$home/answer-$command"
      done
      """;
  @TempDir static Path folder;
  private static TestMachines machines;
  private static Ssh ssh;
  private static TestActivityEnvironment temporal;
  private static ClusterActivities cluster;
  private static ClusterAccess access;

  @BeforeAll
  static void boot() throws Exception {
    machines = new TestMachines(folder);
    ssh = new Ssh(machines.keys());
    temporal = TestActivities.environment();
    ProbeJar jar = ProbeJar.of("a jar".getBytes(StandardCharsets.US_ASCII));
    temporal.registerActivitiesImplementations(
        new ProbeClusterActivities(new BastionProbe(ssh, () -> jar)));
    cluster = temporal.newActivityStub(ClusterActivities.class);
    String root = shell().run("pwd", LIMIT).stdout().strip() + "/linkspan";
    Node bastion = new Node(machines.bastion(), machines.bastionPrivateAddress(), root);
    access =
        new ClusterAccess(
            bastion,
            Mode.COMBINED,
            Map.of(1, "10.0.0.1", 2, "10.0.1.1"),
            List.of(1, 2),
            Map.of(),
            9092,
            39092);
    write("jdk/bin/java", JAVA);
    shell().run("chmod +x linkspan/jdk/bin/java", LIMIT);
  }

  @AfterAll
  static void halt() {
    temporal.close();
    ssh.close();
    machines.close();
  }

  private static Shell shell() {
    return ssh.on(TestMachines.KEY, machines.bastion());
  }

  private static void write(String path, String text) {
    String root = shell().run("pwd", LIMIT).stdout().strip() + "/linkspan/";
    shell().upload(root + path, text.getBytes(StandardCharsets.UTF_8), LIMIT);
  }

  private static String request() {
    return shell().run("cat linkspan/request", LIMIT).stdout();
  }

  @Test
  void anInspectionIsOneRequestAndUnknownFieldsAreIgnored() {
    write(
        "answer-inspect", "{\"result\":{\"met\":true,\"reasons\":[],\"health\":" + HEALTH + "}}\n");
    ClusterHealth health = cluster.inspect(OWNER, access);
    assertThat(health.brokers()).containsExactly(1, 2);
    assertThat(health.activeController()).isEqualTo(2);
    assertThat(health.advertisedExternal()).containsExactly(Map.entry(1, "b1.x:9093"));
    assertThat(request())
        .contains("\"until\":\"once\"", "\"1\":\"10.0.0.1\"", "\"voters\":[1,2]", "\"port\":9092");
    assertThat(cluster.awaitInSync(OWNER, access, 3, Duration.ofMinutes(1))).isEqualTo(health);
    assertThat(request()).contains("\"until\":\"in-sync\"", "\"reads\":3");
  }

  /** Sends one request to a new probe. */
  private static void ask(Ssh connections) {
    ProbeJar jar = ProbeJar.of("a jar".getBytes(StandardCharsets.US_ASCII));
    ask(new BastionProbe(connections, () -> jar));
  }

  private static void ask(BastionProbe probe) {
    var unused = probe.ask(TestMachines.KEY, access.bastion(), "elect", Map.of(), LIMIT, Map.class);
  }

  private static List<String> started() {
    return shell().run("cat linkspan/started", LIMIT).stdout().lines().toList();
  }

  @Test
  void oneProbeAnswersManyRequestsAndIsReplacedWhenItDies() {
    write("answer-elect", "{\"result\":{\"notElected\":{}}}\n");
    // A pool of its own: other tests may leave more than one idle probe in theirs.
    ProbeJar jar = ProbeJar.of("a jar".getBytes(StandardCharsets.US_ASCII));
    BastionProbe pooled = new BastionProbe(ssh, () -> jar);
    ask(pooled);
    List<String> first = started();
    ask(pooled);
    assertThat(started()).isEqualTo(first);

    String probe = first.get(first.size() - 1);
    shell().run("kill " + probe + "; while kill -0 " + probe + "; do sleep 0.1; done", LIMIT);
    ask(pooled);
    assertThat(started()).hasSize(first.size() + 1);
  }

  @Test
  void aSeparateProbeAnswersOneRequestOnly() {
    write("answer-elect", "{\"result\":{\"notElected\":{}}}\n");
    cluster.electPreferredLeaders(OWNER, access);
    int before = started().size();
    ProbeJar jar = ProbeJar.of("a jar".getBytes(StandardCharsets.US_ASCII));
    BastionProbe probe = new BastionProbe(ssh, () -> jar);
    for (int i = 0; i < 2; i++) {
      var unused =
          probe.askAlone(TestMachines.KEY, access.bastion(), "elect", Map.of(), LIMIT, Map.class);
    }
    assertThat(started()).hasSize(before + 2);
  }

  @Test
  void aProbeEndsWithItsConnection() throws Exception {
    write("answer-elect", "{\"result\":{\"notElected\":{}}}\n");
    try (Ssh other = new Ssh(machines.keys())) {
      ask(other);
    }
    String probe = started().get(started().size() - 1);
    await().until(() -> !shell().run("kill -0 " + probe, LIMIT).succeeded());
  }

  @Test
  void unexpectedOutputOfTheProbeIsInTheFailure() {
    write("jdk/bin/java", "#!/bin/bash\necho 'cannot allocate memory' >&2; exit 1\n");
    shell().run("chmod +x linkspan/jdk/bin/java", LIMIT);
    try {
      assertThatThrownBy(() -> ask(ssh))
          .hasStackTraceContaining("the probe's elect failed: cannot allocate memory");
    } finally {
      write("jdk/bin/java", JAVA);
      shell().run("chmod +x linkspan/jdk/bin/java", LIMIT);
    }
  }

  @Test
  void theProbeIsUploadedIfItIsMissingOrDifferent() {
    write("answer-elect", "{\"result\":{\"notElected\":{}}}\n");
    write("probe.jar.sha256", "another");
    ask(ssh);
    assertThat(shell().run("cat linkspan/probe.jar", LIMIT).stdout()).isEqualTo("a jar");
    cluster.electPreferredLeaders(OWNER, access);
    assertThat(request()).contains("10.0.0.1:9092", "10.0.1.1:9092");
  }

  @Test
  void lostMessagesAreAFailureWithTheMessageOfTheProbe() {
    write(
        "answer-messages",
        "{\"result\":{\"outcomes\":{\"0\":{\"sent\":5,\"read\":4,\"problem\":\"only 4 of 5\"}}}}\n");
    assertThatThrownBy(() -> cluster.testMessages(OWNER, access, "t", 10))
        .hasStackTraceContaining("only 4 of 5");
    write("answer-messages", "{\"error\":\"TimeoutException: nobody there\"}\n");
    assertThatThrownBy(() -> cluster.testMessages(OWNER, access, "t", 10))
        .hasStackTraceContaining("TimeoutException: nobody there");
  }

  @Test
  void anAddressIsAdvertisedWhenItRunsAndEveryBrokerServesIt() {
    write(
        "answer-inspect", "{\"result\":{\"met\":true,\"reasons\":[],\"health\":" + HEALTH + "}}\n");
    write(
        "answer-metadata",
        "{\"result\":{\"served\":{\"1\":{\"1\":\"b1.x:9093\"},\"2\":{\"1\":\"b1.x:9093\"}}}}\n");
    assertThatCode(() -> cluster.awaitAdvertised(OWNER, access, 1, "b1.x", 9093))
        .doesNotThrowAnyException();
    assertThat(request()).contains("39092");
  }

  @Test
  void theGateNamesItsBroker() {
    write(
        "answer-inspect", "{\"result\":{\"met\":true,\"reasons\":[],\"health\":" + HEALTH + "}}\n");
    assertThat(cluster.awaitGate(OWNER, access, 2, 3, Duration.ofMinutes(1)).brokers())
        .containsExactly(1, 2);
    assertThat(request())
        .contains("\"until\":\"gate\"", "\"nodeId\":2", "\"reads\":3", "\"mode\":\"kraft\"");
  }

  @Test
  void aSurveyReturnsVotersDedicatedControllersAndTopicsAtRisk() {
    write(
        "answer-survey",
        """
        {"result":{"clusterId":"c","mode":"kraft","activeController":101,"topics":2,"partitions":7,\
        "brokers":[{"id":1,"host":"::1","port":9092,"listeners":"A://:9092","advertisedListeners":"",\
        "protocolMap":"A:PLAINTEXT","interBrokerListener":"A","processRoles":"broker"},{"id":2}],\
        "controllers":{"101":"10.0.2.1:9093","102":"10.0.2.2:9093"},\
        "voters":[{"id":101,"lagMillis":0},{"id":102,"lagMillis":3}],\
        "atRisk":[{"topic":"t","partitions":1,"replicationFactor":1,"minInsync":1,"reason":"one"},\
        {"topic":"linkspan-test","partitions":1,"replicationFactor":1,"minInsync":1,"reason":"r"}],\
        "problems":["Broker 3 is odd."]}}
        """);
    ClusterAccess dedicated =
        new ClusterAccess(
            access.bastion(), Mode.DEDICATED, access.brokers(), List.of(), Map.of(), 9092, 39092);
    ClusterFacts facts = cluster.survey(OWNER, dedicated);
    assertThat(facts.brokers()).containsExactly(1, 2);
    assertThat(facts.voters()).containsExactly(101, 102);
    assertThat(facts.controllers()).isEqualTo(Map.of(101, "10.0.2.1:9093", 102, "10.0.2.2:9093"));
    assertThat(facts.atRisk()).containsExactly(new TopicAtRisk("t", 1, 1, 1, "one"));
    assertThat(facts.problems()).containsExactly("Broker 3 is odd.");
    assertThat(facts.running())
        .containsExactly(
            new RunningBroker(1, "A://:9092", "", "A:PLAINTEXT", "A", "broker", "[::1]:9092"));
    assertThat(facts.hosts()).isEqualTo(Map.of(1, "::1"));
    assertThat(cluster.survey(OWNER, access).controllers()).isEmpty();
  }

  @Test
  void listenersAreChangedInOneRequest() {
    write("answer-alter-listeners", "{\"result\":{\"nodeId\":1,\"values\":{},\"sources\":{}}}\n");
    cluster.alterListeners(OWNER, access, 1, Map.of("listeners", "A://:1"));
    assertThat(request()).contains("\"nodeId\":1", "\"set\":{\"listeners\":\"A://:1\"}");
  }

  @Test
  void c8EveryQuestionNamesTheListenerForTidbCloud() {
    ClusterAccess named =
        new ClusterAccess(
            access.bastion(),
            Mode.ZOOKEEPER,
            access.brokers(),
            List.of(),
            Map.of(),
            9092,
            39092,
            "TIDB");
    write("answer-alter-listeners", "{\"result\":{\"nodeId\":1,\"values\":{},\"sources\":{}}}\n");
    write(
        "answer-inspect", "{\"result\":{\"met\":true,\"reasons\":[],\"health\":" + HEALTH + "}}\n");
    cluster.inspect(OWNER, named);
    assertThat(request()).contains("\"listener\":\"TIDB\"");
    cluster.clearListeners(OWNER, named, 1);
    assertThat(request()).contains("\"clear\":[\"listeners\"", "\"listener\":\"TIDB\"");
  }

  @Test
  void replicasAreMovedUntilNoneIsLeft() {
    write(
        "answer-move-replicas",
        "{\"result\":{\"left\":0,\"waiting\":0,\"missingBytes\":0,\"impossible\":[]}}\n");
    cluster.moveReplicas(OWNER, access, List.of(4), Duration.ofMinutes(1));
    assertThat(request()).contains("\"from\":[4]", "10.0.0.1:9092");
  }

  @Test
  void replicasThatDoNotAdvanceNeedAPerson() {
    write(
        "answer-move-replicas",
        "{\"result\":{\"left\":3,\"waiting\":0,\"missingBytes\":9,\"impossible\":[]}}\n");
    assertThatThrownBy(() -> cluster.moveReplicas(OWNER, access, List.of(4), Duration.ofMillis(1)))
        .hasStackTraceContaining("brokers [4] still hold replicas of 3 partitions");
  }

  @Test
  void aTopicWithMoreReplicasThanBrokersThatStayNeedsAPersonAtOnce() {
    write(
        "answer-move-replicas",
        "{\"result\":{\"left\":1,\"waiting\":1,\"missingBytes\":0,\"impossible\":[\"wide-0\"]}}\n");
    assertThatThrownBy(() -> cluster.moveReplicas(OWNER, access, List.of(4), Duration.ofHours(1)))
        .hasStackTraceContaining("more replicas than there would be brokers: wide-0");
  }

  @Test
  void aBrokerIsUnregisteredThroughTheOthers() {
    write("answer-unregister", "{\"result\":{\"removed\":false}}\n");
    cluster.unregister(OWNER, access, 4);
    assertThat(request()).contains("\"nodeId\":4");
  }
}
