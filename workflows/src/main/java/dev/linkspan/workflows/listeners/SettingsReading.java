package dev.linkspan.workflows.listeners;

import dev.linkspan.workflows.listeners.ListenerSettings.Mode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the settings as Kafka 3.7 does ({@code KafkaConfig}: {@code listeners}, {@code
 * effectiveAdvertisedListeners}, {@code effectiveListenerSecurityProtocolMap}, {@code
 * getInterBrokerListenerNameAndSecurityProtocol}). A value without the form of a listener is never
 * repeated, because a stray backslash can have joined another line to it.
 */
record SettingsReading(PropertiesText file, Placeholders placeholders) {
  static final Set<String> PROTOCOLS = Set.of("PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL");

  /** Kafka's default of {@code listeners}. */
  static final String DEFAULT_LISTENERS = "PLAINTEXT://:9092";

  /**
   * Kafka's default of {@code listener.security.protocol.map}: each protocol named after itself.
   */
  static final List<String> DEFAULT_MAP = List.of("PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL");

  SettingsReading(PropertiesText file) {
    this(file, Placeholders.of(file));
  }

  ListenerSettings settings() throws ListenerFileException {
    refuseHiddenKeys();
    refuseOldKeys();
    Mode mode = mode();
    List<String> controllers = list(ListenerKeys.CONTROLLERS);
    List<Listener> listeners = listeners(ListenerKeys.LISTENERS, DEFAULT_LISTENERS);
    List<Listener> advertised =
        file.value(ListenerKeys.ADVERTISED).isPresent()
            ? listeners(ListenerKeys.ADVERTISED, "")
            : listeners.stream().filter(l -> !controllers.contains(l.name())).toList();
    return new ListenerSettings(
        mode,
        nodeId(),
        listeners,
        advertised,
        protocols(mode, controllers, listeners),
        interBroker(),
        text(ListenerKeys.CONTROL_PLANE).map(ListenerKeys::normalised),
        controllers,
        logDirs(),
        elements(ListenerKeys.VOTERS),
        elements(ListenerKeys.BOOTSTRAP_SERVERS));
  }

  /** For Java a byte order mark is part of the first key, which is harmless only in a comment. */
  private void refuseHiddenKeys() throws ListenerFileException {
    String text = file.text();
    if (text.startsWith("\u00fe\u00ff") || text.startsWith("\u00ff\u00fe")) {
      throw new ListenerFileException(
          "the file is written in UTF-16, which Kafka cannot read", "save it as ASCII or UTF-8");
    }
    String mark = "\u00ef\u00bb\u00bf";
    Optional<Entry> first = file.entries().stream().findFirst();
    if (text.startsWith(mark) && first.isPresent() && first.get().key().startsWith(mark)) {
      String key = first.get().key().substring(mark.length());
      if (!key.isEmpty() && !key.startsWith("#") && !key.startsWith("!")) {
        throw new ListenerFileException(
            "the file begins with a byte order mark, which hides the first setting from Kafka",
            "remove the first three bytes (EF BB BF), or put a comment line first");
      }
    }
  }

  /** Settings from before Kafka 3.0 that stand in for a missing listener key. */
  private void refuseOldKeys() throws ListenerFileException {
    refuseOld(ListenerKeys.LISTENERS, List.of("port", "host.name"));
    refuseOld(ListenerKeys.ADVERTISED, List.of("advertised.host.name", "advertised.port"));
  }

  private void refuseOld(String key, List<String> oldKeys) throws ListenerFileException {
    Optional<String> old = oldKeys.stream().filter(k -> file.value(k).isPresent()).findFirst();
    if (file.value(key).isEmpty() && old.isPresent()) {
      throw new ListenerFileException(
          "the file has no " + key + " but " + old.get() + ", which Kafka 3.0 and later ignore",
          "write " + key + " in its place first");
    }
  }

  private Mode mode() throws ListenerFileException {
    if (text("zookeeper.metadata.migration.enable").orElse("").equalsIgnoreCase("true")) {
      throw new ListenerFileException(
          "the cluster is being migrated from ZooKeeper (zookeeper.metadata.migration.enable)",
          "finish the migration first");
    }
    List<String> roles = list("process.roles");
    if (roles.isEmpty()) {
      return Mode.ZOOKEEPER;
    }
    if (!Set.of("broker", "controller").containsAll(roles)) {
      throw new ListenerFileException(
          "process.roles names a role that is neither broker nor controller", "correct it first");
    }
    if (roles.contains("broker")) {
      return roles.contains("controller") ? Mode.COMBINED : Mode.BROKER;
    }
    return Mode.CONTROLLER;
  }

  /** An id from a config provider also stands in the data folders. */
  private Optional<Integer> nodeId() throws ListenerFileException {
    Optional<String> id =
        file.value("node.id").or(() -> file.value("broker.id")).map(String::strip);
    if (id.filter(placeholders::in).isPresent()) {
      return Optional.empty();
    }
    if (id.isPresent() && !isId(id.get())) {
      throw new ListenerFileException("node.id or broker.id is not a number", "correct it first");
    }
    return id.map(Integer::valueOf).filter(number -> number >= 0);
  }

  /** Some owners make IDs of ten digits from addresses; the highest one is that of an int. */
  private static boolean isId(String text) {
    return text.matches("-?[0-9]{1,10}") && Math.abs(Long.parseLong(text)) <= Integer.MAX_VALUE;
  }

  private List<Listener> listeners(String key, String byDefault) throws ListenerFileException {
    Optional<Entry> entry = file.entry(key);
    CommaList list = CommaList.of(entry.map(Entry::value).orElse(byDefault));
    List<Listener> listeners = new ArrayList<>();
    for (String element : list.texts()) {
      Optional<Listener> listener =
          Listener.parse(element).or(() -> placeholders.listener(element));
      if (listener.isEmpty() && element.contains("${")) {
        placeholders.refuse(key, list.value());
      }
      listeners.add(
          listener.orElseThrow(
              () ->
                  new MalformedEntry(file, entry.orElseThrow(), list, listeners.size())
                      .ofListeners()));
    }
    return listeners;
  }

  private Map<String, String> protocols(
      Mode mode, List<String> controllers, List<Listener> listeners) throws ListenerFileException {
    Optional<Entry> written = file.entry(ListenerKeys.PROTOCOL_MAP);
    if (written.isPresent()) {
      return protocols(written.get());
    }
    Map<String, String> protocols = new LinkedHashMap<>();
    DEFAULT_MAP.forEach(protocol -> protocols.put(protocol, protocol));
    boolean secured =
        controllers.stream().anyMatch(SettingsReading::isSecured)
            || listeners.stream().anyMatch(listener -> isSecured(listener.name()));
    if (mode != Mode.ZOOKEEPER && !secured) {
      controllers.forEach(name -> protocols.put(ListenerKeys.normalised(name), "PLAINTEXT"));
    }
    return protocols;
  }

  private Map<String, String> protocols(Entry written) throws ListenerFileException {
    placeholders.refuse(written.key(), written.value());
    Map<String, String> protocols = new LinkedHashMap<>();
    CommaList list = CommaList.of(written.value());
    List<String> elements = list.texts();
    for (String element : elements) {
      int colon = element.lastIndexOf(':');
      String protocol = ListenerKeys.normalised(element.substring(colon + 1).strip());
      String name = element.substring(0, Math.max(colon, 0)).strip();
      if (!name.matches("[0-9A-Za-z._-]+") || !PROTOCOLS.contains(protocol)) {
        throw new MalformedEntry(file, written, list, elements.indexOf(element)).ofProtocolMap();
      }
      protocols.put(ListenerKeys.normalised(name), protocol);
    }
    return protocols;
  }

  private static boolean isSecured(String name) {
    return PROTOCOLS.contains(name) && !name.equals("PLAINTEXT");
  }

  /** Without a name it is the listener named after the protocol, whatever the map says. */
  private String interBroker() throws ListenerFileException {
    Optional<String> name = text(ListenerKeys.INTER_BROKER);
    Optional<String> protocol = text(ListenerKeys.INTER_BROKER_PROTOCOL);
    if (name.isPresent() && protocol.isPresent()) {
      throw new ListenerFileException(
          "the file has both "
              + ListenerKeys.INTER_BROKER
              + " and "
              + ListenerKeys.INTER_BROKER_PROTOCOL
              + ": Kafka refuses to start with that",
          "remove the second one");
    }
    return ListenerKeys.normalised(name.or(() -> protocol).orElse("PLAINTEXT"));
  }

  /** A path can have blanks, and a config provider can know it. */
  private List<String> logDirs() {
    List<String> dirs = elements("log.dirs");
    return dirs.isEmpty()
        ? List.of(file.value("log.dir").map(String::strip).orElse("/tmp/kafka-logs"))
        : dirs;
  }

  /** The elements of a key whose form does not matter here. */
  private List<String> elements(String key) {
    return CommaList.of(file.value(key).orElse("")).texts();
  }

  /** The elements of a key that holds names. */
  private List<String> list(String key) throws ListenerFileException {
    Optional<Entry> entry = file.entry(key);
    if (entry.isEmpty()) {
      return List.of();
    }
    CommaList list = CommaList.of(entry.get().value());
    placeholders.refuse(key, list.value());
    List<String> elements = list.texts();
    for (int i = 0; i < elements.size(); i++) {
      if (elements.get(i).matches(".*[=\\s].*")) {
        throw new MalformedEntry(file, entry.get(), list, i).ofNames();
      }
    }
    return elements;
  }

  private Optional<String> text(String key) throws ListenerFileException {
    List<String> elements = list(key);
    return elements.isEmpty() ? Optional.empty() : Optional.of(String.join(",", elements));
  }
}
