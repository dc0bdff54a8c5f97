package dev.linkspan.activities.https;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.hc.client5.http.auth.StandardAuthScheme;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * HTTPS clients for the clouds' APIs: with timeouts, and without retries (Temporal retries),
 * redirects and cookies. Proxies come from the JVM's system properties.
 */
public final class HttpsClients {
  private static final int CONNECTIONS = 50;
  private static final Timeout CONNECT_TIMEOUT = Timeout.ofSeconds(5);
  private static final Timeout RESPONSE_TIMEOUT = Timeout.ofSeconds(20);
  private static final TimeValue KEEP_ALIVE = TimeValue.ofSeconds(15);

  private HttpsClients() {}

  /**
   * Creates a client.
   *
   * @param certificateAuthority PEM file to trust instead of the JVM's own list
   */
  public static CloseableHttpClient trusting(Optional<Path> certificateAuthority) {
    var connections =
        PoolingHttpClientConnectionManagerBuilder.create()
            .setTlsSocketStrategy(
                new DefaultClientTlsStrategy(TrustedCertificates.context(certificateAuthority)))
            .setMaxConnTotal(CONNECTIONS)
            .setMaxConnPerRoute(CONNECTIONS)
            .setDefaultConnectionConfig(
                ConnectionConfig.custom()
                    .setConnectTimeout(CONNECT_TIMEOUT)
                    .setSocketTimeout(RESPONSE_TIMEOUT)
                    .setTimeToLive(KEEP_ALIVE)
                    .build())
            .build();
    return HttpClients.custom()
        .useSystemProperties()
        .setConnectionManager(connections)
        .setDefaultRequestConfig(
            RequestConfig.custom()
                .setConnectionRequestTimeout(RESPONSE_TIMEOUT)
                .setResponseTimeout(RESPONSE_TIMEOUT)
                .setTargetPreferredAuthSchemes(List.of(StandardAuthScheme.DIGEST))
                .build())
        .disableAutomaticRetries()
        .disableRedirectHandling()
        .disableCookieManagement()
        .build();
  }
}
