package dev.linkspan.sandbox.points;

import dev.linkspan.sandbox.api.Parameters;
import dev.linkspan.sandbox.http.Handler;
import dev.linkspan.sandbox.http.Reply;
import dev.linkspan.sandbox.http.Request;
import dev.linkspan.sandbox.json.Json;
import dev.linkspan.sandbox.points.Points.Seen;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The points in the control API. */
public final class PointsRoute implements Handler {
  public static final String PREFIX = "/_sandbox/points";

  private final Points points;

  public PointsRoute(Points points) {
    this.points = points;
  }

  @Override
  public Reply handle(Request request) {
    String rest = request.path().substring(PREFIX.length());
    try {
      return switch (request.method()) {
        case "GET" -> Reply.json(200, Map.of("points", shown()));
        case "POST" -> rest.isEmpty() ? arm(request) : release(rest, request);
        case "DELETE" -> clear();
        default -> Reply.json(405, Map.of("error", "GET, POST or DELETE"));
      };
    } catch (IllegalArgumentException | UncheckedIOException e) {
      return Reply.json(400, Map.of("error", String.valueOf(e.getMessage())));
    }
  }

  private List<Map<String, Object>> shown() {
    return points.all().stream().map(PointsRoute::shown).toList();
  }

  private static Map<String, Object> shown(Seen seen) {
    return Map.of(
        "name", seen.point().name(),
        "action", seen.point().action(),
        "about", seen.point().about(),
        "nth", seen.point().nth(),
        "side", seen.point().side().name().toLowerCase(Locale.ROOT),
        "state", seen.state().name().toLowerCase(Locale.ROOT),
        "calls", seen.times().size(),
        "times", seen.times().stream().map(Instant::toString).toList());
  }

  private Reply arm(Request request) {
    points.arm(Point.of(fields(request)));
    return Reply.json(201, Map.of("done", true));
  }

  private Reply release(String rest, Request request) {
    String[] parts = rest.split("/", -1);
    boolean known =
        parts.length == 3
            && parts[2].equals("release")
            && points.release(parts[1], fields(request).flag("goOn", true));
    return known
        ? Reply.json(200, Map.of("done", true))
        : Reply.json(404, Map.of("error", "no such point"));
  }

  private Reply clear() {
    points.clear();
    return Reply.json(200, Map.of("done", true));
  }

  private static Parameters fields(Request request) {
    Map<String, String> fields = new TreeMap<>();
    if (request.body().length > 0) {
      Json.object(request.body()).forEach((key, value) -> fields.put(key, String.valueOf(value)));
    }
    return new Parameters(fields);
  }
}
