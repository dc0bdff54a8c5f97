package dev.linkspan.worker;

import com.aliyuncs.auth.AlibabaCloudCredentialsProvider;
import com.aliyuncs.auth.BasicCredentials;
import com.aliyuncs.auth.DefaultCredentialsProvider;
import com.aliyuncs.auth.StaticCredentialsProvider;
import com.aliyuncs.exceptions.ClientException;
import dev.linkspan.activities.alibabacloud.AlibabaCredentials;
import dev.linkspan.activities.tidbcloud.ApiKey;
import dev.linkspan.worker.CloudProperties.AccessKey;
import dev.linkspan.worker.CloudProperties.KeyPair;
import dev.linkspan.workflows.steps.Failures;
import io.temporal.failure.ApplicationFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;

/**
 * Finds credentials by the names that specs give. An unknown name parks the setup: the spec or the
 * worker's settings can be fixed, and nothing is lost.
 */
final class Credentials implements AlibabaCredentials {
  private static final String DEFAULT = "default";

  private final CloudProperties properties;

  Credentials(CloudProperties properties) {
    this.properties = properties;
  }

  @Override
  public AlibabaCloudCredentialsProvider named(String name) {
    AccessKey key = properties.alibabaCloud().credentials().get(name);
    if (key != null) {
      return new StaticCredentialsProvider(new BasicCredentials(key.id(), key.secret()));
    }
    if (!name.equals(DEFAULT)) {
      throw unknown("Alibaba Cloud credential", name, properties.alibabaCloud().credentials());
    }
    try {
      return new DefaultCredentialsProvider();
    } catch (ClientException e) {
      throw Failures.needsPerson(
          "The worker found no Alibaba Cloud credentials",
          "Give the worker an instance role, or set ALIBABA_CLOUD_ACCESS_KEY_ID and"
              + " ALIBABA_CLOUD_ACCESS_KEY_SECRET, restart it, then retry.");
    }
  }

  /** The TiDB Cloud API key of this name. */
  ApiKey tidbCloud(String name) {
    KeyPair key = properties.tidbCloud().credentials().get(name);
    if (key == null) {
      throw unknown("TiDB Cloud API key", name, properties.tidbCloud().credentials());
    }
    if (key.publicKey().isBlank() || key.privateKey().isBlank()) {
      throw Failures.needsPerson(
          "The worker has no TiDB Cloud API key \"" + name + "\"",
          "Set TIDBCLOUD_PUBLIC_KEY and TIDBCLOUD_PRIVATE_KEY, restart the worker, then retry.");
    }
    return new ApiKey(key.publicKey(), key.privateKey());
  }

  /** The SSH private key file of this name. */
  Path sshKey(String name) {
    String file = properties.ssh().keys().get(name);
    if (file == null) {
      throw unknown("SSH key", name, properties.ssh().keys());
    }
    if (file.isBlank() || !Files.isReadable(Path.of(file))) {
      throw Failures.needsPerson(
          "The worker cannot read the file of the SSH key \"" + name + "\"",
          "Set LINKSPAN_SSH_KEY to an RSA or ECDSA private key file that the worker can read,"
              + " restart it, then retry.");
    }
    return Path.of(file);
  }

  /** The secret of this name that signs what a webhook gets. */
  String webhook(String name) {
    String secret = properties.webhook().secrets().get(name);
    if (secret == null) {
      throw unknown("webhook secret", name, properties.webhook().secrets());
    }
    if (secret.isBlank()) {
      throw Failures.needsPerson(
          "The worker has no webhook secret \"" + name + "\"",
          "Set LINKSPAN_WEBHOOK_SECRET and restart the worker.");
    }
    return secret;
  }

  private static ApplicationFailure unknown(String what, String name, Map<String, ?> known) {
    return Failures.needsPerson(
        "The worker knows no %s \"%s\"; it knows %s"
            .formatted(what, name, new TreeSet<>(known.keySet())),
        "Add it to the worker's settings and restart the worker, then retry; or destroy the setup"
            + " and name another one in the spec.");
  }
}
