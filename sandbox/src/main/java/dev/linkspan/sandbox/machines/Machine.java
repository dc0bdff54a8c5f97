package dev.linkspan.sandbox.machines;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A machine to boot.
 *
 * @param names names that a breakpoint can refer to: the instance's name and the values of its tags
 * @param privateAddress loopback address in the VPC; the SSH server listens on it, and forwarded
 *     connections come from it
 * @param publicAddress second address of the SSH server
 * @param authorizedKeys lines of an {@code authorized_keys} file
 * @param inbound returns the current security group rules; evaluated for each connection, which is
 *     closed at once if no rule admits it
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
