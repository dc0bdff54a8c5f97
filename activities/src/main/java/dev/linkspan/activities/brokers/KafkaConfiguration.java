package dev.linkspan.activities.brokers;

import dev.linkspan.activities.ssh.DetachedTask;
import dev.linkspan.activities.ssh.Outcome;
import dev.linkspan.activities.ssh.Privileged;
import dev.linkspan.activities.ssh.Script;
import dev.linkspan.activities.ssh.Shell;
import dev.linkspan.workflows.listeners.PropertiesText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the Kafka on a machine whether it would start with a configuration file. */
public final class KafkaConfiguration {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaConfiguration.class);
  private static final Duration LIMIT = Duration.ofSeconds(40);
  private static final String REFUSED = "refused: ";
  private static final String ACCEPTED = "accepted";

  /** Compiled for older Java than the rest, so nothing here refers to it as a class. */
  private static final String CHECK = "ConfigurationCheck";

  private final Shell shell;
  private final Script kafka;

  private KafkaConfiguration(Shell shell, Script kafka) {
    this.shell = shell;
    this.kafka = kafka;
  }

  /** The Kafka of the process that runs with this file; empty if none runs. */
  static Optional<KafkaConfiguration> of(Shell shell, BrokerFile file) {
    return file.pid()
        .map(
            pid ->
                new KafkaConfiguration(
                    shell,
                    Script.of(DetachedTask.class, "process.sh")
                        .and(KafkaConfiguration.class, "running-kafka.sh")
                        .with("pid", pid)));
  }

  /** The Kafka that Linkspan has unpacked in this folder. */
  public static KafkaConfiguration installed(Shell shell, String root) {
    return new KafkaConfiguration(
        shell, Script.of(KafkaConfiguration.class, "installed-kafka.sh").with("root", root));
  }

  /**
   * Kafka's reason to refuse this text; empty if it accepts it, or cannot be asked.
   *
   * @param keys that Kafka must know; it ignores other unknown ones
   */
  public Optional<String> refusal(PropertiesText text, Set<String> keys) {
    Script script =
        kafka
            .and(KafkaConfiguration.class, "check-configuration.sh")
            .with("settings", String.join(",", keys))
            .with("class_name", getClass().getPackageName().replace('.', '/') + "/" + CHECK)
            .with("class_content", Base64.getEncoder().encodeToString(checkClass()));
    Outcome outcome = shell.run(Privileged.text(script), BrokerFile.bytes(text), LIMIT);
    String verdict = outcome.stdout().strip();
    if (verdict.startsWith(REFUSED)) {
      return Optional.of(Outcome.excerpt(reason(verdict)));
    }
    if (!verdict.startsWith(ACCEPTED)) {
      LOG.warn(
          "{}: Kafka's configuration class could not check the file: {}",
          shell.name(),
          outcome.excerpt());
    }
    return Optional.empty();
  }

  /** Kafka hides passwords, but a message may quote the value of a key that it does not know. */
  private static String reason(String verdict) {
    return verdict.matches("(?is).*(password|secret|jaas).*")
        ? "run its start script by hand to see the reason, which may quote a secret"
        : verdict.substring(REFUSED.length());
  }

  private static byte[] checkClass() {
    try (InputStream in = KafkaConfiguration.class.getResourceAsStream(CHECK + ".class")) {
      if (in == null) {
        throw new IllegalStateException("there is no class file of " + CHECK);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
