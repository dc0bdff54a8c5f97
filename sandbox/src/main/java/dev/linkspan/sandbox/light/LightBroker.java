package dev.linkspan.sandbox.light;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A broker that only identifies itself.
 *
 * @param listeners {@code host:port} by listener name
 * @param advertised advertised {@code host:port} by listener name
 * @param protocolMap as in the file
 * @param logDirs paths of its data folders
 */
record LightBroker(
    int nodeId,
    String clusterId,
    Map<String, String> listeners,
    Map<String, String> advertised,
    String protocolMap,
    List<String> logDirs) {
  private static final String LISTENERS =
      "\\s*[^,:]+://[^,]*:\\d{1,5}\\s*(,\\s*[^,:]+://[^,]*:\\d{1,5}\\s*)*";

  /**
   * Reads {@code server.properties}, followed by {@code meta.properties}.
   *
   * @throws IllegalArgumentException if a property is missing or malformed
   */
  static LightBroker of(String text) {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new LightBroker(
        Integer.parseInt(required(properties, "node.id", "\\d{1,9}")),
        required(properties, "cluster.id", ".+"),
        addresses(required(properties, "listeners", LISTENERS)),
        addresses(required(properties, "advertised.listeners", LISTENERS)),
        properties.getProperty("listener.security.protocol.map", ""),
        Stream.of(properties.getProperty("log.dirs", "").split(",", -1))
            .filter(path -> !path.isBlank())
            .toList());
  }

  private static String required(Properties properties, String name, String form) {
    String value = properties.getProperty(name, "");
    if (!value.matches(form)) {
      throw new IllegalArgumentException("the property " + name + " is missing or malformed");
    }
    return value;
  }

  private static Map<String, String> addresses(String list) {
    Map<String, String> found = new TreeMap<>();
    for (String entry : list.split(",", -1)) {
      String[] parts = entry.split("://", 2);
      found.put(parts[0].strip(), parts[1].strip());
    }
    return found;
  }

  /** Returns every {@code host:port} that the broker listens on. */
  List<String> ports() {
    return new ArrayList<>(listeners.values());
  }

  /** Returns what the broker sends to every client. */
  String greeting() {
    return "broker " + nodeId + " of " + clusterId + "\n";
  }
}
