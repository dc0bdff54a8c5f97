package dev.linkspan.sandbox.ecs;

import dev.linkspan.sandbox.api.Call;
import dev.linkspan.sandbox.api.Names;
import dev.linkspan.sandbox.api.Page;
import dev.linkspan.sandbox.api.Parameters;
import dev.linkspan.sandbox.api.TagActions;
import dev.linkspan.sandbox.state.Resource;
import dev.linkspan.sandbox.state.Store;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The operations on key pairs. A private key is only in the response that creates it, and is not
 * stored.
 */
final class KeyPairs {
  private static final int QUOTA = 500;

  private final Store store;

  KeyPairs(Store store) {
    this.store = store;
  }

  Map<String, Object> importKey(Call call) {
    String body = call.parameters().required("PublicKeyBody").trim();
    return shortView(make(call, body));
  }

  Map<String, Object> create(Call call) {
    KeyPair keys = PublicKeys.newRsa();
    Resource pair = make(call, PublicKeys.line((RSAPublicKey) keys.getPublic()));
    Map<String, Object> body = new LinkedHashMap<>(shortView(pair));
    body.put("KeyPairId", pair.id());
    Base64.Encoder encoder = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
    body.put(
        "PrivateKeyBody",
        "-----BEGIN PRIVATE KEY-----\n"
            + encoder.encodeToString(keys.getPrivate().getEncoded())
            + "\n-----END PRIVATE KEY-----\n");
    return body;
  }

  private Resource make(Call call, String publicKey) {
    Parameters p = call.parameters();
    p.required("RegionId");
    String name = p.required("KeyPairName");
    if (!name.matches("[A-Za-z][A-Za-z0-9:_.-]{1,127}")) {
      throw EcsErrors.error(
          400, "InvalidKeyPairName.Malformed", "Specified Key Pair name is not valid.");
    }
    byte[] key =
        PublicKeys.parse(publicKey)
            .orElseThrow(
                () ->
                    EcsErrors.error(
                        400,
                        "InvalidPublicKeyBody.Malformed",
                        "The specified PublicKeyBody is not valid."));
    if (find(call, name).isPresent()) {
      throw EcsErrors.error(400, "KeyPair.AlreadyExist", "The key pair name already exists.");
    }
    if (EcsResources.ofCaller(store, call, EcsProduct.KEYPAIR).size() >= QUOTA) {
      throw EcsErrors.error(403, "QuotaExceed.KeyPair", "The quota of key pairs is exceeded.");
    }
    return store.put(
        Resource.of(EcsProduct.KEYPAIR, store.newId("ssh"), call.account(), call.region(), name)
            .withStatus("Available")
            .withTags(TagActions.checked(p.tags()))
            .with("publicKey", publicKey)
            .with("fingerprint", PublicKeys.fingerprint(key)));
  }

  Optional<Resource> find(Call call, String name) {
    return EcsResources.ofCaller(store, call, EcsProduct.KEYPAIR).stream()
        .filter(pair -> pair.name().equals(name))
        .findFirst();
  }

  Map<String, Object> describe(Call call) {
    Parameters p = call.parameters();
    p.required("RegionId");
    List<Resource> found =
        EcsResources.ofCaller(store, call, EcsProduct.KEYPAIR).stream()
            .filter(pair -> Names.matches(p.text("KeyPairName", "*"), pair.name()))
            .filter(
                pair -> {
                  String own = pair.text("fingerprint");
                  return own.equals(p.text("KeyPairFingerPrint", own));
                })
            .filter(pair -> pair.hasTags(p.tags()))
            .toList();
    boolean withKey = p.flag("IncludePublicKey", false);
    Page<Resource> page = Page.numbered(found, p, 10, 50);
    Map<String, Object> body = new LinkedHashMap<>(page.fields());
    body.put("KeyPairs", Map.of("KeyPair", page.show(pair -> view(pair, withKey))));
    return body;
  }

  Map<String, Object> delete(Call call) {
    call.parameters().required("RegionId");
    call.parameters().required("KeyPairNames");
    List<String> names = call.parameters().texts("KeyPairNames");
    for (String name : names) {
      boolean used =
          EcsResources.ofCaller(store, call, EcsProduct.INSTANCE).stream()
              .anyMatch(instance -> instance.text("keyPairName").equals(name));
      if (used) {
        throw EcsErrors.error(
            400,
            "InvalidParameter.KeypairAlreadyAttachedInstance",
            "The specified key pair " + name + " has been attached to an instance.");
      }
      find(call, name).ifPresent(pair -> store.remove(EcsProduct.KEYPAIR, pair.id()));
    }
    return Map.of();
  }

  private static Map<String, Object> shortView(Resource pair) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("KeyPairName", pair.name());
    view.put("KeyPairFingerPrint", pair.text("fingerprint"));
    return view;
  }

  private static Map<String, Object> view(Resource pair, boolean withKey) {
    Map<String, Object> view = shortView(pair);
    if (withKey) {
      view.put("PublicKey", pair.text("publicKey"));
    }
    view.put("CreationTime", EcsResources.time(pair.createdAt()));
    view.put("ResourceGroupId", "");
    view.put("Tags", EcsResources.tags(pair));
    return view;
  }
}
