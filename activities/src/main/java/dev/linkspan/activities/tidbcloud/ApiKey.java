package dev.linkspan.activities.tidbcloud;

/** A TiDB Cloud API key; its text form hides the private half. */
public record ApiKey(String publicKey, String privateKey) {
  @Override
  public String toString() {
    return "ApiKey[" + publicKey + "]";
  }
}
