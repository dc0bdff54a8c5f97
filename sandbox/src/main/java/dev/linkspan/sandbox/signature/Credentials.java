package dev.linkspan.sandbox.signature;

import java.util.Optional;

/** Looks up access keys. */
@FunctionalInterface
public interface Credentials {

  /** Returns the key with this id; empty if the id is unknown. */
  Optional<Key> find(String accessKeyId);

  /**
   * @param account id of the account that owns the key
   */
  record Key(String account, String secret) {
    @Override
    public String toString() {
      return "Key[" + account + "]";
    }
  }
}
