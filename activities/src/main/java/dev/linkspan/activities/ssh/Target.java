package dev.linkspan.activities.ssh;

import dev.linkspan.workflows.kafka.NodeActivities.Jump;
import dev.linkspan.workflows.kafka.NodeActivities.NodeAddress;
import java.util.Optional;

/**
 * A machine, and the user and key to log in with: one connection is shared for each.
 *
 * @param keyName the SSH key's name in the worker's configuration
 */
record Target(
    String keyName,
    String name,
    String user,
    String address,
    int port,
    String hostKey,
    Optional<Jump> jump) {

  static Target of(String keyName, NodeAddress node) {
    return new Target(
        keyName,
        node.name(),
        node.user(),
        node.address(),
        node.port(),
        node.hostKey(),
        node.jump());
  }

  /** The jump host, which is reached directly. */
  Optional<Target> between() {
    return jump.map(
        j ->
            new Target(
                keyName,
                "bastion",
                j.user(),
                j.address(),
                j.port(),
                j.hostKey(),
                Optional.empty()));
  }

  String place() {
    return address + ":" + port + jump.map(j -> " through " + j.address()).orElse("");
  }
}
