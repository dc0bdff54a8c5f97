package dev.linkspan.probe.listeners;

import dev.linkspan.probe.client.BrokerConnection;
import dev.linkspan.probe.client.ErrorText;
import dev.linkspan.probe.client.HostPort;
import dev.linkspan.probe.protocol.MetadataRequest;
import dev.linkspan.probe.protocol.MetadataResult;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** Asks each broker by itself what it advertises to the clients of a listener. */
public final class ServedMetadata {
  private ServedMetadata() {}

  /** A broker that does not answer is a problem in the result. */
  public static MetadataResult run(MetadataRequest request) {
    MetadataResult result =
        new MetadataResult(new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
    request
        .brokers()
        .forEach(
            (id, address) -> {
              HostPort listener = HostPort.parse(address, request.port());
              ask(id, listener, result.served(), result.problems());
            });
    for (String address : request.addresses()) {
      ask(address, HostPort.parse(address), result.servedAt(), result.problemsAt());
    }
    return result;
  }

  private static <K> void ask(
      K key, HostPort listener, Map<K, Map<Integer, String>> served, Map<K, String> problems) {
    try (BrokerConnection broker = BrokerConnection.connect(listener)) {
      served.put(key, broker.advertised());
    } catch (IOException e) {
      problems.put(key, ErrorText.of(e));
    }
  }
}
