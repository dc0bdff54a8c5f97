package dev.linkspan.sandbox.machines;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A machine to run.
 *
 * @param names what a point may call it by: its name and what its tags say
 * @param privateAddress its loopback address in the VPC; its SSH server listens there, and its
 *     forwarded connections come from there
 * @param publicAddress a second address for the SSH server
 * @param authorizedKeys lines of an {@code authorized_keys} file
 * @param inbound the security groups' rules, read anew for each connection; a source that none of
 *     them admits is closed at once
 */
public record Machine(
    String instanceId,
    List<String> names,
    String privateAddress,
    Optional<String> publicAddress,
    int sshPort,
    List<String> authorizedKeys,
    Supplier<List<InboundRule>> inbound) {
  public Machine {
    names = List.copyOf(names);
    authorizedKeys = List.copyOf(authorizedKeys);
  }
}
