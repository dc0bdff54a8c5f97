package dev.linkspan.starter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linkspan.starter.console.Console;
import dev.linkspan.starter.progress.SetupFollower;
import dev.linkspan.starter.setups.SetupClient;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FollowedOutageTest {
  @Test
  void theLineOfAnOutageNamesTheTemporalServer() throws InterruptedException {
    ScriptedServer server = ScriptedServer.waiting("orders");
    var connection = server.connect(Map.of(), Optional.empty());
    server.close();
    var err = new ByteArrayOutputStream();
    Console console =
        Console.plain(
            new PrintStream(PrintStream.nullOutputStream()),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            InputStream.nullInputStream());
    SetupFollower follower = new SetupFollower(console, new SetupClient(connection), "orders");
    Thread follows = new Thread(() -> follower.followUntil(snapshot -> true));
    follows.setUncaughtExceptionHandler((thread, ended) -> {});
    follows.start();

    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(err.toString(StandardCharsets.UTF_8))
                    .contains("Temporal is at scripted, namespace default."));
    follows.interrupt();
    follows.join();
    connection.close();
  }
}
