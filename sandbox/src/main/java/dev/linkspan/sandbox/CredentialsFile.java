package dev.linkspan.sandbox;

import dev.linkspan.sandbox.api.Regions;
import dev.linkspan.sandbox.signature.Credentials;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * A properties file with the keys that the sandbox accepts. Whoever starts the sandbox writes it.
 */
public final class CredentialsFile implements Credentials {
  private final String accessKeyId;
  private final String accessKeySecret;
  private final String tidbPublicKey;
  private final String tidbPrivateKey;

  /**
   * Reads accessKeyId, accessKeySecret, tidbPublicKey and tidbPrivateKey.
   *
   * @throws IllegalArgumentException if one of them is missing
   */
  public CredentialsFile(Path file) throws IOException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (IOException e) {
      throw new IOException("cannot read the credentials file " + file, e);
    }
    accessKeyId = required(properties, "accessKeyId");
    accessKeySecret = required(properties, "accessKeySecret");
    tidbPublicKey = required(properties, "tidbPublicKey");
    tidbPrivateKey = required(properties, "tidbPrivateKey");
  }

  private static String required(Properties properties, String name) {
    String value = properties.getProperty(name, "").trim();
    if (value.isEmpty()) {
      throw new IllegalArgumentException("the credentials file has no " + name);
    }
    return value;
  }

  @Override
  public Optional<Key> find(String id) {
    return id.equals(accessKeyId)
        ? Optional.of(new Key(Regions.OWN_ACCOUNT, accessKeySecret))
        : Optional.empty();
  }

  /** Returns TiDB Cloud's private keys by public key. */
  public Map<String, String> tidbKeys() {
    return Map.of(tidbPublicKey, tidbPrivateKey);
  }
}
