package dev.linkspan.starter.commands;

import dev.linkspan.starter.cli.CommandFailure;
import dev.linkspan.starter.cli.ExitCode;
import dev.linkspan.starter.cli.UserFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/**
 * How to connect to Temporal, with the names of the {@code temporal} command. Each option replaces
 * the environment variable that Temporal's client configuration has for it. See <a
 * href="https://docs.temporal.io/develop/environment-configuration">Environment configuration</a>.
 */
public final class ConnectionOptions {
  private static final String TLS = "TEMPORAL_TLS";
  private static final String DATA = "_DATA";
  private static final String PATH = "_PATH";

  @Option(
      names = "--address",
      paramLabel = "HOST:PORT",
      scope = ScopeType.INHERIT,
      description =
          "Temporal server. Default: $$TEMPORAL_ADDRESS, the profile, or the local stack.")
  private Optional<String> address = Optional.empty();

  @Option(
      names = "--namespace",
      paramLabel = "NAME",
      scope = ScopeType.INHERIT,
      description =
          "Temporal namespace. Default: $$TEMPORAL_NAMESPACE, the profile, or \"default\".")
  private Optional<String> namespace = Optional.empty();

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      scope = ScopeType.INHERIT,
      description =
          "Profile of Temporal's configuration file, $$TEMPORAL_CONFIG_FILE. Default:"
              + " $$TEMPORAL_PROFILE, or \"default\".")
  private Optional<String> profile = Optional.empty();

  @Option(
      names = "--api-key-file",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "File with the API key. Default: $$TEMPORAL_API_KEY, or the profile.")
  private Optional<Path> apiKeyFile = Optional.empty();

  @Option(
      names = "--tls",
      scope = ScopeType.INHERIT,
      arity = "0..1",
      fallbackValue = "true",
      paramLabel = "true|false",
      description =
          "Connect with TLS. Default: $$TEMPORAL_TLS, or yes if another TLS option or an API key is"
              + " given.")
  private Optional<Boolean> tls = Optional.empty();

  @Option(
      names = "--tls-ca-path",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "Certificate authority of the server.")
  private Optional<Path> tlsCaPath = Optional.empty();

  @Option(
      names = "--tls-cert-path",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "Certificate of the client.")
  private Optional<Path> tlsCertPath = Optional.empty();

  @Option(
      names = "--tls-key-path",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "Private key of the client.")
  private Optional<Path> tlsKeyPath = Optional.empty();

  @Option(
      names = "--tls-server-name",
      paramLabel = "NAME",
      scope = ScopeType.INHERIT,
      description = "Name that the server's certificate must have.")
  private Optional<String> tlsServerName = Optional.empty();

  /** The environment with these options in place of its variables. */
  public Map<String, String> over(Map<String, String> environment) {
    Map<String, String> result = new HashMap<>(environment);
    address.ifPresent(value -> result.put("TEMPORAL_ADDRESS", value));
    namespace.ifPresent(value -> result.put("TEMPORAL_NAMESPACE", value));
    profile.ifPresent(value -> result.put("TEMPORAL_PROFILE", value));
    apiKeyFile.ifPresent(file -> result.put("TEMPORAL_API_KEY", read(file)));
    file(tlsCaPath, "_SERVER_CA_CERT", result);
    file(tlsCertPath, "_CLIENT_CERT", result);
    file(tlsKeyPath, "_CLIENT_KEY", result);
    tlsServerName.ifPresent(value -> result.put(TLS + "_SERVER_NAME", value));
    tls.ifPresent(value -> result.put(TLS, value.toString()));
    return result;
  }

  /** A file on the command line also replaces the content that the environment may have instead. */
  private static void file(Optional<Path> file, String kind, Map<String, String> environment) {
    file.ifPresent(
        path -> {
          if (!Files.isReadable(path)) {
            throw new CommandFailure(ExitCode.USAGE, "Cannot read " + path + ".");
          }
          environment.remove(TLS + kind + DATA);
          environment.put(TLS + kind + PATH, path.toString());
        });
  }

  private static String read(Path file) {
    String key = UserFiles.read(file).strip();
    if (!key.matches("[!-~]+")) {
      throw new CommandFailure(
          ExitCode.USAGE, file + " does not hold an API key, which is one word of ASCII.");
    }
    return key;
  }
}
