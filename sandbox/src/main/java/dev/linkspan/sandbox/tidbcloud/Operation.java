package dev.linkspan.sandbox.tidbcloud;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The operation of a request.
 *
 * @param name such as {@code CreatePrivateLinkConnection}
 * @param clusterId empty if the path has none
 * @param id id of the connection or changefeed; empty if the path has none
 */
record Operation(String name, String clusterId, String id) {
  static final String PREFIX = "/v1beta1/";

  private static final Map<String, String> CONNECTIONS =
      Map.of(
          "GET", "ListPrivateLinkConnections",
          "POST", "CreatePrivateLinkConnection",
          "GET:getAvailabilityZones", "GetAvailabilityZones",
          "GET/", "GetPrivateLinkConnection",
          "DELETE/", "DeletePrivateLinkConnection",
          "POST/:attachDomains", "AttachDomains",
          "POST/:detachDomains", "DetachDomains");

  private static final Map<String, String> CHANGEFEEDS =
      Map.of(
          "GET", "ListChangefeeds",
          "POST", "CreateChangefeed",
          "POST:test", "TestChangefeed",
          "GET/", "GetChangefeed",
          "DELETE/", "DeleteChangefeed",
          "PATCH/", "UpdateChangefeed",
          "POST/:start", "StartChangefeed",
          "POST/:stop", "StopChangefeed");

  /** Finds the operation of a method and a raw path. A custom verb follows the last colon. */
  static Optional<Operation> of(String method, String path) {
    if (!path.startsWith(PREFIX)) {
      return Optional.empty();
    }
    String decoded =
        URLDecoder.decode(
            path.substring(PREFIX.length()).replace("+", "%2B"), StandardCharsets.UTF_8);
    int colon = decoded.lastIndexOf(':');
    boolean hasVerb = colon > decoded.lastIndexOf('/');
    String verb = hasVerb ? decoded.substring(colon) : "";
    List<String> parts = List.of((hasVerb ? decoded.substring(0, colon) : decoded).split("/", -1));
    return switch (parts.size()) {
      case 1 -> top(method + verb, parts.get(0));
      case 2 -> cluster(method + verb, parts);
      case 3 -> child(method + verb, parts, "");
      case 4 -> child(method + "/" + verb, parts, parts.get(3));
      default -> Optional.empty();
    };
  }

  private static Optional<Operation> top(String call, String resource) {
    return switch (call + " " + resource) {
      case "GET clusters" -> Optional.of(new Operation("ListClusters", "", ""));
      case "GET regions" -> Optional.of(new Operation("ListRegions", "", ""));
      case "GET projects" -> Optional.of(new Operation("ListProjects", "", ""));
      default -> Optional.empty();
    };
  }

  private static Optional<Operation> cluster(String call, List<String> parts) {
    return call.equals("GET") && parts.get(0).equals("clusters")
        ? Optional.of(new Operation("GetCluster", parts.get(1), ""))
        : Optional.empty();
  }

  private static Optional<Operation> child(String call, List<String> parts, String id) {
    Map<String, String> names =
        switch (parts.get(2)) {
          case "privateLinkConnections" -> CONNECTIONS;
          case "changefeeds" -> CHANGEFEEDS;
          default -> Map.of();
        };
    return parts.get(0).equals("clusters")
        ? Optional.ofNullable(names.get(call)).map(name -> new Operation(name, parts.get(1), id))
        : Optional.empty();
  }
}
