package dev.linkspan.probe.session;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Answers one request after the other, so that not each one needs a new process. A request is a
 * line: a command, a space, and JSON. The session ends when its input ends, even while a request is
 * being answered, because nobody waits for the response any more.
 */
public final class Session {
  private static final int INTERNAL_ERROR = 3;

  private Session() {}

  /** Runs a command. */
  public interface Responder {
    /** Returns the response, one line without its end. */
    String respond(String command, String request);
  }

  /**
   * Returns when the input ends.
   *
   * @throws IOException if a request cannot be read
   */
  public static void run(InputStream requests, PrintStream responses, Responder responder)
      throws IOException {
    ExecutorService executor = Executors.newSingleThreadExecutor(Session::responderThread);
    var lines = new BufferedReader(new InputStreamReader(requests, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] words = line.split(" ", 2);
      executor.execute(
          () -> {
            responses.println(responder.respond(words[0], words.length > 1 ? words[1] : "{}"));
            responses.flush();
          });
    }
  }

  private static Thread responderThread(Runnable task) {
    Thread thread = new Thread(task, "responder");
    thread.setDaemon(true);
    thread.setUncaughtExceptionHandler(
        (failed, error) -> {
          error.printStackTrace();
          Runtime.getRuntime().halt(INTERNAL_ERROR);
        });
    return thread;
  }
}
