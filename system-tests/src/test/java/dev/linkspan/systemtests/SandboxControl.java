package dev.linkspan.systemtests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.linkspan.workflows.spec.Spec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;

/** The sandbox's control API. */
final class SandboxControl {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final URI base;
  private final Path state;

  /**
   * @param state state folder of the sandbox, which has the token for the control API
   */
  SandboxControl(int httpPort, Path state) {
    this.base = URI.create("http://127.0.0.1:" + httpPort);
    this.state = state;
  }

  /**
   * A resource of either cloud.
   *
   * @param key its key within the setup, from the tag that Linkspan sets; empty if the resource has
   *     no tags
   * @param setup the name of the setup, from the tag that Linkspan sets
   */
  record Resource(
      String type,
      String id,
      String name,
      String key,
      String setup,
      String status,
      JsonNode attributes) {}

  List<Resource> resources() {
    List<Resource> found = new ArrayList<>();
    for (JsonNode r : get("/_sandbox/resources").get("resources")) {
      found.add(
          new Resource(
              r.path("type").asText(),
              r.path("id").asText(),
              r.path("name").asText(),
              r.path("tags").path("linkspan:resource").asText(),
              r.path("tags").path("linkspan:setup").asText(),
              r.path("status").asText(),
              r.path("attributes")));
    }
    return found;
  }

  List<Resource> resources(String type) {
    return resources().stream().filter(r -> r.type().equals(type)).toList();
  }

  /** The calls of one action so far, including the rejected ones. */
  List<JsonNode> calls(String action) {
    List<JsonNode> found = new ArrayList<>();
    get("/_sandbox/calls?limit=100000&action=" + action).get("calls").forEach(found::add);
    return found;
  }

  /** Every call so far, oldest first. */
  List<JsonNode> calls() {
    List<JsonNode> found = new ArrayList<>();
    get("/_sandbox/calls?limit=100000").get("calls").forEach(found::add);
    return found;
  }

  /** Creates a point, at which a call is held; see sandbox/README.md. */
  void arm(String name, String action, String about, int nth, String side) {
    post(
        "/_sandbox/points",
        JSON.createObjectNode()
            .put("name", name)
            .put("action", action)
            .put("about", about)
            .put("nth", nth)
            .put("side", side));
  }

  /** The points by name; see sandbox/README.md. */
  Map<String, JsonNode> points() {
    Map<String, JsonNode> found = new TreeMap<>();
    get("/_sandbox/points").get("points").forEach(p -> found.put(p.path("name").asText(), p));
    return found;
  }

  /** The state of each point by name: {@code armed}, {@code held} or {@code released}. */
  Map<String, String> pointStates() {
    Map<String, String> states = new TreeMap<>();
    points().forEach((name, point) -> states.put(name, point.path("state").asText()));
    return states;
  }

  /** The times of the calls that a point has counted. */
  List<Instant> times(String point) {
    List<Instant> times = new ArrayList<>();
    points().get(point).path("times").forEach(time -> times.add(Instant.parse(time.asText())));
    return times;
  }

  /** Releases a held call: it takes effect, or its connection is closed without any effect. */
  void release(String name, boolean goOn) {
    post("/_sandbox/points/" + name + "/release", JSON.createObjectNode().put("goOn", goOn));
  }

  void removePoints() {
    send(HttpRequest.newBuilder(base.resolve("/_sandbox/points")).DELETE());
  }

  void set(String setting, String value) {
    post("/_sandbox/settings", JSON.createObjectNode().put(setting, value));
  }

  private void post(String path, JsonNode body) {
    send(
        HttpRequest.newBuilder(base.resolve(path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
  }

  void fault(String json) {
    send(
        HttpRequest.newBuilder(base.resolve("/_sandbox/faults"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json)));
  }

  void removeFaults() {
    send(HttpRequest.newBuilder(base.resolve("/_sandbox/faults")).DELETE());
  }

  /** The mirror's archive whose file name starts with this text. */
  Spec.Archive archive(String start) {
    for (JsonNode file : get("/_sandbox/mirror").get("files")) {
      if (file.path("name").asText().startsWith(start)) {
        return new Spec.Archive(
            file.path("version").asText(), file.path("url").asText(), file.path("sha512").asText());
      }
    }
    throw new AssertionError("the mirror has no " + start);
  }

  /** The base address of the sandbox's APIs. */
  URI address() {
    return base;
  }

  /** Cuts the next SSH connection to this machine once it has carried this many bytes. */
  void cutSsh(String instanceId, int afterBytes) {
    send(
        HttpRequest.newBuilder(base.resolve("/_sandbox/instances/" + instanceId + "/ssh/cut"))
            .POST(HttpRequest.BodyPublishers.ofString("{\"afterBytes\": " + afterBytes + "}")));
  }

  /** Applies {@code stop} or {@code start} to a machine, as a power cut would. */
  void power(String instanceId, String what) {
    post("/_sandbox/instances/" + instanceId + "/" + what);
  }

  /** Waits until all of these instances have this status. */
  void await(List<String> instanceIds, String status) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () ->
                resources("instance").stream()
                    .filter(instance -> instanceIds.contains(instance.id()))
                    .allMatch(instance -> instance.status().equals(status)));
  }

  /** Sets whether commands on this machine find its disk full. */
  void fullDisk(String instanceId, boolean full) {
    send(
        HttpRequest.newBuilder(base.resolve("/_sandbox/instances/" + instanceId + "/disk"))
            .POST(HttpRequest.BodyPublishers.ofString("{\"full\": " + full + "}")));
  }

  /** Lets a changefeed fail, as if TiDB Cloud had given up. */
  void failChangefeed(String id) {
    post("/_sandbox/changefeeds/" + id + "/fail");
  }

  void cut(String connectionId) {
    post("/_sandbox/links/" + connectionId + "/cut");
  }

  void restore(String connectionId) {
    post("/_sandbox/links/" + connectionId + "/mend");
  }

  /** Starts to build a Kafka cluster outside any setup; see sandbox/README.md. */
  void buildCluster(String json) {
    send(
        HttpRequest.newBuilder(base.resolve("/_sandbox/clusters"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json)));
  }

  /** Stops and removes such a cluster. */
  void removeCluster(String name) {
    send(HttpRequest.newBuilder(base.resolve("/_sandbox/clusters/" + name)).DELETE());
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .until(
            () ->
                respond(HttpRequest.newBuilder(base.resolve("/_sandbox/clusters/" + name)))
                        .statusCode()
                    == 404);
  }

  /** The current description of such a cluster. */
  JsonNode cluster(String name) {
    return get("/_sandbox/clusters/" + name);
  }

  /** Waits until such a cluster has started; returns its description. */
  JsonNode awaitCluster(String name) {
    return Awaitility.await()
        .atMost(Duration.ofMinutes(4))
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> cluster(name), found -> !found.path("state").asText().equals("Starting"));
  }

  /**
   * Applies {@code kill}, {@code stop} or {@code start} to one node, as the cluster's owner can.
   */
  void node(String cluster, int nodeId, String what) {
    post("/_sandbox/clusters/" + cluster + "/nodes/" + nodeId + "/" + what);
  }

  /** Whether a GET request to this address returns 200. */
  static boolean answers(URI address) {
    return !text(address).isEmpty();
  }

  /** What a GET request to this address returns with 200; otherwise empty. */
  static String text(URI address) {
    try {
      HttpRequest request = HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(5)).build();
      HttpResponse<String> response =
          HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
      return response.statusCode() == 200 ? response.body() : "";
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  private void post(String path) {
    send(HttpRequest.newBuilder(base.resolve(path)).POST(HttpRequest.BodyPublishers.noBody()));
  }

  private JsonNode get(String path) {
    return send(HttpRequest.newBuilder(base.resolve(path)).GET());
  }

  private JsonNode send(HttpRequest.Builder request) {
    HttpResponse<String> response = respond(request);
    if (response.statusCode() >= 300) {
      throw new AssertionError(response.statusCode() + " " + response.body());
    }
    try {
      return JSON.readTree(response.body().isBlank() ? "{}" : response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private HttpResponse<String> respond(HttpRequest.Builder request) {
    try {
      String[] token = Files.readString(state.resolve("control.header")).strip().split(": ", 2);
      return http.send(
          request.header(token[0], token[1]).timeout(Duration.ofMinutes(2)).build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
