package dev.linkspan.starter.commands;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills in the digests of a spec's archives from what their publishers say: the file {@code
 * URL.sha512}, or the digest of the download if it matches the file {@code URL.sha256} or, as
 * Eclipse Temurin names it, {@code URL.sha256.txt}.
 */
final class ArchiveDigests {
  /** An archive whose digest is empty; the comments in between stay. */
  private static final Pattern ARCHIVE =
      Pattern.compile("url: (\\S+)\\n((?: *#[^\\n]*\\n)*) *sha512:(?=\\n)");

  private static final int SHA256_DIGITS = 64;
  private static final int SHA512_DIGITS = 128;
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final HttpClient http =
      HttpClient.newBuilder().followRedirects(Redirect.NORMAL).connectTimeout(TIMEOUT).build();
  private final Consumer<String> say;

  /**
   * @param say receives a line for each archive
   */
  ArchiveDigests(Consumer<String> say) {
    this.say = say;
  }

  /** The spec with the digests that could be found. */
  String fillIn(String spec) throws InterruptedException {
    StringBuilder filled = new StringBuilder();
    int end = 0;
    Matcher matcher = ARCHIVE.matcher(spec);
    while (matcher.find()) {
      MatchResult archive = matcher.toMatchResult();
      filled.append(spec, end, archive.end());
      of(URI.create(archive.group(1))).ifPresent(digest -> filled.append(' ').append(digest));
      end = archive.end();
    }
    return filled.append(spec.substring(end)).toString();
  }

  private Optional<String> of(URI archive) throws InterruptedException {
    try {
      Optional<String> published = published(archive, ".sha512", SHA512_DIGITS);
      if (published.isPresent()) {
        say.accept("SHA-512 of " + archive + ": as published beside it.");
        return published;
      }
      Optional<String> sha256 = published(archive, ".sha256", SHA256_DIGITS);
      if (sha256.isEmpty()) {
        sha256 = published(archive, ".sha256.txt", SHA256_DIGITS);
      }
      if (sha256.isEmpty()) {
        say.accept("SHA-512 of " + archive + ": not filled in, because no digest is published.");
        return Optional.empty();
      }
      say.accept("SHA-512 of " + archive + ": downloading the archive ...");
      return downloaded(archive, sha256.get());
    } catch (IOException e) {
      String why = Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName());
      say.accept("SHA-512 of " + archive + ": not filled in: " + why);
      return Optional.empty();
    }
  }

  /** The digits of the digest in this file; Apache writes them in groups, after the file's name. */
  private Optional<String> published(URI archive, String suffix, int digits)
      throws IOException, InterruptedException {
    HttpResponse<String> response =
        http.send(
            request(URI.create(archive + suffix)), BodyHandlers.ofString(StandardCharsets.UTF_8));
    if (response.statusCode() != 200) {
      return Optional.empty();
    }
    String text = response.body();
    String value = text.substring(text.indexOf(':') + 1).replaceAll("\\s", "");
    Matcher matcher = Pattern.compile("\\p{XDigit}{" + digits + "}").matcher(value);
    return matcher.find()
        ? Optional.of(matcher.group().toLowerCase(Locale.ROOT))
        : Optional.empty();
  }

  private Optional<String> downloaded(URI archive, String sha256)
      throws IOException, InterruptedException {
    HttpResponse<InputStream> response = http.send(request(archive), BodyHandlers.ofInputStream());
    MessageDigest whole256 = digest("SHA-256");
    MessageDigest whole512 = digest("SHA-512");
    try (InputStream body =
        new DigestInputStream(new DigestInputStream(response.body(), whole256), whole512)) {
      body.transferTo(OutputStream.nullOutputStream());
    }
    if (response.statusCode() != 200 || !hex(whole256).equals(sha256)) {
      say.accept("  The download does not match the published SHA-256: not filled in.");
      return Optional.empty();
    }
    return Optional.of(hex(whole512));
  }

  private static HttpRequest request(URI uri) {
    return HttpRequest.newBuilder(uri).timeout(TIMEOUT).build();
  }

  private static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
