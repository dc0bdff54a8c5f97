package dev.linkspan.activities.ssh;

import java.security.PublicKey;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.KeyType;
import net.schmizz.sshj.transport.verification.HostKeyVerifier;

/** Accepts any key on first contact and reports it; afterwards accepts only that one. */
final class PinnedHostKey implements HostKeyVerifier {
  private final String pinned;
  private volatile String seen = "";

  /**
   * @param pinned {@code <type> <base64>}; empty on first contact
   */
  PinnedHostKey(String pinned) {
    this.pinned = pinned;
  }

  @Override
  public boolean verify(String hostname, int port, PublicKey key) {
    seen = describe(key);
    return pinned.isEmpty() || pinned.equals(seen);
  }

  /** Asks the server for the pinned type of key, so that another type is no mismatch. */
  @Override
  public List<String> findExistingAlgorithms(String hostname, int port) {
    if (pinned.isEmpty()) {
      return List.of();
    }
    String type = pinned.substring(0, pinned.indexOf(' '));
    return type.equals("ssh-rsa")
        ? List.of("rsa-sha2-512", "rsa-sha2-256", "ssh-rsa")
        : List.of(type);
  }

  /** The key that the server presented; empty before it did. */
  String seen() {
    return seen;
  }

  /** The key that was presented instead of the pinned one. */
  Optional<String> mismatch() {
    return pinned.isEmpty() || seen.isEmpty() || pinned.equals(seen)
        ? Optional.empty()
        : Optional.of(seen);
  }

  /** As in a known_hosts line, without the host. */
  static String describe(PublicKey key) {
    byte[] blob = new Buffer.PlainBuffer().putPublicKey(key).getCompactData();
    return KeyType.fromKey(key) + " " + Base64.getEncoder().encodeToString(blob);
  }
}
