package dev.linkspan.sandbox.clusters;

import dev.linkspan.sandbox.api.ApiError;
import dev.linkspan.sandbox.clusters.KafkaClusters.Signal;
import dev.linkspan.sandbox.http.Handler;
import dev.linkspan.sandbox.http.Reply;
import dev.linkspan.sandbox.http.Request;
import dev.linkspan.sandbox.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;

/** The control API for Kafka clusters. */
public final class ClusterRoute implements Handler {
  public static final String PREFIX = "/_sandbox/clusters";

  private final KafkaClusters clusters;
  private final boolean realMachines;

  /**
   * @param realMachines whether machines can run Kafka; without it, no cluster can be created
   */
  public ClusterRoute(KafkaClusters clusters, boolean realMachines) {
    this.clusters = clusters;
    this.realMachines = realMachines;
  }

  @Override
  public Reply handle(Request request) {
    String[] parts = request.path().substring(PREFIX.length()).split("/", -1);
    try {
      return switch (request.method() + " " + (parts.length - 1)) {
        case "GET 0" -> Reply.json(200, Map.of("clusters", clusters.list()));
        case "POST 0" -> create(request);
        case "GET 1" ->
            clusters
                .find(parts[1])
                .map(view -> (Reply) Reply.json(200, view))
                .orElseGet(ClusterRoute::notFound);
        case "DELETE 1" -> clusters.remove(parts[1]) ? state(202, parts[1]) : notFound();
        case "POST 4" -> signal(parts);
        default -> notFound();
      };
    } catch (IllegalArgumentException | ApiError | UncheckedIOException e) {
      return error(400, String.valueOf(e.getMessage()));
    }
  }

  private Reply create(Request request) {
    if (!realMachines) {
      return error(
          409, "A Kafka cluster needs real machines: start the sandbox with --machines real.");
    }
    Map<String, Object> wanted = Json.object(request.body());
    return clusters.create(wanted)
        ? state(201, String.valueOf(wanted.get("name")))
        : error(409, "a cluster of this name exists");
  }

  private Reply state(int status, String name) {
    // The cluster may be gone already.
    Object state = clusters.find(name).map(view -> view.get("state")).orElse("Deleting");
    return Reply.json(status, Map.of("name", name, "state", state));
  }

  /** Handles {@code /<name>/nodes/<id>/<signal>}. */
  private Reply signal(String[] parts) {
    Optional<Signal> signal =
        switch (parts[4]) {
          case "kill" -> Optional.of(Signal.KILL);
          case "stop" -> Optional.of(Signal.STOP);
          case "start" -> Optional.of(Signal.START);
          default -> Optional.empty();
        };
    if (!parts[2].equals("nodes") || !parts[3].matches("\\d{1,9}") || signal.isEmpty()) {
      return notFound();
    }
    try {
      Optional<Boolean> done = clusters.signal(parts[1], Integer.parseInt(parts[3]), signal.get());
      if (done.isEmpty()) {
        return notFound();
      }
      return done.get()
          ? Reply.json(200, Map.of("done", true))
          : error(409, "the process does not run");
    } catch (IOException e) {
      return error(500, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return error(503, "the sandbox is shutting down");
    }
  }

  private static Reply notFound() {
    return error(404, "not found");
  }

  private static Reply error(int status, String text) {
    return Reply.json(status, Map.of("error", text));
  }
}
