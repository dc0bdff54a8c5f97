package dev.linkspan.sandbox.signature;

import java.util.Optional;

/** Who may sign. */
@FunctionalInterface
public interface Credentials {

  /** The key with this id; empty for an unknown id. */
  Optional<Key> find(String accessKeyId);

  /**
   * @param account id of the account that the key belongs to
   */
  record Key(String account, String secret) {
    @Override
    public String toString() {
      return "Key[" + account + "]";
    }
  }
}
