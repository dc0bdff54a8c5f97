package dev.linkspan.probe;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.linkspan.probe.audit.Audit;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;

/**
 * Entry point. A command's request is one JSON object on standard input; the answer's last line is
 * a JSON object with {@code result}, or with {@code error} and exit code 1.
 */
public final class Probe {
  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private Probe() {}

  /**
   * Commands: inspect, survey, audit, alter-listeners, messages, metadata, elect, link, offsets,
   * rows, serve.
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length == 0) {
      System.err.println(
          "commands: inspect survey audit alter-listeners messages metadata elect link offsets rows"
              + " serve");
      System.exit(2);
    }
    Map<String, Object> line;
    int exitCode = 0;
    try {
      line = Map.of("result", answer(arguments));
    } catch (Exception e) {
      line = Map.of("error", Problems.describe(e));
      exitCode = 1;
    }
    System.out.println(JSON.writeValueAsString(line));
    System.out.flush();
    // A client that cannot reach its broker any more would hold up an orderly end.
    Runtime.getRuntime().halt(exitCode);
  }

  private static Object answer(String[] arguments) throws Exception {
    return switch (arguments[0]) {
      case "inspect" -> Inspection.run(request(Inspection.Request.class));
      case "survey" -> Survey.run(request(Survey.Request.class));
      case "audit" -> Audit.run(request(Audit.Request.class));
      case "alter-listeners" -> ListenerChange.run(request(ListenerChange.Request.class));
      case "messages" -> MessageTest.run(request(MessageTest.Request.class));
      case "metadata" -> ServedMetadata.run(request(ServedMetadata.Request.class));
      case "elect" -> PreferredLeaders.run(request(PreferredLeaders.Request.class));
      case "link" -> LinkWalk.run(request(LinkWalk.Request.class));
      case "offsets" -> EndOffsets.run(request(EndOffsets.Request.class));
      case "rows" -> ArrivingRows.run(request(ArrivingRows.Request.class));
      case "serve" ->
          ArchiveServer.run(
              ArchiveServer.Options.parse(Arrays.asList(arguments).subList(1, arguments.length)));
      default -> throw new IllegalArgumentException("no command " + arguments[0]);
    };
  }

  private static <T> T request(Class<T> type) throws IOException {
    return JSON.readValue(System.in, type);
  }
}
