package dev.linkspan.probe;

import dev.linkspan.probe.protocol.MetadataRequest;
import dev.linkspan.probe.protocol.MetadataResult;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** What clients of one listener are told, by every broker for itself. */
final class ServedMetadata {
  private ServedMetadata() {}

  static MetadataResult run(MetadataRequest request) {
    MetadataResult result =
        new MetadataResult(new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
    request
        .brokers()
        .forEach(
            (id, address) -> {
              HostPort at = HostPort.parse(address, request.port());
              ask(id, at, result.served(), result.problems());
            });
    for (String address : request.addresses()) {
      ask(address, HostPort.parse(address), result.servedAt(), result.problemsAt());
    }
    return result;
  }

  private static <K> void ask(
      K key, HostPort at, Map<K, Map<Integer, String>> served, Map<K, String> problems) {
    try (SingleBroker broker = SingleBroker.connect(at.host(), at.port())) {
      served.put(key, broker.advertised());
    } catch (IOException e) {
      problems.put(key, Problems.describe(e));
    }
  }
}
