package dev.linkspan.ssh;

import dev.linkspan.kafka.NodeActivities.Jump;
import dev.linkspan.kafka.NodeActivities.NodeAddress;
import dev.linkspan.sandbox.machines.InboundRule;
import dev.linkspan.sandbox.machines.LocalMachines;
import dev.linkspan.sandbox.machines.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
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
  private final Path key;
  private final String publicKey;

  /** Boots both. */
  public TestMachines(Path folder) throws IOException, GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    KeyPair pair = generator.generateKeyPair();
    key = folder.resolve("key.pem");
    Files.writeString(key, pem(pair));
    publicKey = PinnedHostKey.describe(pair.getPublic());
    machines = new LocalMachines(folder.resolve("machines"));
    machines.boot(
        new Machine(
            "i-bastion",
            "bastion",
            PRIVATE_BASTION,
            Optional.of(PUBLIC_BASTION),
            PORT,
            List.of(publicKey),
            () -> List.of(new InboundRule("1/65535", "127.0.0.0/8"))));
    machines.boot(
        new Machine(
            "i-broker",
            "broker-node1",
            PRIVATE_BROKER,
            Optional.empty(),
            PORT,
            List.of(publicKey),
            () -> List.of(new InboundRule("1/65535", PRIVATE_BASTION + "/32"))));
  }

  private static String pem(KeyPair pair) {
    String body =
        Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(pair.getPrivate().getEncoded());
    return "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n";
  }

  public SshKeys keys() {
    return name -> key;
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

  @Override
  public void close() {
    machines.release("i-broker");
    machines.release("i-bastion");
    machines.close();
  }
}
