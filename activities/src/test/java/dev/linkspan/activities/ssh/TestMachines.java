package dev.linkspan.activities.ssh;

import dev.linkspan.sandbox.machines.InboundRule;
import dev.linkspan.sandbox.machines.LocalMachines;
import dev.linkspan.sandbox.machines.Machine;
import dev.linkspan.workflows.kafka.NodeActivities.Jump;
import dev.linkspan.workflows.kafka.NodeActivities.NodeAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;

/** A bastion, and a broker behind it that admits nobody else. */
public final class TestMachines implements AutoCloseable {
  public static final String KEY = "default";
  public static final int PORT = 2222;
  private static final String PRIVATE_BASTION = "127.93.192.11";
  private static final String PUBLIC_BASTION = "127.93.200.11";
  private static final String PRIVATE_BROKER = "127.93.0.11";

  private final LocalMachines machines;
  private final TestKeys keys;

  /** Boots both. */
  public TestMachines(Path folder) throws IOException, GeneralSecurityException {
    keys = new TestKeys(folder);
    machines = new LocalMachines(folder.resolve("machines"));
    machines.boot(
        new Machine(
            "i-bastion",
            List.of("bastion"),
            PRIVATE_BASTION,
            Optional.of(PUBLIC_BASTION),
            PORT,
            List.of(keys.publicKey()),
            () -> List.of(new InboundRule("1/65535", "127.0.0.0/8"))));
    machines.boot(
        new Machine(
            "i-broker",
            List.of("broker-node1"),
            PRIVATE_BROKER,
            Optional.empty(),
            PORT,
            List.of(keys.publicKey()),
            () -> List.of(new InboundRule("1/65535", PRIVATE_BASTION + "/32"))));
  }

  public SshKeys keys() {
    return keys.keys();
  }

  /** The bastion before anybody was there. */
  public NodeAddress bastion() {
    return new NodeAddress("bastion", "root", PUBLIC_BASTION, PORT, Optional.empty(), "");
  }

  public String bastionPrivateAddress() {
    return PRIVATE_BASTION;
  }

  /** The broker before anybody was there, behind a bastion with this host key. */
  public NodeAddress broker(String bastionHostKey) {
    Jump jump = new Jump("root", PUBLIC_BASTION, PORT, bastionHostKey);
    return new NodeAddress("broker-node1", "root", PRIVATE_BROKER, PORT, Optional.of(jump), "");
  }

  /** Whether commands on the bastion find its disk full. */
  void fullDisk(boolean full) {
    machines.fillDisk("i-bastion", full);
  }

  @Override
  public void close() {
    machines.release("i-broker");
    machines.release("i-bastion");
    machines.close();
  }
}
