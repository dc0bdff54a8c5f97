package dev.linkspan.probe;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * One question after the other without a new process for each: a line is a command, a space and its
 * request. Over as soon as nobody is there to ask any more, whatever is being answered then.
 */
final class Session {
  private static final int BROKEN = 3;

  private Session() {}

  /** How a question is answered: one line. */
  interface Answering {
    String line(String command, String request);
  }

  /** Returns when the questions end. */
  static void run(InputStream questions, PrintStream answers, Answering answering)
      throws IOException {
    ExecutorService one =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "answers");
              thread.setDaemon(true);
              thread.setUncaughtExceptionHandler(
                  (answerer, broken) -> {
                    broken.printStackTrace();
                    Runtime.getRuntime().halt(BROKEN);
                  });
              return thread;
            });
    var lines = new BufferedReader(new InputStreamReader(questions, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] question = line.split(" ", 2);
      one.execute(
          () -> {
            answers.println(answering.line(question[0], question.length > 1 ? question[1] : "{}"));
            answers.flush();
          });
    }
  }
}
