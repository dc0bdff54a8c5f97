package dev.linkspan.probe;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;

/**
 * The settings a broker runs with, as far as they are asked for here; never a secret one.
 *
 * @param values by key; a key without a value is missing
 * @param sources where each value comes from, a name of {@link ConfigEntry.ConfigSource}
 * @param beneath what a listener setting that was made at run time hides: the file's value of when
 *     the broker started, or the default
 */
record BrokerSettings(
    Map<String, String> values, Map<String, String> sources, Map<String, String> beneath) {
  static final String LISTENERS = "listeners";
  static final String ADVERTISED = "advertised.listeners";
  static final String PROTOCOLS = "listener.security.protocol.map";
  static final List<String> LISTENER_KEYS = List.of(LISTENERS, ADVERTISED, PROTOCOLS);

  private static final List<String> KEPT =
      List.of(
          LISTENERS,
          ADVERTISED,
          PROTOCOLS,
          "inter.broker.listener.name",
          "inter.broker.protocol.version",
          "log.dirs",
          "log.dir",
          "process.roles",
          "controller.quorum.voters",
          "auto.create.topics.enable",
          "default.replication.factor");

  /** Asks every one of these brokers for its own. */
  static Map<Integer, KafkaFuture<Config>> ask(Admin admin, Collection<Integer> brokers) {
    List<ConfigResource> resources = brokers.stream().map(BrokerSettings::resource).toList();
    Map<Integer, KafkaFuture<Config>> asked = new TreeMap<>();
    admin
        .describeConfigs(resources, new DescribeConfigsOptions().includeSynonyms(true))
        .values()
        .forEach((resource, answer) -> asked.put(Integer.valueOf(resource.name()), answer));
    return asked;
  }

  /** The answers; a broker that gives none is named in {@code problems} instead. */
  static Map<Integer, BrokerSettings> collect(
      Map<Integer, KafkaFuture<Config>> asked, List<String> problems) throws InterruptedException {
    Map<Integer, BrokerSettings> found = new TreeMap<>();
    for (var answer : asked.entrySet()) {
      try {
        found.put(answer.getKey(), of(answer.getValue().get()));
      } catch (ExecutionException e) {
        problems.add(
            "The configuration of broker %d cannot be read: %s."
                .formatted(answer.getKey(), Problems.describe(e)));
      }
    }
    return found;
  }

  static ConfigResource resource(int broker) {
    return new ConfigResource(ConfigResource.Type.BROKER, String.valueOf(broker));
  }

  static BrokerSettings of(Config config) {
    Map<String, String> values = new TreeMap<>();
    Map<String, String> sources = new TreeMap<>();
    Map<String, String> beneath = new TreeMap<>();
    for (String key : KEPT) {
      ConfigEntry entry = config.get(key);
      if (entry != null && !entry.isSensitive() && entry.value() != null) {
        values.put(key, entry.value());
        sources.put(key, entry.source().name());
        if (LISTENER_KEYS.contains(key)) {
          hidden(entry).ifPresent(value -> beneath.put(key, value));
        }
      }
    }
    return new BrokerSettings(values, sources, beneath);
  }

  private static Optional<String> hidden(ConfigEntry entry) {
    return entry.synonyms().stream()
        .filter(synonym -> !isDynamic(synonym.source().name()))
        .map(ConfigEntry.ConfigSynonym::value)
        .filter(Objects::nonNull)
        .findFirst();
  }

  String value(String key) {
    return values.getOrDefault(key, "");
  }

  /** Whether a listener setting is not the configuration file's. */
  boolean dynamicListeners() {
    return LISTENER_KEYS.stream().anyMatch(this::dynamic);
  }

  /** Whether the value was set at run time, for this broker or for all. */
  boolean dynamic(String key) {
    return isDynamic(sources.getOrDefault(key, ""));
  }

  private static boolean isDynamic(String source) {
    return source.startsWith("DYNAMIC_");
  }

  /** Whether what was made at run time concerns this listener and no other. */
  boolean onlyAdds(String listener) {
    return LISTENER_KEYS.stream()
        .filter(this::dynamic)
        .allMatch(key -> without(listener, value(key)).equals(without(listener, beneath(key))));
  }

  /** What is not written is advertised as it listens. */
  private String beneath(String key) {
    String fallback = key.equals(ADVERTISED) ? beneath(LISTENERS) : "";
    return beneath.getOrDefault(key, fallback);
  }

  /** The entries of a listener setting but for this listener's. */
  private static Set<String> without(String listener, String value) {
    return Stream.of(value.split(",", -1))
        .map(String::strip)
        .filter(entry -> !entry.isEmpty())
        .filter(entry -> !entry.toUpperCase(Locale.ROOT).startsWith(listener + ":"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  List<String> logDirs() {
    String dirs = value("log.dirs").isEmpty() ? value("log.dir") : value("log.dirs");
    return Stream.of(dirs.split(",", -1)).map(String::strip).filter(d -> !d.isEmpty()).toList();
  }
}
