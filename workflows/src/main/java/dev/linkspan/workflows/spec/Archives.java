package dev.linkspan.workflows.spec;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the archives to download: Kafka, and the Java that runs it. */
final class Archives {
  private static final Pattern VERSION = Pattern.compile("([0-9]{1,3})(?:\\.([0-9]{1,3}))?.*");
  private static final int OLDEST_JAVA = 11;
  private static final int LONGEST_URL = 1000;

  /** It is the name of a folder. */
  private static final int LONGEST_VERSION = 40;

  private Archives() {}

  /** Kafka: 3.3 is the first version whose KRaft mode is ready for production. */
  static Spec.Archive kafka(Fields fields) {
    FieldValue<String> version =
        fields.required("version", Archives::version, "3.7.1, for example");
    FieldValue<String> url = url(fields);
    version
        .value()
        .filter(v -> number(v, 1) * 1000 + number(v, 2) < 3003)
        .ifPresent(
            v ->
                fields.report(
                    "version",
                    "Kafka " + v + " cannot run without ZooKeeper in production",
                    "Write 3.3 or newer; the guide uses 3.7.1."));
    if (version.value().isPresent() && url.value().isPresent()) {
      String wanted = "-" + version.or("") + ".";
      if (!url.or("").contains(wanted)) {
        fields.report(
            "url",
            "the file is not version " + version.or(""),
            "Write the address of kafka_2.13" + wanted + "tgz, or the version that the file has.");
      }
    }
    return archive(
        fields,
        version,
        url,
        "the 128 hex digits of the file behind the same address with .sha512 added");
  }

  /** Java: Kafka 3 runs on 11 or newer, Kafka 4 needs 17. */
  static Spec.Archive java(Fields fields, String kafkaVersion) {
    FieldValue<String> version =
        fields.required("version", Archives::version, "17.0.15, for example");
    FieldValue<String> url = url(fields);
    int oldest = number(kafkaVersion, 1) >= 4 ? 17 : OLDEST_JAVA;
    version
        .value()
        .filter(v -> number(v, 1) < oldest)
        .ifPresent(
            v ->
                fields.report(
                    "version",
                    "Java " + v + " is too old for this Kafka",
                    "Write " + oldest + " or newer."));
    return archive(
        fields,
        version,
        url,
        "what `sha512sum` prints for a copy that matches its publisher's checksum");
  }

  private static Spec.Archive archive(
      Fields fields, FieldValue<String> version, FieldValue<String> url, String whereToFind) {
    FieldValue<String> sha512 = fields.required("sha512", Archives::sha512, whereToFind);
    fields.close();
    return new Spec.Archive(version.or(""), url.or(""), sha512.or(""));
  }

  private static FieldValue<String> url(Fields fields) {
    return fields.required("url", Archives::url, "the address to download the archive from");
  }

  private static String version(String text) throws InvalidValueException {
    return Formats.matching(
            "[0-9]{1,4}(\\.[0-9]{1,4}){0,4}([+_-][A-Za-z0-9.]+)?",
            LONGEST_VERSION,
            "a version",
            "Write numbers and dots, for example 3.7.1.")
        .read(text);
  }

  /** Does not repeat the value: addresses can contain passwords and signatures. */
  private static String url(String text) throws InvalidValueException {
    if (text.length() > LONGEST_URL || !text.chars().allMatch(c -> c < 128)) {
      throw badUrl("is not an address of up to " + LONGEST_URL + " ASCII characters");
    }
    URI uri = Formats.uri(text).orElseThrow(() -> badUrl("is not a web address"));
    if (uri.getScheme() == null
        || !(uri.getScheme().equals("https") || uri.getScheme().equals("http"))
        || uri.getHost() == null) {
      throw badUrl("is not an http or https address");
    }
    if (!Formats.hasPossiblePort(uri)) {
      throw badUrl("has a port that does not exist");
    }
    if (uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw new InvalidValueException(
          "the address has a user, a query or a fragment in it",
          "Use a plain address: the content of this file is kept in histories and shown to people.");
    }
    if (!uri.getPath().matches(".*/[A-Za-z0-9._+-]+\\.(tgz|tar\\.gz)")) {
      throw badUrl("does not end in a .tgz or .tar.gz file");
    }
    return text;
  }

  private static InvalidValueException badUrl(String problem) {
    return new InvalidValueException(
        problem,
        "Write the address of the archive, for example https://host/path/kafka_2.13-3.7.1.tgz.");
  }

  private static String sha512(String text) throws InvalidValueException {
    String digits = text.replaceAll("\\s", "").toLowerCase(Locale.ROOT);
    if (digits.matches("[0-9a-f]{128}")) {
      return digits;
    }
    String problem =
        digits.matches("[0-9a-f]{64}")
            ? "this is a SHA-256"
            : "is not a SHA-512: " + digits.length() + " characters, not 128 hex digits";
    throw new InvalidValueException(
        problem, "Write the 128 hex digits that `sha512sum FILE` prints.");
  }

  /** A part of a version, counted from 1; 0 if it has no such part. */
  private static int number(String version, int part) {
    Matcher matcher = VERSION.matcher(version);
    return matcher.matches() && matcher.group(part) != null
        ? Integer.parseInt(matcher.group(part))
        : 0;
  }
}
