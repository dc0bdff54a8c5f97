package dev.linkspan.activities.https;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The certificates that TLS connections trust: the JVM's own list, or those of one PEM file. */
final class TrustedCertificates {
  private TrustedCertificates() {}

  /**
   * Creates the TLS context.
   *
   * @param certificateAuthority a PEM file with one certificate or more
   */
  static SSLContext context(Optional<Path> certificateAuthority) {
    try {
      if (certificateAuthority.isEmpty()) {
        return SSLContext.getDefault();
      }
      KeyStore trusted = read(certificateAuthority.get());
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, factory.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot use the trusted certificates", e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the trusted certificates", e);
    }
  }

  private static KeyStore read(Path pem) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (InputStream in = Files.newInputStream(pem)) {
      int count = 0;
      for (Certificate certificate :
          CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("trusted-" + count++, certificate);
      }
    }
    return store;
  }
}
