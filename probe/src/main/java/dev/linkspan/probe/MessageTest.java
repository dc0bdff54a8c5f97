package dev.linkspan.probe;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;

/** The guide's own test: a topic, messages in, messages out. */
final class MessageTest {
  private MessageTest() {}

  /**
   * @param bootstrap {@code host:port} of INTERNAL listeners
   * @param brokers every node id
   */
  record Request(List<String> bootstrap, Set<Integer> brokers, String topic, int messages) {}

  /**
   * @param leaders partition by leading broker
   * @param outcomes by partition
   */
  record Result(Map<Integer, Integer> leaders, Map<Integer, RoundTrip.Outcome> outcomes) {}

  static Result run(Request request) throws Exception {
    Map<Integer, Integer> leaders;
    try (Admin admin = Clients.admin(request.bootstrap())) {
      leaders = new LeaderTopic(admin, request.topic(), request.brokers()).ensure();
    }
    return new Result(
        leaders,
        RoundTrip.run(request.bootstrap(), request.topic(), leaders.values(), request.messages()));
  }
}
