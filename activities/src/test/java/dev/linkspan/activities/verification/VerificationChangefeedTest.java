package dev.linkspan.activities.verification;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.linkspan.activities.execution.FakeTime;
import dev.linkspan.activities.tidbcloud.ApiKey;
import dev.linkspan.activities.tidbcloud.Changefeeds.Changefeed;
import dev.linkspan.activities.tidbcloud.TidbCloud;
import dev.linkspan.activities.tidbcloud.TidbCloudSettings;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.planning.Planner;
import dev.linkspan.workflows.spec.NewClusterSpec;
import dev.linkspan.workflows.spec.Spec;
import dev.linkspan.workflows.spec.SpecReader;
import dev.linkspan.workflows.spec.SpecReading;
import dev.linkspan.workflows.spec.SpecTemplate;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A create call of a worker that died has its effect late. */
class VerificationChangefeedTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final List<String> existing = new CopyOnWriteArrayList<>();
  private final AtomicInteger reads = new AtomicInteger();
  private volatile int lateAtRead = -1;
  private HttpServer server;
  private TidbCloud cloud;
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
    String checksum = "0".repeat(128);
    Spec.Archive kafka =
        new Spec.Archive("3.7.1", "http://mirror.example/kafka_2.13-3.7.1.tgz", checksum);
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
            "10001");
    SpecReading.Accepted read = (SpecReading.Accepted) SpecReader.read(text);
    Plan plan = Planner.plan((NewClusterSpec) read.spec());
    link =
        new Link(plan, "setup", null, List.of(), null, List.of(), "eps", "ep", "plc-1", "unique");
    changefeed =
        new VerificationChangefeed(
            cloud, new Owner("orders", "setup", plan.region(), plan.credentials()), new FakeTime());
  }

  @AfterEach
  void stop() {
    cloud.close();
    server.stop(0);
  }

  private void answer(HttpExchange call) throws IOException {
    String body = "{}";
    switch (call.getRequestMethod()) {
      case "GET" -> {
        if (reads.incrementAndGet() == lateAtRead) {
          existing.add("late");
        }
        body = "{\"changefeeds\": [" + String.join(",", existing.stream().map(this::json).toList());
        body += "]}";
      }
      case "POST" -> {
        existing.add("new");
        body = json("new");
      }
      default -> existing.remove(call.getRequestURI().getPath().replaceFirst(".*/", ""));
    }
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    call.getResponseHeaders().set("Content-Type", "application/json");
    call.sendResponseHeaders(200, bytes.length);
    call.getResponseBody().write(bytes);
    call.close();
  }

  private String json(String id) {
    return """
        {"changefeedId": "%s", "displayName": "%s", "state": "RUNNING", "sink": {"type": "KAFKA",
         "kafka": {"network": {"networkType": "PRIVATE_LINK",
                   "privateLink": {"privateLinkConnectionId": "plc-1", "port": 9092}},
                   "topicPartitionConfig": {"defaultTopic": "%s"}}}}
        """
        .formatted(
            id,
            link.plan().verification().changefeedName(),
            link.plan().verification().changefeedTopic());
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
  void removesEveryChangefeedAndReturnsWhenTheyAreGone() {
    existing.addAll(List.of("one", "two"));
    changefeed.remove(link.plan());
    assertThat(existing).isEmpty();
  }
}
