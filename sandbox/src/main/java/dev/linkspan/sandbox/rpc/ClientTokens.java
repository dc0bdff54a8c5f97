package dev.linkspan.sandbox.rpc;

import dev.linkspan.sandbox.api.ApiError;
import dev.linkspan.sandbox.api.Call;
import dev.linkspan.sandbox.api.Product;
import dev.linkspan.sandbox.state.Resource;
import dev.linkspan.sandbox.state.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Client tokens: a call with the token and the parameters of an earlier call gets the earlier
 * response and has no effect. A token is kept for a day, even if its resource is gone. How long the
 * real services keep tokens is not documented.
 */
final class ClientTokens {
  private static final String TYPE = "_token";
  private static final Duration RETENTION = Duration.ofDays(1);
  private static final int MAX_LENGTH = 64;

  private final Store store;

  ClientTokens(Store store) {
    this.store = store;
  }

  Map<String, Object> once(Product product, Call call, Supplier<Map<String, Object>> work) {
    Optional<String> token = call.parameters().text("ClientToken");
    if (token.isEmpty() || !ModelCheck.takesToken(product, call.action())) {
      return work.get();
    }
    if (token.get().length() > MAX_LENGTH
        || !token.get().chars().allMatch(c -> c > 32 && c < 127)) {
      throw new ApiError(
          400, "InvalidClientToken.ValueNotSupported", "The ClientToken provided is invalid.");
    }
    String id =
        String.join(" ", call.account(), product.name(), call.action(), call.region(), token.get());
    Map<String, Object> sent = new TreeMap<>(call.parameters().asMap());
    Optional<Resource> known = store.find(TYPE, id);
    if (known.isPresent()) {
      return again(product, known.get(), sent);
    }
    Map<String, Object> body = work.get();
    forgetOld();
    store.put(
        Resource.of(TYPE, id, call.account(), call.region(), "")
            .with("parameters", sent)
            .with("body", body));
    return body;
  }

  private static Map<String, Object> again(
      Product product, Resource known, Map<String, Object> sent) {
    if (!sent.equals(known.attributes().get("parameters"))) {
      throw new ApiError(
          400,
          product.tokenMismatchCode(),
          "The request uses the same client token as a previous, but non-identical request.");
    }
    return known.object("body");
  }

  private void forgetOld() {
    Instant limit = Instant.now().minus(RETENTION);
    for (Resource token : store.all(TYPE)) {
      if (token.createdAt().isBefore(limit)) {
        store.remove(TYPE, token.id());
      }
    }
  }
}
