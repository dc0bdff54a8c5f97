package dev.linkspan.probe.removal;

import dev.linkspan.probe.client.KafkaClients;
import dev.linkspan.probe.protocol.UnregisterRequest;
import dev.linkspan.probe.protocol.UnregisterResult;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.BrokerIdNotRegisteredException;

/** Removes a broker from the metadata of the quorum (KIP-631). */
public final class Unregistration {
  private Unregistration() {}

  /**
   * Removes it; a broker that is not registered is fine.
   *
   * @throws ExecutionException if Kafka refuses, with the reason as its cause
   */
  public static UnregisterResult run(UnregisterRequest request)
      throws ExecutionException, InterruptedException {
    try (Admin admin = KafkaClients.admin(request.bootstrap())) {
      admin.unregisterBroker(request.nodeId()).all().get();
      return new UnregisterResult(true);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof BrokerIdNotRegisteredException) {
        return new UnregisterResult(false);
      }
      throw e;
    }
  }
}
