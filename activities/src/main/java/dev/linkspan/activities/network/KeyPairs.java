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

/** Key pairs: their name is their natural key, unique in a region. */
final class KeyPairs {
  private final OwnerClient client;
  private final Owner owner;

  KeyPairs(OwnerClient client) {
    this.client = client;
    this.owner = client.owner();
  }

  /**
   * @param publicKey as in an {@code authorized_keys} file
   */
  String ensure(String name, String publicKey) {
    Optional<KeyPair> present = named(name);
    if (present.isEmpty()) {
      present = imported(name, publicKey);
    }
    checkOurs(name, publicKey, present);
    return name;
  }

  private Optional<KeyPair> imported(String name, String publicKey) {
    try {
      client.call(
          () -> {
            ImportKeyPairRequest request = Tags.on(new ImportKeyPairRequest(), owner, name);
            request.setKeyPairName(name);
            request.setPublicKeyBody(publicKey);
            return request;
          });
    } catch (AlibabaCloudException e) {
      if (!e.is(ErrorKind.ALREADY_EXISTS)) {
        throw e;
      }
    }
    return Optional.of(client.until("key pair " + name + " to be listed", () -> named(name)));
  }

  private void checkOurs(String name, String publicKey, Optional<KeyPair> present) {
    if (ours(name, present.stream().toList()).isEmpty()) {
      throw Failures.needsPerson(
          "the key pair " + name + " exists and was not made by this setup",
          "Rename or delete the key pair " + name + " in " + owner.region() + ", then retry.");
    }
    String known = present.map(KeyPair::getPublicKey).orElse(null);
    if (known != null && !known.isBlank() && !body(known).equals(body(publicKey))) {
      throw Failures.needsPerson(
          "the key pair " + name + " holds another key than the worker's SSH key",
          "Give the worker the SSH key that this setup began with, then retry.");
    }
  }

  private static String body(String publicKey) {
    String[] parts = publicKey.strip().split("\\s+", -1);
    return parts.length > 1 ? parts[1] : parts[0];
  }

  private Optional<KeyPair> named(String name) {
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

  private Optional<KeyPair> ours(String name, List<KeyPair> listed) {
    return Tags.ours(
        owner, name, listed, KeyPair::getTags, KeyPair.Tag::getTagKey, KeyPair.Tag::getTagValue);
  }

  void remove(String name) {
    if (ours(name, named(name).stream().toList()).isEmpty()) {
      return;
    }
    client.delete(
        "key pair " + name,
        Duration.ofMinutes(5),
        () -> {
          DeleteKeyPairsRequest request = new DeleteKeyPairsRequest();
          request.setKeyPairNames("[\"" + name + "\"]");
          client.once(request);
        });
    client.until(
        "key pair " + name + " to be gone",
        () -> named(name).isEmpty() ? Optional.of(true) : Optional.empty());
  }
}
