package dev.linkspan.sandbox.control;

import dev.linkspan.sandbox.json.Json;
import dev.linkspan.sandbox.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The log of calls: every call that got a response, or should have got one. The file has one JSON
 * object per line.
 */
public final class CallLog {
  private static final int MAX_CALLS = 20_000;

  private final Optional<Path> file;
  private final Deque<Map<String, Object>> calls = new ArrayDeque<>();
  private long count;

  /** Opens the log. The file need not exist. Of a long log, only the end is kept. */
  public CallLog(Path file) {
    this.file = Optional.of(file);
    try {
      if (Files.exists(file)) {
        read(Files.readAllLines(file, StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the log of calls", e);
    }
  }

  private CallLog() {
    this.file = Optional.empty();
  }

  /** Creates a log without a file. */
  public static CallLog inMemory() {
    return new CallLog();
  }

  private void read(List<String> lines) {
    for (String line : lines.subList(Math.max(0, lines.size() - MAX_CALLS), lines.size())) {
      // If the sandbox was killed, the last line may be incomplete.
      if (line.endsWith("}")) {
        Map<String, Object> call = Json.object(line.getBytes(StandardCharsets.UTF_8));
        calls.add(call);
        count = new JsonObject(call).longInteger("n");
      }
    }
  }

  /**
   * Adds a call.
   *
   * @param parameters parameters without credentials and signature
   * @param status HTTP status; 0 if the connection was closed without a response
   * @param code error code; empty for a success
   */
  public synchronized void add(
      String product, String action, Map<String, String> parameters, int status, String code) {
    Map<String, Object> call = new LinkedHashMap<>();
    call.put("n", ++count);
    call.put("at", Instant.now().toString());
    call.put("product", product);
    call.put("action", action);
    call.put("parameters", parameters);
    call.put("status", status);
    call.put("code", code);
    calls.add(call);
    if (calls.size() > MAX_CALLS) {
      calls.removeFirst();
    }
    file.ifPresent(known -> append(known, call));
  }

  private static void append(Path file, Map<String, Object> call) {
    try {
      Files.writeString(
          file, Json.text(call) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the log of calls", e);
    }
  }

  /**
   * Returns the newest calls, oldest first.
   *
   * @param action only calls of this action; empty for all
   */
  public synchronized List<Map<String, Object>> latest(String action, int limit) {
    List<Map<String, Object>> matching =
        calls.stream()
            .filter(call -> action.isEmpty() || action.equals(call.get("action")))
            .toList();
    return new ArrayList<>(matching.subList(Math.max(0, matching.size() - limit), matching.size()));
  }
}
