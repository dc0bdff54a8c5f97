package dev.linkspan.activities.network;

import com.aliyuncs.ecs.model.v20140526.DeleteKeyPairsRequest;
import com.aliyuncs.ecs.model.v20140526.DescribeKeyPairsRequest;
import com.aliyuncs.ecs.model.v20140526.DescribeKeyPairsResponse.KeyPair;
import com.aliyuncs.ecs.model.v20140526.ImportKeyPairRequest;
import dev.linkspan.activities.alibabacloud.AlibabaCloudException;
import dev.linkspan.activities.alibabacloud.ErrorKind;
import dev.linkspan.activities.alibabacloud.OwnerClient;
import dev.linkspan.activities.alibabacloud.Tags;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.steps.Failures;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** ECS key pairs. Their name is unique in a region. */
final class KeyPairs {
  private static final Logger LOG = LoggerFactory.getLogger(KeyPairs.class);
  private static final Duration RELEASE_TIMEOUT = Duration.ofMinutes(5);

  private final OwnerClient client;
  private final Owner owner;

  KeyPairs(OwnerClient client) {
    this.client = client;
    this.owner = client.owner();
  }

  /**
   * Imports the key pair, unless there is one of that name, and returns its name.
   *
   * @param publicKey as in an {@code authorized_keys} file
   */
  String ensure(String name, String publicKey) {
    try {
      client.call(
          () -> {
            ImportKeyPairRequest request = Tags.addTo(new ImportKeyPairRequest(), owner, name);
            request.setKeyPairName(name);
            request.setPublicKeyBody(publicKey);
            return request;
          });
      LOG.info("imported the key pair {}", name);
    } catch (AlibabaCloudException e) {
      if (!e.is(ErrorKind.ALREADY_EXISTS)) {
        throw e;
      }
      LOG.info("the key pair {} exists already ({})", name, e.code());
      requireOurs(
          name, publicKey, client.waitFor("key pair " + name + " to be listed", () -> find(name)));
    }
    return name;
  }

  private void requireOurs(String name, String publicKey, KeyPair present) {
    if (!isOurs(name, present)) {
      throw Failures.needsPerson(
          "the key pair " + name + " exists and does not belong to this setup",
          "Rename or delete the key pair " + name + " in " + owner.region() + ", then retry.");
    }
    String known = present.getPublicKey();
    if (known != null && !known.isBlank() && !body(known).equals(body(publicKey))) {
      throw Failures.needsPerson(
          "the key pair " + name + " has another public key than the worker's SSH key",
          "Give the worker the SSH key that this setup started with, then retry.");
    }
  }

  private static String body(String publicKey) {
    String[] parts = publicKey.strip().split("\\s+", -1);
    return parts.length > 1 ? parts[1] : parts[0];
  }

  /** Empty where there is none of that name. */
  Optional<KeyPair> find(String name) {
    return client
        .call(
            () -> {
              DescribeKeyPairsRequest request = new DescribeKeyPairsRequest();
              request.setKeyPairName(name);
              request.setIncludePublicKey(true);
              return request;
            })
        .getKeyPairs()
        .stream()
        .filter(k -> name.equals(k.getKeyPairName()))
        .findFirst();
  }

  private boolean isOurs(String name, KeyPair pair) {
    return Tags.firstTagged(
            owner,
            name,
            List.of(pair),
            KeyPair::getTags,
            KeyPair.Tag::getTagKey,
            KeyPair.Tag::getTagValue)
        .isPresent();
  }

  void remove(String name) {
    if (find(name).filter(pair -> isOurs(name, pair)).isEmpty()) {
      LOG.info("key pair {} is gone already: none has its name and tags", name);
      return;
    }
    client.delete(
        "key pair " + name,
        RELEASE_TIMEOUT,
        () -> {
          DeleteKeyPairsRequest request = new DeleteKeyPairsRequest();
          request.setKeyPairNames("[\"" + name + "\"]");
          client.once(request);
        });
    client.waitUntilGone("DeleteKeyPairs", "key pair " + name, () -> find(name).isEmpty());
  }
}
