package dev.linkspan.worker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the clouds and the machines are reached. The defaults are the real ones; a spec names the
 * credentials that are found here.
 *
 * @param certificateAuthority PEM file to trust for both clouds and webhooks instead of the JVM's
 *     own list
 */
@ConfigurationProperties("linkspan")
record CloudProperties(
    AlibabaCloud alibabaCloud,
    TidbCloud tidbCloud,
    Ssh ssh,
    @DefaultValue Webhook webhook,
    @Nullable Path certificateAuthority) {

  /**
   * Alibaba Cloud.
   *
   * @param protocol {@code https} or {@code http}
   * @param endpoint {@code host:port} for every product; empty for the real endpoints
   * @param listsLag how long a list may lag behind a change
   * @param credentials static key pairs by name; {@code default} is the SDK's own chain
   */
  record AlibabaCloud(
      String protocol,
      String endpoint,
      Duration listsLag,
      @DefaultValue Map<String, AccessKey> credentials) {}

  /** A static access key; its text form hides the secret. */
  record AccessKey(String id, String secret) {
    @Override
    public String toString() {
      return "AccessKey[" + id + "]";
    }
  }

  /** TiDB Cloud's API. */
  record TidbCloud(String endpoint, @DefaultValue Map<String, KeyPair> credentials) {}

  /** A TiDB Cloud API key; its text form hides the private half. */
  record KeyPair(String publicKey, String privateKey) {
    @Override
    public String toString() {
      return "KeyPair[" + publicKey + "]";
    }
  }

  /**
   * SSH.
   *
   * @param keys private key files by name
   */
  record Ssh(@DefaultValue Map<String, String> keys) {}

  /**
   * Webhooks; the text form hides the secrets.
   *
   * @param secrets what signs the events, by name
   */
  record Webhook(@DefaultValue Map<String, String> secrets) {
    @Override
    public String toString() {
      return "Webhook" + secrets.keySet();
    }
  }
}
