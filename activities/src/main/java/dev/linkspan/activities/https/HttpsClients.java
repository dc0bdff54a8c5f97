package dev.linkspan.activities.https;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.auth.StandardAuthScheme;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.util.Timeout;

/**
 * HTTP clients for the clouds' APIs: a bounded wait, no retries of their own (the workflow engine
 * retries), no redirects, no cookies. Proxies come from the JVM's system properties.
 */
public final class HttpsClients {
  private static final int CONNECTIONS = 50;
  private static final int CONNECT_SECONDS = 5;
  private static final int ANSWER_SECONDS = 20;
  private static final int KEEP_SECONDS = 15;

  private HttpsClients() {}

  /**
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
                    .setConnectTimeout(Timeout.ofSeconds(CONNECT_SECONDS))
                    .setSocketTimeout(Timeout.ofSeconds(ANSWER_SECONDS))
                    .setTimeToLive(KEEP_SECONDS, TimeUnit.SECONDS)
                    .build())
            .build();
    return HttpClients.custom()
        .useSystemProperties()
        .setConnectionManager(connections)
        .setDefaultRequestConfig(
            RequestConfig.custom()
                .setConnectionRequestTimeout(Timeout.ofSeconds(ANSWER_SECONDS))
                .setResponseTimeout(Timeout.ofSeconds(ANSWER_SECONDS))
                .setTargetPreferredAuthSchemes(List.of(StandardAuthScheme.DIGEST))
                .build())
        .disableAutomaticRetries()
        .disableRedirectHandling()
        .disableCookieManagement()
        .build();
  }
}
