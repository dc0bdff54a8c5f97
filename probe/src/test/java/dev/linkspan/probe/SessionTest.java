package dev.linkspan.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class SessionTest {
  private final CountDownLatch silence = new CountDownLatch(1);
  private OutputStream questions;
  private BufferedReader answers;
  private CompletableFuture<Void> over;

  @BeforeEach
  void begin() throws Exception {
    PipedInputStream asked = new PipedInputStream();
    PipedInputStream answered = new PipedInputStream();
    questions = new PipedOutputStream(asked);
    PrintStream out =
        new PrintStream(new PipedOutputStream(answered), true, StandardCharsets.UTF_8);
    answers = new BufferedReader(new InputStreamReader(answered, StandardCharsets.UTF_8));
    over =
        CompletableFuture.runAsync(
            () -> {
              try {
                Session.run(asked, out, this::answer);
              } catch (Exception e) {
                throw new AssertionError(e);
              }
            });
  }

  private String answer(String command, String request) {
    if (command.equals("hang")) {
      try {
        silence.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return command + ":" + request;
  }

  @AfterEach
  void end() {
    silence.countDown();
  }

  private void ask(String line) throws Exception {
    questions.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    questions.flush();
  }

  @Test
  void everyLineIsAnsweredInItsTurn() throws Exception {
    ask("inspect {\"a\": 1}");
    ask("elect");
    assertThat(answers.readLine()).isEqualTo("inspect:{\"a\": 1}");
    assertThat(answers.readLine()).isEqualTo("elect:{}");
    questions.close();
    over.get(10, TimeUnit.SECONDS);
  }

  @Test
  void aProcessThatResolvedNamesBeforeDoesNotWalkTheLink() throws Exception {
    Process probe =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Probe.class.getName(),
                "session")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (var out = probe.outputWriter();
        var in = probe.inputReader()) {
      String walk = "link {\"addresses\": [], \"brokers\": []}\n";
      out.write(walk + walk);
      out.flush();
      assertThat(in.readLine()).isEqualTo("{\"result\":{\"hops\":[]}}");
      assertThat(in.readLine()).startsWith("{\"error\":").contains("has to be the first question");
    } finally {
      assertThat(probe.waitFor(10, TimeUnit.SECONDS)).as("it ends with its input").isTrue();
    }
  }

  @Test
  void itIsOverWithTheQuestionsEvenWhileOneIsBeingAnswered() throws Exception {
    ask("hang");
    questions.close();
    over.get(10, TimeUnit.SECONDS);
    assertThat(silence.getCount()).isOne();
  }
}
