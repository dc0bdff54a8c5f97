package dev.linkspan.activities.network;

import dev.linkspan.workflows.steps.Failures;
import java.io.IOException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.Base64;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.KeyType;

/** The public key of an SSH private key file. */
final class PublicKeys {
  private PublicKeys() {}

  /**
   * Returns the public key as in an {@code authorized_keys} file.
   *
   * @throws io.temporal.failure.ApplicationFailure that parks the step: no such file, or not a
   *     usable key
   */
  static String of(String credential, Path privateKey) {
    try (SSHClient ssh = new SSHClient()) {
      PublicKey key = ssh.loadKeys(privateKey.toString()).getPublic();
      KeyType type = KeyType.fromKey(key);
      if (type == KeyType.ED25519) {
        throw unusable(credential, "Alibaba Cloud does not import Ed25519 keys");
      }
      byte[] body = new Buffer.PlainBuffer().putPublicKey(key).getCompactData();
      return type + " " + Base64.getEncoder().encodeToString(body);
    } catch (IOException e) {
      throw unusable(credential, "its file cannot be read as an unencrypted private key");
    }
  }

  private static RuntimeException unusable(String credential, String why) {
    return Failures.needsPerson(
        "the SSH key \"" + credential + "\" cannot be used: " + why,
        "Give the worker an unencrypted RSA private key (ssh-keygen -t rsa -b 3072 -m PEM) under the"
            + " name \""
            + credential
            + "\", then retry.");
  }
}
