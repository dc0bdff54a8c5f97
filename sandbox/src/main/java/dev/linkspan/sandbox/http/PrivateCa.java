package dev.linkspan.sandbox.http;

import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The certificate authority of the sandbox, kept in a folder: everyone can read {@code ca.pem},
 * only the owner {@code ca.key}. A new server certificate is issued at each start.
 */
public final class PrivateCa {
  private static final Duration CA_LIFE = Duration.ofDays(3650);
  private static final Duration LEAF_LIFE = Duration.ofDays(365);

  private final PrivateKey key;
  private final X509Certificate certificate;

  private PrivateCa(PrivateKey key, X509Certificate certificate) {
    this.key = key;
    this.certificate = certificate;
  }

  /**
   * Opens the authority in the folder, or creates it.
   *
   * @throws IOException if a file cannot be read or written
   */
  public static PrivateCa in(Path folder) throws IOException, GeneralSecurityException {
    Path certificateFile = folder.resolve("ca.pem");
    Path keyFile = folder.resolve("ca.key");
    if (Files.exists(certificateFile) && Files.exists(keyFile)) {
      return read(certificateFile, keyFile);
    }
    KeyPair keys = newKeys();
    PrivateCa made = new PrivateCa(keys.getPrivate(), selfSigned(keys));
    write(keyFile, pkcs8(made.key), "rw-------");
    write(certificateFile, made.certificate, "rw-r--r--");
    return made;
  }

  /** Returns a server context with a new certificate for 127.0.0.1, ::1 and localhost. */
  public SSLContext serverContext() throws GeneralSecurityException, IOException {
    return serverContext(Set.of());
  }

  /** Returns a server context with a new certificate for the loopback names and these names. */
  public SSLContext serverContext(Set<String> moreNames)
      throws GeneralSecurityException, IOException {
    KeyPair leafKeys = newKeys();
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    char[] none = new char[0];
    store.setKeyEntry(
        "server",
        leafKeys.getPrivate(),
        none,
        new Certificate[] {leaf(leafKeys, moreNames), certificate});
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, none);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  private static KeyPair newKeys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static X509Certificate selfSigned(KeyPair keys)
      throws IOException, GeneralSecurityException {
    X500Name name = new X500Name("CN=Linkspan sandbox CA");
    JcaX509v3CertificateBuilder builder = builder(name, name, CA_LIFE, keys);
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
    builder.addExtension(
        Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    return sign(builder, keys.getPrivate());
  }

  private X509Certificate leaf(KeyPair leafKeys, Set<String> moreNames)
      throws IOException, GeneralSecurityException {
    X500Name issuer = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
    JcaX509v3CertificateBuilder builder =
        builder(issuer, new X500Name("CN=localhost"), LEAF_LIFE, leafKeys);
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    builder.addExtension(
        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
    List<GeneralName> names = new ArrayList<>();
    names.add(new GeneralName(GeneralName.iPAddress, "127.0.0.1"));
    names.add(new GeneralName(GeneralName.iPAddress, "::1"));
    names.add(new GeneralName(GeneralName.dNSName, "localhost"));
    moreNames.forEach(name -> names.add(new GeneralName(GeneralName.dNSName, name)));
    builder.addExtension(
        Extension.subjectAlternativeName,
        false,
        new GeneralNames(names.toArray(GeneralName[]::new)));
    return sign(builder, key);
  }

  private static JcaX509v3CertificateBuilder builder(
      X500Name issuer, X500Name subject, Duration life, KeyPair keys) {
    Instant now = Instant.now();
    return new JcaX509v3CertificateBuilder(
        issuer,
        new BigInteger(120, new SecureRandom()),
        Date.from(now.minus(Duration.ofHours(1))),
        Date.from(now.plus(life)),
        subject,
        keys.getPublic());
  }

  private static X509Certificate sign(JcaX509v3CertificateBuilder builder, PrivateKey key)
      throws GeneralSecurityException {
    try {
      X509CertificateHolder holder =
          builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key));
      return new JcaX509CertificateConverter().getCertificate(holder);
    } catch (OperatorCreationException e) {
      throw new GeneralSecurityException(e);
    }
  }

  private static PrivateCa read(Path certificateFile, Path keyFile)
      throws IOException, GeneralSecurityException {
    try (PEMParser certificate = new PEMParser(Files.newBufferedReader(certificateFile));
        PEMParser key = new PEMParser(Files.newBufferedReader(keyFile))) {
      return new PrivateCa(
          new JcaPEMKeyConverter().getPrivateKey((PrivateKeyInfo) key.readObject()),
          new JcaX509CertificateConverter()
              .getCertificate((X509CertificateHolder) certificate.readObject()));
    }
  }

  private static JcaPKCS8Generator pkcs8(PrivateKey key) throws IOException {
    return new JcaPKCS8Generator(key, null);
  }

  private static void write(Path file, Object pem, String permissions) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(pem);
    }
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)));
    try (Writer out = Files.newBufferedWriter(file)) {
      out.write(text.toString());
    }
  }
}
