package dev.linkspan.sandbox.control;

import dev.linkspan.sandbox.api.ApiError;
import dev.linkspan.sandbox.api.Parameters;
import dev.linkspan.sandbox.http.Handler;
import dev.linkspan.sandbox.http.Reply;
import dev.linkspan.sandbox.http.Request;
import dev.linkspan.sandbox.state.Resource;
import dev.linkspan.sandbox.state.Store;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The control API under {@code /_sandbox/}: shows and changes what the clouds' own APIs do not. */
public final class ControlApi implements Handler {
  public static final String PREFIX = "/_sandbox/";

  private final Store store;
  private final CallLog calls;
  private final Faults faults;
  private final NetworkPaths paths;
  private final InstancePower power;
  private final Supplier<List<Map<String, Object>>> mirror;
  private final Runnable stop;

  /**
   * @param mirror returns the mirror's archives: name, version, url, sha512
   * @param stop starts to stop the sandbox and returns at once
   */
  public ControlApi(
      Store store,
      CallLog calls,
      Faults faults,
      NetworkPaths paths,
      InstancePower power,
      Supplier<List<Map<String, Object>>> mirror,
      Runnable stop) {
    this.store = store;
    this.calls = calls;
    this.faults = faults;
    this.paths = paths;
    this.power = power;
    this.mirror = mirror;
    this.stop = stop;
  }

  @Override
  public Reply handle(Request request) {
    String path = request.path().substring(PREFIX.length());
    try {
      return switch (request.method()) {
        case "GET" -> read(path, new Parameters(request.queryParameters()));
        case "POST" -> write(path, request);
        case "DELETE" -> path.equals("faults") ? clearFaults() : notFound();
        default -> Reply.json(405, Map.of("error", "GET, POST or DELETE"));
      };
    } catch (IllegalArgumentException | ApiError | UncheckedIOException e) {
      return Reply.json(400, Map.of("error", String.valueOf(e.getMessage())));
    }
  }

  private Reply read(String path, Parameters query) {
    return switch (path) {
      case "health" -> Reply.json(200, Map.of("status", "UP"));
      case "resources" ->
          Reply.json(200, Map.of("resources", store.all().stream().map(ControlApi::view).toList()));
      case "calls" ->
          Reply.json(
              200,
              Map.of(
                  "calls",
                  calls.latest(
                      query.text("action", ""),
                      query.integer("limit", 1000, 0, Integer.MAX_VALUE))));
      case "mirror" -> Reply.json(200, Map.of("files", mirror.get()));
      default -> notFound();
    };
  }

  private Reply write(String path, Request request) {
    String[] parts = path.split("/", -1);
    if (path.equals("faults")) {
      return addFault(request);
    }
    if (path.equals("stop")) {
      stop.run();
      return done();
    }
    if (parts.length != 3) {
      return notFound();
    }
    return switch (parts[0] + "/" + parts[2]) {
      case "links/cut" -> on(parts[1], paths::cut);
      case "links/mend" -> on(parts[1], paths::restore);
      case "instances/stop" -> on(parts[1], power::off);
      case "instances/start" -> on(parts[1], power::on);
      default -> notFound();
    };
  }

  private static Reply on(String id, Predicate<String> act) {
    return act.test(id) ? done() : notFound();
  }

  private Reply addFault(Request request) {
    Parameters wanted = Parameters.ofJson(request.body());
    faults.add(
        wanted.text("action", "*"),
        wanted.integer("nth", 1, 1, Integer.MAX_VALUE),
        wanted.integer("times", 1, 1, Integer.MAX_VALUE),
        Fault.of(wanted));
    return done();
  }

  private Reply clearFaults() {
    faults.clear();
    return done();
  }

  private static Map<String, Object> view(Resource resource) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("type", resource.type());
    view.put("id", resource.id());
    view.put("name", resource.name());
    view.put("status", resource.status());
    view.put("account", resource.account());
    view.put("region", resource.region());
    view.put("tags", resource.tags());
    view.put("attributes", resource.attributes());
    return view;
  }

  private static Reply done() {
    return Reply.json(200, Map.of("done", true));
  }

  private static Reply notFound() {
    return Reply.json(404, Map.of("error", "not found"));
  }
}
