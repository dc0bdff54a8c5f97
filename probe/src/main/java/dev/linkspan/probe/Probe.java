package dev.linkspan.probe;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.linkspan.probe.archives.ArchiveServer;
import dev.linkspan.probe.audit.Audit;
import dev.linkspan.probe.client.ErrorText;
import dev.linkspan.probe.examination.Examination;
import dev.linkspan.probe.inspection.Inspection;
import dev.linkspan.probe.link.LinkCheck;
import dev.linkspan.probe.listeners.ListenerChange;
import dev.linkspan.probe.listeners.ServedMetadata;
import dev.linkspan.probe.protocol.AlterListenersRequest;
import dev.linkspan.probe.protocol.AuditRequest;
import dev.linkspan.probe.protocol.ElectRequest;
import dev.linkspan.probe.protocol.ExamineRequest;
import dev.linkspan.probe.protocol.InspectRequest;
import dev.linkspan.probe.protocol.LinkRequest;
import dev.linkspan.probe.protocol.MessagesRequest;
import dev.linkspan.probe.protocol.MetadataRequest;
import dev.linkspan.probe.protocol.MoveReplicasRequest;
import dev.linkspan.probe.protocol.OffsetsRequest;
import dev.linkspan.probe.protocol.RowsRequest;
import dev.linkspan.probe.protocol.SurveyRequest;
import dev.linkspan.probe.protocol.UnregisterRequest;
import dev.linkspan.probe.removal.ReplicaMove;
import dev.linkspan.probe.removal.Unregistration;
import dev.linkspan.probe.session.Session;
import dev.linkspan.probe.survey.Survey;
import dev.linkspan.probe.topics.ArrivingRows;
import dev.linkspan.probe.topics.EndOffsets;
import dev.linkspan.probe.topics.MessageTest;
import dev.linkspan.probe.topics.PreferredLeaders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Entry point. Reads a command's request, one JSON object, from standard input. The last line of
 * standard output is a JSON object with {@code result}, or with {@code error} and exit code 1. A
 * session reads many commands, a line each, and writes a line for each.
 */
public final class Probe {
  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private static final AtomicInteger REQUESTS = new AtomicInteger();

  private Probe() {}

  /**
   * Runs one command: inspect, examine, survey, audit, alter-listeners, messages, metadata, elect,
   * move-replicas, unregister, link, offsets, rows, serve, or session.
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length == 0) {
      System.err.println(
          "commands: inspect examine survey audit alter-listeners messages metadata elect"
              + " move-replicas unregister link offsets rows serve session");
      System.exit(2);
    }
    int exitCode = 0;
    if (arguments[0].equals("session")) {
      Session.run(System.in, System.out, Probe::respondInSession);
    } else {
      Map<String, Object> response = respond(() -> run(arguments));
      exitCode = response.containsKey("error") ? 1 : 0;
      System.out.println(JSON.writeValueAsString(response));
    }
    System.out.flush();
    // An orderly exit waits for clients that cannot reach their broker any more.
    Runtime.getRuntime().halt(exitCode);
  }

  private static String respondInSession(String command, String request) {
    try {
      return JSON.writeValueAsString(respond(() -> run(command, request)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, Object> respond(Callable<Object> command) {
    try {
      return Map.of("result", command.call());
    } catch (Exception e) {
      return Map.of("error", ErrorText.of(e));
    }
  }

  private static Object run(String[] arguments) throws Exception {
    if (arguments[0].equals("serve")) {
      return ArchiveServer.run(
          ArchiveServer.Options.parse(Arrays.asList(arguments).subList(1, arguments.length)));
    }
    return run(arguments[0], new String(System.in.readAllBytes(), StandardCharsets.UTF_8));
  }

  private static Object run(String command, String request) throws Exception {
    if (REQUESTS.getAndIncrement() > 0 && command.equals("link")) {
      throw new IllegalStateException(
          "link changes how the process resolves names: it must be the first request");
    }
    return switch (command) {
      case "inspect" -> Inspection.run(read(request, InspectRequest.class));
      case "examine" -> Examination.run(read(request, ExamineRequest.class));
      case "survey" -> Survey.run(read(request, SurveyRequest.class));
      case "audit" -> Audit.run(read(request, AuditRequest.class));
      case "alter-listeners" -> ListenerChange.run(read(request, AlterListenersRequest.class));
      case "messages" -> MessageTest.run(read(request, MessagesRequest.class));
      case "metadata" -> ServedMetadata.run(read(request, MetadataRequest.class));
      case "elect" -> PreferredLeaders.run(read(request, ElectRequest.class));
      case "move-replicas" -> ReplicaMove.run(read(request, MoveReplicasRequest.class));
      case "unregister" -> Unregistration.run(read(request, UnregisterRequest.class));
      case "link" -> LinkCheck.run(read(request, LinkRequest.class));
      case "offsets" -> EndOffsets.run(read(request, OffsetsRequest.class));
      case "rows" -> ArrivingRows.run(read(request, RowsRequest.class));
      default -> throw new IllegalArgumentException("unknown command: " + command);
    };
  }

  private static <T> T read(String request, Class<T> type) throws IOException {
    return JSON.readValue(request, type);
  }
}
