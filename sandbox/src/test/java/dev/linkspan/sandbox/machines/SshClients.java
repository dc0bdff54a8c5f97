package dev.linkspan.sandbox.machines;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.EnumSet;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ClientChannel;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.config.keys.PublicKeyEntry;

/** An SSH client of a machine. */
final class SshClients implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final SshClient client = SshClient.setUpDefaultClient();
  private final KeyPair key;

  SshClients() {
    key = newKey();
    client.setServerKeyVerifier((session, address, serverKey) -> true);
    client.start();
  }

  static KeyPair newKey() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  String authorizedKey() {
    return PublicKeyEntry.toString(key.getPublic()) + " test";
  }

  ClientSession connect(String user, String address, int port, KeyPair withKey) throws IOException {
    ClientSession session = client.connect(user, address, port).verify(TIMEOUT).getSession();
    session.addPublicKeyIdentity(withKey);
    session.auth().verify(TIMEOUT);
    return session;
  }

  ClientSession connect(String address, int port) throws IOException {
    return connect("root", address, port, key);
  }

  static Outcome run(ClientSession session, String command, String input) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try (ClientChannel channel = session.createExecChannel(command)) {
      channel.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
      channel.setOut(out);
      channel.setErr(err);
      channel.open().verify(TIMEOUT);
      channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), TIMEOUT);
      Integer exit = channel.getExitStatus();
      return new Outcome(
          exit == null ? -1 : exit,
          out.toString(StandardCharsets.UTF_8),
          err.toString(StandardCharsets.UTF_8));
    }
  }

  static Outcome run(ClientSession session, String command) throws IOException {
    return run(session, command, "");
  }

  @Override
  public void close() {
    client.stop();
  }

  record Outcome(int exit, String out, String err) {}
}
