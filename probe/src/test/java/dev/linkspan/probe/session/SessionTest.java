package dev.linkspan.probe.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class SessionTest {
  private final CountDownLatch hanging = new CountDownLatch(1);
  private OutputStream requests;
  private BufferedReader responses;
  private CompletableFuture<Void> session;

  @BeforeEach
  void start() throws Exception {
    PipedInputStream in = new PipedInputStream();
    PipedInputStream out = new PipedInputStream();
    requests = new PipedOutputStream(in);
    PrintStream written = new PrintStream(new PipedOutputStream(out), true, StandardCharsets.UTF_8);
    responses = new BufferedReader(new InputStreamReader(out, StandardCharsets.UTF_8));
    session =
        CompletableFuture.runAsync(
            () -> {
              try {
                Session.run(in, written, this::respond);
              } catch (Exception e) {
                throw new AssertionError(e);
              }
            });
  }

  private String respond(String command, String request) {
    if (command.equals("hang")) {
      try {
        hanging.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return command + ":" + request;
  }

  @AfterEach
  void end() {
    hanging.countDown();
  }

  private void send(String line) throws Exception {
    requests.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    requests.flush();
  }

  @Test
  void requestsAreAnsweredInOrder() throws Exception {
    send("inspect {\"a\": 1}");
    send("elect");
    assertThat(responses.readLine()).isEqualTo("inspect:{\"a\": 1}");
    assertThat(responses.readLine()).isEqualTo("elect:{}");
    requests.close();
    session.get(10, TimeUnit.SECONDS);
  }

  @Test
  void theSessionEndsWithItsInputEvenWhileARequestIsBeingAnswered() throws Exception {
    send("hang");
    requests.close();
    session.get(10, TimeUnit.SECONDS);
    assertThat(hanging.getCount()).isOne();
  }
}
