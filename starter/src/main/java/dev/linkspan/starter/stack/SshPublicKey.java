package dev.linkspan.starter.stack;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/** The public half of the SSH key that the worker of a local stack logs in with. */
public final class SshPublicKey {
  private static final String TYPE = "ssh-rsa";

  private SshPublicKey() {}

  /**
   * A line of an {@code authorized_keys} file (RFC 4253, section 6.6).
   *
   * @throws IOException if the private key cannot be read
   */
  public static String of(StateFolder folder) throws IOException {
    String pem = Files.readString(folder.sshKey());
    byte[] pkcs8 = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
    try {
      RSAPrivateCrtKey key =
          (RSAPrivateCrtKey)
              KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      append(body, TYPE.getBytes(StandardCharsets.US_ASCII));
      append(body, key.getPublicExponent().toByteArray());
      append(body, key.getModulus().toByteArray());
      return TYPE + " " + Base64.getEncoder().encodeToString(body.toByteArray());
    } catch (GeneralSecurityException e) {
      throw new IOException(folder.sshKey() + " is not an RSA key", e);
    }
  }

  private static void append(ByteArrayOutputStream body, byte[] part) {
    for (int shift = 24; shift >= 0; shift -= 8) {
      body.write(part.length >>> shift);
    }
    body.writeBytes(part);
  }
}
