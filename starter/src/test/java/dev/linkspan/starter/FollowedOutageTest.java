package dev.linkspan.starter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linkspan.starter.console.Console;
import dev.linkspan.starter.progress.SetupFollower;
import dev.linkspan.starter.setups.SetupClient;
import dev.linkspan.starter.temporal.TemporalConnection;
import io.grpc.Status;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FollowedOutageTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  static List<Arguments> passing() {
    return List.of(
        Arguments.of(
            Status.RESOURCE_EXHAUSTED.withDescription("namespace rate limit exceeded"),
            "is too busy"),
        Arguments.of(
            Status.CANCELLED.withDescription("RST_STREAM closed stream"), "broke off the call"));
  }

  @ParameterizedTest
  @MethodSource("passing")
  void aFollowerGoesOnAfterARefusalThatPasses(Status refusal, String said)
      throws InterruptedException {
    ScriptedServer server = ScriptedServer.waiting("orders");
    server.refusal = Optional.of(refusal);
    var connection = server.connect(Map.of(), Optional.empty());
    var err = new ByteArrayOutputStream();
    Thread follows = follow(connection, err);

    awaitSaid(err, said);
    server.refusal = Optional.empty();

    awaitSaid(err, "No worker responds");
    assertThat(follows.isAlive()).isTrue();
    follows.interrupt();
    follows.join();
    connection.close();
    server.close();
  }

  @Test
  void aServerThatForgetsASetupForAMomentDoesNotEndAFollower() throws InterruptedException {
    ScriptedServer server = ScriptedServer.waiting("orders");
    var connection = server.connect(Map.of(), Optional.empty());
    var err = new ByteArrayOutputStream();
    Thread follows = follow(connection, err);
    awaitSaid(err, "No worker responds");

    server.refusal = Optional.of(Status.NOT_FOUND.withDescription("workflow not found"));
    awaitQueries(server, 2);
    server.refusal = Optional.empty();
    awaitQueries(server, 2);

    assertThat(follows.isAlive()).isTrue();
    assertThat(err.toString(StandardCharsets.UTF_8)).doesNotContain("no running setup");
    server.refusal = Optional.of(Status.NOT_FOUND.withDescription("workflow not found"));
    follows.join(PATIENCE.toMillis());
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("The follower has ended", "There is no running setup named orders");
    connection.close();
    server.close();
  }

  @Test
  void aSetupThatNoServerHasEverKnownEndsAFollowerAtOnce() throws InterruptedException {
    ScriptedServer server = ScriptedServer.waiting("orders");
    server.refusal = Optional.of(Status.NOT_FOUND.withDescription("workflow not found"));
    var connection = server.connect(Map.of(), Optional.empty());
    var err = new ByteArrayOutputStream();

    follow(connection, err).join(PATIENCE.toMillis());

    assertThat(err.toString(StandardCharsets.UTF_8)).contains("The follower has ended");
    assertThat(server.queries.get()).isLessThanOrEqualTo(2);
    connection.close();
    server.close();
  }

  private static void awaitSaid(ByteArrayOutputStream err, String text) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(err.toString(StandardCharsets.UTF_8)).contains(text));
  }

  private static void awaitQueries(ScriptedServer server, int more) {
    int before = server.queries.get();
    await().atMost(PATIENCE).until(() -> server.queries.get() >= before + more);
  }

  @Test
  void theLineOfAnOutageNamesTheTemporalServer() throws InterruptedException {
    ScriptedServer server = ScriptedServer.waiting("orders");
    server.refusal = Optional.of(Status.UNAVAILABLE.withDescription("connection refused"));
    var connection = server.connect(Map.of(), Optional.empty());
    var err = new ByteArrayOutputStream();
    Thread follows = follow(connection, err);

    awaitSaid(err, "Temporal is at scripted, namespace default.");
    follows.interrupt();
    follows.join();
    connection.close();
    server.close();
  }

  private static Thread follow(TemporalConnection connection, OutputStream err) {
    Console console =
        Console.plain(
            new PrintStream(PrintStream.nullOutputStream()),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            InputStream.nullInputStream());
    SetupFollower follower = new SetupFollower(console, new SetupClient(connection), "orders");
    Thread follows =
        new Thread(
            () -> {
              try {
                follower.followUntil(snapshot -> true);
              } catch (RuntimeException e) {
                console.say("The follower has ended: " + e);
              }
            });
    follows.start();
    return follows;
  }
}
