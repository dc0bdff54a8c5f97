package dev.linkspan.sandbox.light;

import dev.linkspan.sandbox.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Answers the commands of the probe for light brokers. It reports healthy clusters, but really
 * connects to find out which broker is behind an address.
 */
final class LightProbe {
  private static final int TIMEOUT_MILLIS = 3_000;
  private static final int POLL_MILLIS = 100;

  /** The brokers by {@code host:port} of each listener. */
  private final Map<String, LightBroker> brokers;

  LightProbe(Map<String, LightBroker> brokers) {
    this.brokers = brokers;
  }

  /**
   * Returns the {@code result} of a command.
   *
   * @throws IllegalArgumentException if the command is unknown or fails
   */
  Object answer(String command, Map<String, Object> fields) {
    JsonObject request = new JsonObject(fields);
    return switch (command) {
      case "inspect" -> inspected(request);
      case "examine" -> examined(request);
      case "survey" -> survey(request);
      case "messages" -> messages(request);
      case "metadata" -> metadata(request);
      case "elect" -> Map.of("notElected", Map.of());
      case "move-replicas" ->
          Map.of("left", 0, "waiting", 0, "missingBytes", 0, "impossible", List.of());
      case "unregister" -> Map.of("removed", true);
      case "link" -> Map.of("hops", hops(request));
      case "rows" -> rows(request);
      default -> throw new IllegalArgumentException("a light machine does not support " + command);
    };
  }

  private Map<String, Object> inspected(JsonObject request) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(request.longInteger("seconds"));
    Map<Integer, LightBroker> found = found(request);
    while (found.size() < addresses(request).size() && System.nanoTime() < end) {
      pause();
      found = found(request);
    }
    boolean met = found.size() == addresses(request).size();
    return Map.of(
        "met",
        met,
        "health",
        health(found),
        "reasons",
        met ? List.of() : List.of("brokers are missing"));
  }

  private static Map<String, Object> health(Map<Integer, LightBroker> found) {
    Map<String, Object> health = new LinkedHashMap<>();
    health.put(
        "clusterId", found.values().stream().findFirst().map(LightBroker::clusterId).orElse(""));
    health.put("brokers", List.copyOf(found.keySet()));
    health.put("activeController", found.keySet().stream().findFirst().orElse(-1));
    for (String none : List.of("laggingVoters", "underReplicated", "leaderless", "atMinIsr")) {
      health.put(none, List.of());
    }
    health.put("advertisedExternal", external(found));
    health.put("offsetLag", Map.of());
    return health;
  }

  private Map<String, Object> examined(JsonObject request) {
    Map<Integer, LightBroker> found = found(request);
    Map<Integer, String> told = external(found);
    Map<Integer, Object> served = new TreeMap<>();
    found.keySet().forEach(id -> served.put(id, told));
    Map<String, Object> result = new LinkedHashMap<>(health(found));
    for (String none : List.of("leaderless", "belowMinIsr")) {
      result.put(none, "");
    }
    for (String none : List.of("outOfSync", "failedLogDirs", "notServed")) {
      result.put(none, Map.of());
    }
    result.put("running", found.values().stream().map(LightProbe::running).toList());
    result.put("served", served);
    result.put("problems", List.of());
    return result;
  }

  private static Map<String, Object> running(LightBroker broker) {
    return Map.of(
        "id",
        broker.nodeId(),
        "listeners",
        list(broker.listeners()),
        "advertisedListeners",
        list(broker.advertised()),
        "protocolMap",
        broker.protocolMap(),
        "logDirs",
        broker.logDirs());
  }

  private static String list(Map<String, String> addresses) {
    return addresses.entrySet().stream()
        .map(entry -> entry.getKey() + "://" + entry.getValue())
        .collect(Collectors.joining(","));
  }

  private static Map<Integer, String> external(Map<Integer, LightBroker> found) {
    Map<Integer, String> external = new TreeMap<>();
    found.forEach((id, broker) -> external.put(id, broker.advertised().get("EXTERNAL")));
    return external;
  }

  private Map<Integer, LightBroker> found(JsonObject request) {
    Map<Integer, LightBroker> found = new TreeMap<>();
    addresses(request)
        .forEach(
            (id, address) ->
                Optional.ofNullable(brokers.get(address + ":" + request.value("port")))
                    .filter(broker -> broker.nodeId() == id)
                    .ifPresent(broker -> found.put(id, broker)));
    return found;
  }

  private static Map<Integer, String> addresses(JsonObject request) {
    Map<Integer, String> result = new TreeMap<>();
    request
        .map("brokers")
        .forEach((id, at) -> result.put(Integer.valueOf(id.toString()), at.toString()));
    return result;
  }

  private Map<String, Object> survey(JsonObject request) {
    Map<Integer, LightBroker> found = new TreeMap<>();
    request
        .list("bootstrap")
        .forEach(
            at ->
                Optional.ofNullable(brokers.get(at.toString()))
                    .ifPresent(broker -> found.put(broker.nodeId(), broker)));
    if (found.isEmpty()) {
      throw new IllegalArgumentException("no broker responds");
    }
    List<Map<String, Integer>> ids = found.keySet().stream().map(id -> Map.of("id", id)).toList();
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("clusterId", found.values().iterator().next().clusterId());
    facts.put("brokers", ids);
    facts.put("activeController", found.keySet().iterator().next());
    facts.put("voters", ids);
    facts.put("controllers", Map.of());
    facts.put("topics", 0);
    facts.put("partitions", 0);
    facts.put("atRisk", List.of());
    facts.put("problems", List.of());
    return facts;
  }

  private static Map<String, Object> messages(JsonObject request) {
    Object count = request.value("messages");
    Map<String, Object> outcomes = new TreeMap<>();
    request
        .list("brokers")
        .forEach(
            id -> outcomes.put(id.toString(), Map.of("sent", count, "read", count, "problem", "")));
    return Map.of("outcomes", outcomes);
  }

  private Map<String, Object> metadata(JsonObject request) {
    Map<Integer, LightBroker> found = found(request);
    Map<Integer, String> told = external(found);
    Map<Integer, Object> served = new TreeMap<>();
    found.keySet().forEach(id -> served.put(id, told));
    return Map.of("served", served, "problems", Map.of());
  }

  private static List<Map<String, Object>> hops(JsonObject request) {
    List<Map<String, Object>> hops = new ArrayList<>();
    for (JsonObject each : request.objects("addresses")) {
      String address = each.text("address");
      hops.add(hop(null, address, request.integer("bootstrapPort"), "broker "));
      for (JsonObject broker : request.objects("brokers")) {
        int id = broker.integer("nodeId");
        hops.add(hop(id, address, broker.integer("port"), "broker " + id + " "));
      }
    }
    return hops;
  }

  private static Map<String, Object> hop(
      @Nullable Integer nodeId, String address, int port, String expected) {
    Map<String, Object> hop = new LinkedHashMap<>();
    String answer = ask(address, port);
    hop.put("nodeId", nodeId);
    hop.put("hop", "Kafka behind " + address + ":" + port);
    hop.put("passed", answer.startsWith(expected));
    hop.put("evidence", answer + " answered");
    return hop;
  }

  private static String ask(String address, int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), TIMEOUT_MILLIS);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      String line =
          new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
              .readLine();
      return line == null ? "nobody" : line;
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static Map<String, Object> rows(JsonObject request) {
    int grown = request.integer("seconds") > 0 ? 1 : 0;
    List<Map<String, Object>> partitions = new ArrayList<>();
    for (Object id : request.list("brokers")) {
      partitions.add(
          Map.of("partition", partitions.size(), "leader", id, "before", 0, "after", grown));
    }
    return Map.of("partitions", partitions);
  }

  private static void pause() {
    try {
      Thread.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalArgumentException("interrupted", e);
    }
  }
}
