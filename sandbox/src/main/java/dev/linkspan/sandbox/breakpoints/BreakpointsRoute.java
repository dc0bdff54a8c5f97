package dev.linkspan.sandbox.breakpoints;

import dev.linkspan.sandbox.api.ApiError;
import dev.linkspan.sandbox.api.Parameters;
import dev.linkspan.sandbox.breakpoints.Breakpoints.Snapshot;
import dev.linkspan.sandbox.http.Handler;
import dev.linkspan.sandbox.http.Reply;
import dev.linkspan.sandbox.http.Request;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The control API for breakpoints. */
public final class BreakpointsRoute implements Handler {
  public static final String PREFIX = "/_sandbox/points";

  private final Breakpoints breakpoints;

  public BreakpointsRoute(Breakpoints breakpoints) {
    this.breakpoints = breakpoints;
  }

  @Override
  public Reply handle(Request request) {
    String rest = request.path().substring(PREFIX.length());
    try {
      return switch (request.method()) {
        case "GET" -> Reply.json(200, Map.of("points", view()));
        case "POST" -> rest.isEmpty() ? arm(request) : release(rest, request);
        case "DELETE" -> clear();
        default -> Reply.json(405, Map.of("error", "GET, POST or DELETE"));
      };
    } catch (IllegalArgumentException | ApiError | UncheckedIOException e) {
      return Reply.json(400, Map.of("error", String.valueOf(e.getMessage())));
    }
  }

  private List<Map<String, Object>> view() {
    return breakpoints.all().stream().map(BreakpointsRoute::view).toList();
  }

  private static Map<String, Object> view(Snapshot snapshot) {
    return Map.of(
        "name", snapshot.breakpoint().name(),
        "action", snapshot.breakpoint().action(),
        "about", snapshot.breakpoint().about(),
        "nth", snapshot.breakpoint().nth(),
        "side", snapshot.breakpoint().side().name().toLowerCase(Locale.ROOT),
        "state", snapshot.state().name().toLowerCase(Locale.ROOT),
        "calls", snapshot.times().size(),
        "times", snapshot.times().stream().map(Instant::toString).toList());
  }

  private Reply arm(Request request) {
    breakpoints.arm(Breakpoint.of(Parameters.ofJson(request.body())));
    return Reply.json(201, Map.of("done", true));
  }

  private Reply release(String rest, Request request) {
    String[] parts = rest.split("/", -1);
    boolean known =
        parts.length == 3
            && parts[2].equals("release")
            && breakpoints.release(parts[1], Parameters.ofJson(request.body()).flag("goOn", true));
    return known
        ? Reply.json(200, Map.of("done", true))
        : Reply.json(404, Map.of("error", "no such breakpoint"));
  }

  private Reply clear() {
    breakpoints.clear();
    return Reply.json(200, Map.of("done", true));
  }
}
