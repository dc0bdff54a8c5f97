package dev.linkspan.probe.cluster;

import dev.linkspan.probe.client.ErrorText;
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
 * The configs that a broker runs with, as far as the probe needs them; never a sensitive one.
 *
 * @param values by key; a config without a value is missing
 * @param sources names of {@link ConfigEntry.ConfigSource} by key
 * @param staticValues by key of a listener config, the value that a dynamic value overrides: that
 *     of the file when the broker started, or the default
 */
public record BrokerConfig(
    Map<String, String> values, Map<String, String> sources, Map<String, String> staticValues) {
  /** Name of the listener that TiDB Cloud connects to, where a request has no other. */
  public static final String EXTERNAL = "EXTERNAL";

  public static final String LISTENERS = "listeners";
  public static final String ADVERTISED_LISTENERS = "advertised.listeners";
  public static final String PROTOCOL_MAP = "listener.security.protocol.map";

  /** The listener configs. */
  public static final List<String> LISTENER_KEYS =
      List.of(LISTENERS, ADVERTISED_LISTENERS, PROTOCOL_MAP);

  private static final List<String> KEYS =
      List.of(
          LISTENERS,
          ADVERTISED_LISTENERS,
          PROTOCOL_MAP,
          "inter.broker.listener.name",
          "inter.broker.protocol.version",
          "log.dirs",
          "log.dir",
          "process.roles",
          "controller.quorum.voters",
          "auto.create.topics.enable",
          "default.replication.factor");

  /** Asks each of these brokers for its own configs; the answers are by node ID. */
  public static Map<Integer, KafkaFuture<Config>> describe(
      Admin admin, Collection<Integer> nodeIds) {
    List<ConfigResource> resources = nodeIds.stream().map(BrokerConfig::resource).toList();
    Map<Integer, KafkaFuture<Config>> answers = new TreeMap<>();
    admin
        .describeConfigs(resources, new DescribeConfigsOptions().includeSynonyms(true))
        .values()
        .forEach((resource, answer) -> answers.put(Integer.valueOf(resource.name()), answer));
    return answers;
  }

  /**
   * Waits for the answers; a broker without one is missing, and named in {@code problems} instead.
   */
  public static Map<Integer, BrokerConfig> collect(
      Map<Integer, KafkaFuture<Config>> answers, List<String> problems)
      throws InterruptedException {
    return collect(answers, List.of(), problems);
  }

  /** The same, with these configs too. */
  public static Map<Integer, BrokerConfig> collect(
      Map<Integer, KafkaFuture<Config>> answers, List<String> more, List<String> problems)
      throws InterruptedException {
    Map<Integer, BrokerConfig> found = new TreeMap<>();
    for (var answer : answers.entrySet()) {
      try {
        found.put(answer.getKey(), of(answer.getValue().get(), more));
      } catch (ExecutionException e) {
        problems.add(
            "The configs of broker %d cannot be read: %s."
                .formatted(answer.getKey(), ErrorText.of(e)));
      }
    }
    return found;
  }

  /**
   * Reads the configs of one broker.
   *
   * @throws ExecutionException if they cannot be read, with the reason as its cause
   */
  public static BrokerConfig read(Admin admin, int nodeId)
      throws ExecutionException, InterruptedException {
    ConfigResource resource = resource(nodeId);
    var options = new DescribeConfigsOptions().includeSynonyms(true);
    var answers = admin.describeConfigs(List.of(resource), options).all().get();
    return of(Objects.requireNonNull(answers.get(resource), "configs of broker " + nodeId));
  }

  /** A broker as the Admin API names it. */
  public static ConfigResource resource(int nodeId) {
    return new ConfigResource(ConfigResource.Type.BROKER, String.valueOf(nodeId));
  }

  /** Keeps what the probe needs. */
  public static BrokerConfig of(Config config) {
    return of(config, List.of());
  }

  private static BrokerConfig of(Config config, List<String> more) {
    Map<String, String> values = new TreeMap<>();
    Map<String, String> sources = new TreeMap<>();
    Map<String, String> staticValues = new TreeMap<>();
    for (String key : Stream.concat(KEYS.stream(), more.stream()).distinct().toList()) {
      ConfigEntry entry = config.get(key);
      if (entry != null && !entry.isSensitive() && entry.value() != null) {
        values.put(key, entry.value());
        sources.put(key, entry.source().name());
        if (LISTENER_KEYS.contains(key)) {
          staticValue(entry).ifPresent(value -> staticValues.put(key, value));
        }
      }
    }
    return new BrokerConfig(values, sources, staticValues);
  }

  private static Optional<String> staticValue(ConfigEntry entry) {
    return entry.synonyms().stream()
        .filter(synonym -> !isDynamic(synonym.source().name()))
        .map(ConfigEntry.ConfigSynonym::value)
        .filter(Objects::nonNull)
        .findFirst();
  }

  /** The value of a config; empty if it has none. */
  public String value(String key) {
    return values.getOrDefault(key, "");
  }

  /** Whether a listener config is dynamic, that is, not that of the broker's file. */
  public boolean hasDynamicListeners() {
    return LISTENER_KEYS.stream().anyMatch(this::isDynamicConfig);
  }

  /** Whether a value was set dynamically, for this broker or for all. */
  public boolean isDynamicConfig(String key) {
    return isDynamic(sources.getOrDefault(key, ""));
  }

  private static boolean isDynamic(String source) {
    return source.startsWith("DYNAMIC_");
  }

  /**
   * Whether the dynamic listener configs differ from the static ones in this listener only. A
   * dynamic value can spell out a host that the broker otherwise advertises by default.
   *
   * @param listener its name in upper case
   */
  public boolean onlyAdds(String listener) {
    return LISTENER_KEYS.stream()
        .filter(this::isDynamicConfig)
        .allMatch(
            key -> sameEntries(without(listener, value(key)), without(listener, staticValue(key))));
  }

  private static boolean sameEntries(Set<String> dynamic, Set<String> fixed) {
    return dynamic.size() == fixed.size()
        && fixed.stream().allMatch(entry -> dynamic.stream().anyMatch(d -> isSame(d, entry)));
  }

  private static boolean isSame(String dynamic, String fixed) {
    int host = fixed.indexOf("://:");
    return dynamic.equals(fixed)
        || (host > 0
            && dynamic.startsWith(fixed.substring(0, host) + "://")
            && dynamic.endsWith(fixed.substring(host + "://".length())));
  }

  /** A broker advertises its listeners where no advertised listeners are configured. */
  private String staticValue(String key) {
    String fallback = key.equals(ADVERTISED_LISTENERS) ? staticValue(LISTENERS) : "";
    return staticValues.getOrDefault(key, fallback);
  }

  /** The entries of a listener config, without those of this listener. */
  private static Set<String> without(String listener, String value) {
    return entries(value)
        .filter(entry -> !entry.toUpperCase(Locale.ROOT).startsWith(listener + ":"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * The {@code host:port} that the broker advertises on this listener.
   *
   * @param listener its name in upper case, as which Kafka compares the names in its configs
   */
  public Optional<String> advertisedAddress(String listener) {
    String start = listener + "://";
    return entries(value(ADVERTISED_LISTENERS))
        .filter(entry -> entry.toUpperCase(Locale.ROOT).startsWith(start))
        .map(entry -> entry.substring(start.length()))
        .findFirst();
  }

  /**
   * The entry of a listener config with the name of this one, as the broker runs with it.
   *
   * @throws IllegalStateException if the broker has none
   */
  public String entry(String key, String named) {
    String name = named.substring(0, named.indexOf(':') + 1).toUpperCase(Locale.ROOT);
    String all =
        value(key).isEmpty() && key.equals(ADVERTISED_LISTENERS) ? value(LISTENERS) : value(key);
    return entries(all)
        .filter(entry -> entry.toUpperCase(Locale.ROOT).startsWith(name))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("the broker shows no " + name + " in " + key));
  }

  /** Paths of the log directories. */
  public List<String> logDirs() {
    return entries(value("log.dirs").isEmpty() ? value("log.dir") : value("log.dirs")).toList();
  }

  /** The entries of a list. */
  public static Stream<String> entries(String list) {
    return Stream.of(list.split(",", -1)).map(String::strip).filter(entry -> !entry.isEmpty());
  }
}
