package dev.linkspan.sandbox.light;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * A broker that only identifies itself.
 *
 * @param listeners {@code host:port} by listener name
 * @param advertised advertised {@code host:port} by listener name
 */
record LightBroker(
    int nodeId, String clusterId, Map<String, String> listeners, Map<String, String> advertised) {

  /** Reads {@code server.properties}, followed by {@code meta.properties}. */
  static LightBroker of(String text) {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new LightBroker(
        Integer.parseInt(properties.getProperty("node.id")),
        properties.getProperty("cluster.id"),
        addresses(properties.getProperty("listeners")),
        addresses(properties.getProperty("advertised.listeners")));
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
