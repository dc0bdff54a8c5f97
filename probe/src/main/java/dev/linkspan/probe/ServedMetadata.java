package dev.linkspan.probe;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What clients of one listener are told, by every broker for itself. */
final class ServedMetadata {
  private ServedMetadata() {}

  /**
   * @param brokers address of each broker by node id: a host, or {@code host:port}
   * @param port of the listener in question, where an address does not say
   * @param addresses further {@code host:port} to ask, whoever answers there
   */
  record Request(Map<Integer, String> brokers, int port, List<String> addresses) {
    Request {
      brokers = brokers == null ? Map.of() : brokers;
      addresses = addresses == null ? List.of() : addresses;
    }
  }

  /**
   * @param served for each broker asked, the {@code host:port} it gives for each node id
   * @param problems why a broker could not be asked, by node id
   * @param servedAt the same as {@code served} for the further addresses, by address
   * @param problemsAt why one of them could not be asked
   */
  record Result(
      Map<Integer, Map<Integer, String>> served,
      Map<Integer, String> problems,
      Map<String, Map<Integer, String>> servedAt,
      Map<String, String> problemsAt) {}

  static Result run(Request request) {
    Result result = new Result(new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
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
