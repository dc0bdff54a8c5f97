package dev.linkspan.probe;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.linkspan.probe.audit.Audit;
import dev.linkspan.probe.protocol.AlterListenersRequest;
import dev.linkspan.probe.protocol.AuditRequest;
import dev.linkspan.probe.protocol.ElectRequest;
import dev.linkspan.probe.protocol.InspectRequest;
import dev.linkspan.probe.protocol.LinkRequest;
import dev.linkspan.probe.protocol.MessagesRequest;
import dev.linkspan.probe.protocol.MetadataRequest;
import dev.linkspan.probe.protocol.OffsetsRequest;
import dev.linkspan.probe.protocol.RowsRequest;
import dev.linkspan.probe.protocol.SurveyRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Entry point. A command's request is one JSON object on standard input; the answer's last line is
 * a JSON object with {@code result}, or with {@code error} and exit code 1. A session takes many
 * commands, a line each, and gives a line for each.
 */
public final class Probe {
  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private static final AtomicInteger QUESTIONS = new AtomicInteger();

  private Probe() {}

  /**
   * Commands: inspect, survey, audit, alter-listeners, messages, metadata, elect, link, offsets,
   * rows, serve, session.
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length == 0) {
      System.err.println(
          "commands: inspect survey audit alter-listeners messages metadata elect link offsets rows"
              + " serve session");
      System.exit(2);
    }
    int exitCode = 0;
    if (arguments[0].equals("session")) {
      Session.run(System.in, System.out, Probe::answerInSession);
    } else {
      Map<String, Object> line = answered(() -> answer(arguments));
      exitCode = line.containsKey("error") ? 1 : 0;
      System.out.println(JSON.writeValueAsString(line));
    }
    System.out.flush();
    // A client that cannot reach its broker any more would hold up an orderly end.
    Runtime.getRuntime().halt(exitCode);
  }

  private static String answerInSession(String command, String request) {
    try {
      return JSON.writeValueAsString(answered(() -> answer(command, request)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, Object> answered(Callable<Object> answer) {
    try {
      return Map.of("result", answer.call());
    } catch (Exception e) {
      return Map.of("error", Problems.describe(e));
    }
  }

  private static Object answer(String[] arguments) throws Exception {
    if (arguments[0].equals("serve")) {
      return ArchiveServer.run(
          ArchiveServer.Options.parse(Arrays.asList(arguments).subList(1, arguments.length)));
    }
    return answer(arguments[0], new String(System.in.readAllBytes(), StandardCharsets.UTF_8));
  }

  private static Object answer(String command, String request) throws Exception {
    if (QUESTIONS.getAndIncrement() > 0 && command.equals("link")) {
      throw new IllegalStateException(
          "link changes how the process resolves names: it has to be the first question");
    }
    return switch (command) {
      case "inspect" -> Inspection.run(read(request, InspectRequest.class));
      case "survey" -> Survey.run(read(request, SurveyRequest.class));
      case "audit" -> Audit.run(read(request, AuditRequest.class));
      case "alter-listeners" -> ListenerChange.run(read(request, AlterListenersRequest.class));
      case "messages" -> MessageTest.run(read(request, MessagesRequest.class));
      case "metadata" -> ServedMetadata.run(read(request, MetadataRequest.class));
      case "elect" -> PreferredLeaders.run(read(request, ElectRequest.class));
      case "link" -> LinkWalk.run(read(request, LinkRequest.class));
      case "offsets" -> EndOffsets.run(read(request, OffsetsRequest.class));
      case "rows" -> ArrivingRows.run(read(request, RowsRequest.class));
      default -> throw new IllegalArgumentException("no command " + command);
    };
  }

  private static <T> T read(String request, Class<T> type) throws IOException {
    return JSON.readValue(request, type);
  }
}
