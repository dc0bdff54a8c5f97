package dev.linkspan.activities.tidbcloud;

/** A TiDB Cloud API key. Its text form hides the private key. */
public record ApiKey(String publicKey, String privateKey) {
  @Override
  public String toString() {
    return "ApiKey[" + publicKey + "]";
  }
}
