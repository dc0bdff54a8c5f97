package dev.linkspan.activities.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.linkspan.activities.execution.FakeTime;
import dev.linkspan.activities.tidbcloud.ApiKey;
import dev.linkspan.activities.tidbcloud.Changefeeds;
import dev.linkspan.activities.tidbcloud.Changefeeds.Changefeed;
import dev.linkspan.activities.tidbcloud.Changefeeds.NewChangefeed;
import dev.linkspan.activities.tidbcloud.TidbCloud;
import dev.linkspan.activities.tidbcloud.TidbCloudSettings;
import dev.linkspan.probe.protocol.RowsResult;
import dev.linkspan.probe.protocol.RowsResult.Growth;
import dev.linkspan.workflows.plan.BrokerDomains;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.planning.Planner;
import dev.linkspan.workflows.spec.NewClusterSpec;
import dev.linkspan.workflows.spec.Spec;
import dev.linkspan.workflows.spec.SpecReader;
import dev.linkspan.workflows.spec.SpecReading;
import dev.linkspan.workflows.spec.SpecTemplate;
import dev.linkspan.workflows.verification.Check;
import dev.linkspan.workflows.verification.Repair;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A create call of a worker that died has its effect late. */
class VerificationChangefeedTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final List<String> existing = new CopyOnWriteArrayList<>();
  private final AtomicInteger reads = new AtomicInteger();
  private final List<String> sent = new CopyOnWriteArrayList<>();
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private volatile int lateAtRead = -1;
  private volatile int testStatus = 200;
  private volatile String firstState = "RUNNING";
  private volatile String state = "RUNNING";
  private volatile int startStatus = 200;
  private HttpServer server;
  private TidbCloud cloud;
  private Owner owner;
  private Link link;
  private VerificationChangefeed changefeed;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    URI endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    cloud =
        new TidbCloud(
            new TidbCloudSettings(endpoint, Optional.empty()), name -> new ApiKey("a", "b"));
    use("keep", "3.7.1");
  }

  private void use(String changefeedUse, String kafkaVersion) {
    String checksum = "0".repeat(128);
    Spec.Archive kafka =
        new Spec.Archive(kafkaVersion, "http://mirror.example/kafka_2.13-3.7.1.tgz", checksum);
    Spec.Archive java =
        new Spec.Archive("17.0.1", "http://mirror.example/openjdk-17.0.1.tar.gz", checksum);
    String text =
        SpecTemplate.demo(
                "orders",
                "127.60",
                kafka,
                java,
                1,
                List.of("ap-southeast-1a", "ap-southeast-1b"),
                "10001")
            .replace("use: keep", "use: " + changefeedUse);
    SpecReading.Accepted read = (SpecReading.Accepted) SpecReader.read(text);
    Plan plan = Planner.plan((NewClusterSpec) read.spec());
    link =
        new Link(
            plan,
            "setup",
            null,
            null,
            List.of(),
            null,
            List.of(),
            "eps",
            "ep",
            "plc-1",
            BrokerDomains.ofGuide("unique"));
    owner = new Owner("orders", "setup", plan.region(), plan.credentials());
    changefeed = new VerificationChangefeed(cloud, owner, new FakeTime());
  }

  @AfterEach
  void stop() {
    cloud.close();
    server.stop(0);
  }

  private void answer(HttpExchange call) throws IOException {
    // A sandbox in this JVM has every server close a connection with an unread request.
    String request = new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    calls.add(
        call.getRequestMethod() + " " + call.getRequestURI().getPath().replaceFirst(".*/", ""));
    String body = "{}";
    int status = 200;
    switch (call.getRequestMethod()) {
      case "GET" -> {
        if (call.getRequestURI().getPath().contains("/changefeeds/")) {
          body = json("new");
          break;
        }
        if (reads.incrementAndGet() == lateAtRead) {
          existing.add("late");
        }
        body = "{\"changefeeds\": [" + String.join(",", existing.stream().map(this::json).toList());
        body += "]}";
      }
      case "POST" -> {
        sent.add(request);
        if (call.getRequestURI().getPath().endsWith(":test")) {
          status = testStatus;
          body = "{\"code\": 9, \"message\": \"no broker answers\"}";
        } else if (call.getRequestURI().getPath().endsWith(":start")) {
          status = startStatus;
          body = "{\"code\": 9, \"message\": \"its data is gone\"}";
        } else {
          existing.add("new");
          body = json("new");
        }
      }
      default -> existing.remove(call.getRequestURI().getPath().replaceFirst(".*/", ""));
    }
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    call.getResponseHeaders().set("Content-Type", "application/json");
    call.sendResponseHeaders(status, bytes.length);
    call.getResponseBody().write(bytes);
    call.close();
  }

  private String json(String id) {
    return """
        {"changefeedId": "%s", "displayName": "%s", "state": "%s", "sink": {"type": "KAFKA",
         "kafka": {"network": {"networkType": "PRIVATE_LINK",
                   "privateLink": {"privateLinkConnectionId": "plc-1", "port": 9092}},
                   "topicPartitionConfig": {"defaultTopic": "%s"}}}}
        """
        .formatted(
            id,
            link.plan().verification().changefeed().name(),
            reads.get() > 1 ? state : firstState,
            link.plan().verification().changefeed().topic());
  }

  @Test
  void waitsForTheChangefeedOfAnEarlierAttemptAndUsesIt() {
    lateAtRead = 2;
    changefeed.waitForEarlierAttempt(link, LONG);
    assertThat(changefeed.ensure(link).changefeedId()).isEqualTo("late");
    assertThat(existing).containsExactly("late");
  }

  @Test
  void removesAChangefeedThatAppearsLaterAndKeepsTheOneInUse() {
    changefeed.waitForEarlierAttempt(link, Duration.ZERO);
    Changefeed feed = changefeed.ensure(link);
    existing.add(0, "late");
    changefeed.removeDuplicates(link, feed);
    assertThat(existing).containsExactly("new");
  }

  @Test
  void aChangefeedThatIsOnTwoPagesOfTheListIsNoDuplicateOfItself() {
    existing.addAll(List.of("kept", "kept"));
    assertThat(changefeed.ensure(link).changefeedId()).isEqualTo("kept");
    assertThat(calls).noneMatch(call -> call.startsWith("DELETE"));
  }

  @Test
  void aFailedChangefeedThatTidbCloudDoesNotResumeIsReplaced() {
    existing.add("kept");
    firstState = "RUNNING_FAILED";
    startStatus = 400;
    assertThat(changefeed.ensure(link).changefeedId()).isEqualTo("new");
    assertThat(existing).containsExactly("new");
  }

  @Test
  void aPausedChangefeedThatTidbCloudDoesNotResumeStays() {
    existing.add("kept");
    firstState = "PAUSED";
    startStatus = 400;
    assertThatThrownBy(() -> changefeed.ensure(link)).hasMessageContaining("its data is gone");
    assertThat(existing).containsExactly("kept");
  }

  private Check stateCheck(String shown) {
    existing.add("kept");
    firstState = shown;
    state = shown;
    return checked().stream()
        .filter(check -> check.hop().equals("changefeed"))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({"FINISHED", "SCALING", "''"})
  void aStateThatLinkspanDoesNotKnowIsNotChecked(String shown) {
    Check check = stateCheck(shown);
    assertThat(check.outcome()).isEqualTo(Check.Outcome.NOT_CHECKED);
    assertThat(check.breaks()).isFalse();
    assertThat(check.evidence()).contains("a state that Linkspan does not know");
  }

  @Test
  void theRemedyForAChangefeedThatWasNotCreatedIsNotToResumeIt() {
    Check check = stateCheck("CREATE_FAILED");
    assertThat(check.breaks()).isTrue();
    assertThat(check.remedy()).contains("cannot be resumed").contains("linkspan repair orders");
  }

  @Test
  void removesEveryChangefeedAndReturnsWhenTheyAreGone() {
    existing.addAll(List.of("one", "two"));
    changefeed.remove(link.plan());
    assertThat(existing).isEmpty();
  }

  private List<Check> checked() {
    Growth growth = new Growth(0, 1, 3, 5);
    ChangefeedChecks.Rows rows =
        (asked, through, partitions, timeout) -> new RowsResult(List.of(growth));
    return new ChangefeedChecks(rows, changefeed).check(owner, link, 1);
  }

  @Test
  void testOnlyAsksForTheConnectivityTestAndNothingElse() {
    use("test-only", "3.7.1");

    assertThat(checked())
        .singleElement()
        .satisfies(check -> assertThat(check.passed()).isTrue())
        .extracting(Check::hop)
        .isEqualTo("connectivity test of TiDB Cloud");
    changefeed.remove(link.plan());

    assertThat(calls).containsExactly("POST changefeeds:test");
  }

  @Test
  void aTemporaryChangefeedIsDeletedAfterTheProof() {
    use("temporary", "3.7.1");

    assertThat(checked()).allMatch(Check::passed).hasSize(3);

    assertThat(calls).startsWith("POST changefeeds:test").contains("POST changefeeds");
    assertThat(existing).isEmpty();
  }

  @Test
  void aTemporaryChangefeedIsDeletedWhenTheProofCannotBeMade() {
    use("temporary", "3.7.1");
    ChangefeedChecks.Rows rows =
        (asked, through, partitions, timeout) -> {
          if (timeout.isZero()) {
            return new RowsResult(List.of());
          }
          throw new IllegalStateException("the bastion does not answer");
        };

    assertThatThrownBy(() -> new ChangefeedChecks(rows, changefeed).check(owner, link, 1))
        .hasMessage("the bastion does not answer");

    assertThat(existing).isEmpty();
  }

  @Test
  void aBrokerThatHasJustStartedMayGetItsPartitionBackDuringTheCheck() {
    List<Integer> leaders = new ArrayList<>(List.of(2, 2, 1));
    ChangefeedChecks.Rows rows =
        (asked, through, partitions, timeout) -> {
          int leader = timeout.isZero() ? 2 : leaders.remove(0);
          return new RowsResult(List.of(new Growth(0, leader, 3, 5)));
        };

    ensure();
    assertThat(new ChangefeedChecks(rows, changefeed).check(owner, link, 1))
        .allMatch(Check::passed);
    assertThat(leaders).isEmpty();
  }

  private void ensure() {
    new ChangefeedChecks(
            (asked, through, partitions, timeout) -> new RowsResult(List.of()), changefeed)
        .ensure(owner, link, 1);
  }

  @Test
  void aKeptChangefeedIsCreatedOnceAndStays() {
    ensure();
    ensure();
    assertThat(checked()).allMatch(Check::passed).hasSize(3);
    assertThat(existing).containsExactly("new");
  }

  @Test
  void creatingAKeptChangefeedAndCheckingItTakesFiveCalls() {
    ensure();
    assertThat(calls)
        .containsExactly("GET changefeeds", "POST changefeeds:test", "POST changefeeds");
    calls.clear();
    checked();
    assertThat(calls).containsExactly("POST changefeeds:test", "GET changefeeds");
  }

  @ParameterizedTest
  @CsvSource({"CREATING", "WARNING"})
  void aCheckReadsTheStateAgainIfTheChangefeedDidNotRunYet(String state) {
    existing.add("kept");
    firstState = state;
    assertThat(checked()).allMatch(Check::passed).hasSize(3);
    assertThat(reads).hasValue(2);
  }

  @Test
  void aCheckReadsTheStateAgainIfRowsAreMissing() {
    existing.add("kept");
    ChangefeedChecks.Rows rows =
        (asked, through, partitions, timeout) -> new RowsResult(List.of(new Growth(0, 1, 3, 3)));
    assertThat(new ChangefeedChecks(rows, changefeed).check(owner, link, 1))
        .filteredOn(check -> !check.passed())
        .hasSize(1);
    assertThat(reads).hasValue(2);
  }

  @Test
  void aCheckCreatesNoChangefeedThatIsKept() {
    assertThat(checked())
        .filteredOn(check -> !check.passed())
        .singleElement()
        .satisfies(check -> assertThat(check.breaks()).isFalse())
        .extracting(check -> check.repair().orElseThrow())
        .isEqualTo(Repair.adds(Repair.Kind.CHANGEFEED, ""));
    assertThat(existing).isEmpty();
  }

  @Test
  void noChangefeedIsCreatedWhereTidbCloudCannotConnect() {
    testStatus = 400;

    ensure();
    assertThat(checked().subList(0, 1))
        .singleElement()
        .satisfies(check -> assertThat(check.passed()).isFalse())
        .satisfies(check -> assertThat(check.evidence()).contains("no broker answers"));

    assertThat(existing).isEmpty();
    existing.add("kept");
    assertThat(checked()).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource({"3.7.1, VERSION_3XX", "4.4.0, VERSION_3XX", "2.8.2, VERSION_2XX", "'', VERSION_3XX"})
  void theKafkaVersionIsThatOfTheBrokers(String version, String inApi) {
    Changefeeds api = new Changefeeds(cloud, "default", "10001");
    api.test(new NewChangefeed("name", "plc-1", 9092, "rows", 1, 1, "test.*", version));
    assertThat(sent).singleElement().asString().contains("\"" + inApi + "\"");
  }
}
