package dev.linkspan.starter.temporal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

/**
 * A certificate for {@code name} that is its own authority, and its key, as PEM files.
 *
 * @param certificate of the server and of the client
 */
public record TlsFiles(Path certificate, Path key) {
  /** Creates the files in this folder. */
  public static TlsFiles create(Path folder, String name)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path store = folder.resolve(name + ".p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "RSA",
                "-alias",
                "tls",
                "-dname",
                "CN=" + name,
                "-ext",
                "san=dns:" + name,
                "-ext",
                "bc:critical=ca:true",
                "-storetype",
                "PKCS12",
                "-storepass",
                "secret",
                "-keystore",
                store.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (keytool.waitFor() != 0) {
      throw new IOException(output);
    }
    KeyStore keys = KeyStore.getInstance("PKCS12");
    char[] password = "secret".toCharArray();
    try (InputStream input = Files.newInputStream(store)) {
      keys.load(input, password);
    }
    return new TlsFiles(
        pem(store, "CERTIFICATE", keys.getCertificate("tls").getEncoded()),
        pem(store, "PRIVATE KEY", keys.getKey("tls", password).getEncoded()));
  }

  private static Path pem(Path store, String kind, byte[] content) throws IOException {
    String text =
        "-----BEGIN %s-----%n%s%n-----END %s-----%n"
            .formatted(kind, Base64.getMimeEncoder().encodeToString(content), kind);
    return Files.writeString(
        store.resolveSibling(store.getFileName() + "." + kind.replace(' ', '-') + ".pem"), text);
  }
}
