package dev.linkspan.probe;

import dev.linkspan.probe.protocol.MessagesRequest;
import dev.linkspan.probe.protocol.MessagesResult;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/** The guide's own test: a topic, messages in, messages out. */
final class MessageTest {
  private MessageTest() {}

  static MessagesResult run(MessagesRequest request) throws Exception {
    Map<Integer, Integer> leaders;
    try (Admin admin = Clients.admin(request.bootstrap())) {
      leaders = new LeaderTopic(admin, request.topic(), request.brokers()).ensure();
    }
    return new MessagesResult(
        leaders,
        RoundTrip.run(request.bootstrap(), request.topic(), leaders.values(), request.messages()));
  }
}
