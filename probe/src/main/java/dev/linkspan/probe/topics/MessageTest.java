package dev.linkspan.probe.topics;

import dev.linkspan.probe.client.KafkaClients;
import dev.linkspan.probe.protocol.MessagesRequest;
import dev.linkspan.probe.protocol.MessagesResult;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/** The test of TiDB Cloud's guide: creates a topic, writes messages to it, and reads them. */
public final class MessageTest {
  private MessageTest() {}

  /**
   * Messages that do not come back are part of the result.
   *
   * @throws Exception if the topic cannot be created
   */
  public static MessagesResult run(MessagesRequest request) throws Exception {
    Map<Integer, Integer> leaders;
    try (Admin admin = KafkaClients.admin(request.bootstrap())) {
      leaders = new LeaderTopic(admin, request.topic(), request.brokers()).ensure();
    }
    return new MessagesResult(
        leaders,
        RoundTrip.run(request.bootstrap(), request.topic(), leaders.values(), request.messages()));
  }
}
