package dev.linkspan.probe;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** What clients of one listener are told, by every broker for itself. */
final class ServedMetadata {
  private ServedMetadata() {}

  /**
   * @param brokers address of each broker by node id
   * @param port of the listener in question
   */
  record Request(Map<Integer, String> brokers, int port) {}

  /**
   * @param served for each broker asked, the {@code host:port} it gives for each node id
   * @param problems why a broker could not be asked, by node id
   */
  record Result(Map<Integer, Map<Integer, String>> served, Map<Integer, String> problems) {}

  static Result run(Request request) {
    Map<Integer, Map<Integer, String>> served = new TreeMap<>();
    Map<Integer, String> problems = new TreeMap<>();
    request
        .brokers()
        .forEach(
            (id, address) -> {
              try (SingleBroker broker = SingleBroker.connect(address, request.port())) {
                served.put(id, broker.advertised());
              } catch (IOException e) {
                problems.put(id, Problems.describe(e));
              }
            });
    return new Result(served, problems);
  }
}
