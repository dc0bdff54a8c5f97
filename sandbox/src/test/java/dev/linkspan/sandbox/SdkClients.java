package dev.linkspan.sandbox;

import com.aliyun.teaopenapi.models.Config;
import com.aliyuncs.DefaultAcsClient;
import com.aliyuncs.http.HttpClientConfig;
import com.aliyuncs.profile.DefaultProfile;

/**
 * Clients of both generations of the SDK. Their default timeouts of 5 and 10 seconds are too short
 * for a machine that runs the tests of several modules at once.
 */
final class SdkClients {
  private static final int TIMEOUT_MILLIS = 60_000;

  private SdkClients() {}

  /** Returns a client of the older SDK. */
  static DefaultAcsClient older(String region, String keyId, String secret) {
    HttpClientConfig http = HttpClientConfig.getDefault();
    http.setConnectionTimeoutMillis(TIMEOUT_MILLIS);
    http.setReadTimeoutMillis(TIMEOUT_MILLIS);
    DefaultProfile profile = DefaultProfile.getProfile(region, keyId, secret);
    profile.setHttpClientConfig(http);
    return new DefaultAcsClient(profile);
  }

  /**
   * Returns the settings of a client of the newer SDK.
   *
   * @param endpoint host and port
   */
  static Config newer(String endpoint, String region, String keyId, String secret) {
    return new Config()
        .setEndpoint(endpoint)
        .setProtocol("http")
        .setRegionId(region)
        .setAccessKeyId(keyId)
        .setAccessKeySecret(secret)
        .setConnectTimeout(TIMEOUT_MILLIS)
        .setReadTimeout(TIMEOUT_MILLIS);
  }
}
