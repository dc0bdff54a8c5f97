package dev.linkspan.activities.ssh;

import dev.linkspan.sandbox.machines.InboundRule;
import dev.linkspan.sandbox.machines.LocalMachines;
import dev.linkspan.sandbox.machines.Machine;
import dev.linkspan.sandbox.machines.MachineFaults;
import dev.linkspan.workflows.kafka.NodeActivities.Jump;
import dev.linkspan.workflows.kafka.NodeActivities.NodeAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A bastion, and a broker that accepts connections only from it. Test classes run in parallel, so
 * each pair of machines has its own addresses.
 */
public final class TestMachines implements AutoCloseable {
  public static final String KEY = "default";
  public static final int PORT = 2222;

  /** Instance of the broker's machine. */
  public static final String BROKER = "i-broker";

  private static final AtomicInteger LAST = new AtomicInteger(10);

  private final int host = LAST.incrementAndGet();
  private final String privateBastion = "127.93.192." + host;
  private final String publicBastion = "127.93.200." + host;
  private final String privateBroker = "127.93.0." + host;
  private final LocalMachines machines;
  private final TestKeys keys;

  /** Starts both machines. */
  public TestMachines(Path folder) throws IOException {
    keys = new TestKeys(folder);
    machines = new LocalMachines(folder.resolve("machines"));
    machines.boot(
        new Machine(
            "i-bastion",
            List.of("bastion"),
            privateBastion,
            Optional.of(publicBastion),
            PORT,
            List.of(keys.publicKey()),
            () -> List.of(new InboundRule("1/65535", "127.0.0.0/8"))));
    machines.boot(
        new Machine(
            BROKER,
            List.of("broker-node1"),
            privateBroker,
            Optional.empty(),
            PORT,
            List.of(keys.publicKey()),
            () -> List.of(new InboundRule("1/65535", privateBastion + "/32"))));
  }

  public SshKeys keys() {
    return keys.keys();
  }

  /** The bastion before the first connection. */
  public NodeAddress bastion() {
    return new NodeAddress("bastion", "root", publicBastion, PORT, Optional.empty(), "");
  }

  public String bastionPrivateAddress() {
    return privateBastion;
  }

  /** The broker before the first connection, behind a bastion with this host key. */
  public NodeAddress broker(String bastionHostKey) {
    Jump jump = new Jump("root", publicBastion, PORT, bastionHostKey);
    return new NodeAddress("broker-node1", "root", privateBroker, PORT, Optional.of(jump), "");
  }

  /** Injects faults into the machines {@link #BROKER} and {@code i-bastion}. */
  public MachineFaults faults() {
    return machines;
  }

  /** Sets whether commands on the bastion find its disk full. */
  void fullDisk(boolean full) {
    machines.fillDisk("i-bastion", full);
  }

  @Override
  public void close() {
    machines.release(BROKER);
    machines.release("i-bastion");
    machines.close();
  }
}
