package dev.linkspan.workflows.survey;

import dev.linkspan.workflows.kafka.BrokerActivities.BrokerFacts;
import dev.linkspan.workflows.kafka.ClusterActivities.ClusterFacts;
import dev.linkspan.workflows.kafka.ClusterActivities.RunningBroker;
import dev.linkspan.workflows.listeners.Listener;
import dev.linkspan.workflows.survey.ClusterSurvey.AskedBroker;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Compares what the brokers run with to what was found on their machines. Pure.
 *
 * <p>The listener for TiDB Cloud is left out on both sides: an unfinished rollout has written it to
 * a file whose broker does not run with it yet, and in ZooKeeper mode brokers run with it while an
 * old file is put back.
 */
record RunningBrokers(String external) {

  /** The facts, with the hosts of the running broker in place of placeholders. */
  static BrokerFacts resolved(BrokerFacts found, ClusterFacts cluster) {
    return cluster.running().stream()
        .filter(running -> running.nodeId() == found.nodeId())
        .findFirst()
        .map(running -> resolved(found, running))
        .orElse(found);
  }

  private static BrokerFacts resolved(BrokerFacts found, RunningBroker running) {
    Map<String, String> bound = hosts(running.listeners());
    Map<String, String> advertised = hosts(running.advertised());
    // Without advertised.listeners, Kafka advertises what it listens on.
    found.listeners().stream()
        .filter(found.advertised()::contains)
        .map(Listener::name)
        .filter(bound::containsKey)
        .forEach(name -> advertised.putIfAbsent(name, bound.get(name)));
    return found.with(resolved(found.listeners(), bound), resolved(found.advertised(), advertised));
  }

  private static List<Listener> resolved(List<Listener> listeners, Map<String, String> hosts) {
    return listeners.stream()
        .map(
            listener ->
                listener.hasPlaceholder()
                    ? listener.withHost(hosts.getOrDefault(listener.name(), listener.host()))
                    : listener)
        .toList();
  }

  private static Map<String, String> hosts(String list) {
    Map<String, String> hosts = new HashMap<>();
    for (String entry : list.split(",", -1)) {
      Listener.parse(entry.strip())
          .ifPresent(listener -> hosts.put(listener.name(), listener.host()));
    }
    return hosts;
  }

  /** What differs on the machine of one broker, in sentences; empty if nothing does. */
  List<String> problems(AskedBroker asked, BrokerFacts found, ClusterFacts cluster) {
    List<String> problems = new ArrayList<>();
    unresolved(asked, found, problems);
    String broker = "broker %d on %s".formatted(found.nodeId(), asked.ssh().address());
    String file = asked.service().configuration();
    if (found.process().isEmpty() && cluster.brokers().contains(found.nodeId())) {
      problems.add(
          ("%s is registered, but no process found on %s runs with %s: name the file that it runs"
                  + " with in the spec, or start it from this file")
              .formatted(broker, asked.ssh().address(), file));
    }
    for (RunningBroker running : cluster.running()) {
      if (running.nodeId() == found.nodeId()) {
        for (String difference : differences(found, running)) {
          problems.add(
              ("%s runs with %s in %s: the file was changed after the broker's start, or the broker"
                      + " takes its settings from elsewhere. Correct the file, or restart the broker"
                      + " with it")
                  .formatted(broker, difference, file));
        }
        if (!isServed(running)) {
          problems.add(
              "%s is served to clients as %s, which is not in its advertised.listeners %s"
                  .formatted(broker, running.served(), running.advertised()));
        }
      }
    }
    return problems;
  }

  private void unresolved(AskedBroker asked, BrokerFacts found, List<String> problems) {
    Stream.concat(found.listeners().stream(), found.advertised().stream())
        .filter(Listener::hasPlaceholder)
        .filter(listener -> !listener.name().equals(external))
        .map(Listener::text)
        .distinct()
        .forEach(
            text ->
                problems.add(
                    ("%s: a config provider sets the host of %s in %s, and the running broker does"
                            + " not report it: write the host into the file, without a placeholder")
                        .formatted(asked.ssh().address(), text, asked.service().configuration())));
  }

  /** Each as {@code KEY=RUNNING, not with KEY=FILE}. */
  private List<String> differences(BrokerFacts file, RunningBroker running) {
    List<String> found = new ArrayList<>();
    compare(
        "listeners",
        addresses(running.listeners()),
        withoutExternal(byName(file.listeners())),
        "://",
        found);
    compare(
        "advertised.listeners",
        addresses(running.advertised()),
        withoutExternal(byName(file.advertised())),
        "://",
        found);
    Map<String, String> protocols = withoutExternal(entries(running.protocols(), ":"));
    protocols.keySet().retainAll(byName(file.listeners()).keySet());
    Map<String, String> inFile = withoutExternal(file.protocols());
    inFile.keySet().retainAll(protocols.keySet());
    protocols.keySet().retainAll(inFile.keySet());
    compare("listener.security.protocol.map", protocols, inFile, ":", found);
    String interBroker = running.interBrokerListener();
    if (!interBroker.isEmpty() && !interBroker.equalsIgnoreCase(file.interBrokerListener())) {
      found.add(difference("inter.broker.listener.name", interBroker, file.interBrokerListener()));
    }
    String roles = String.join(",", roles(running));
    String rolesInFile = file.zooKeeper() ? "" : file.controller() ? "broker,controller" : "broker";
    if (!roles.equals(rolesInFile)) {
      found.add(difference("process.roles", roles, rolesInFile));
    }
    return found;
  }

  private static List<String> roles(RunningBroker running) {
    return List.of(running.processRoles().split(",", -1)).stream()
        .map(String::strip)
        .filter(role -> !role.isEmpty())
        .sorted()
        .toList();
  }

  /**
   * A setting that the broker does not report, that the file leaves to Kafka, or that only a config
   * provider knows, cannot differ.
   */
  private static void compare(
      String key,
      Map<String, String> running,
      Map<String, String> file,
      String sign,
      List<String> found) {
    String runs = text(running, sign);
    String inFile = text(file, sign);
    boolean known = !runs.isEmpty() && !inFile.isEmpty() && !inFile.contains("${");
    if (known && !runs.equalsIgnoreCase(inFile)) {
      found.add(difference(key, runs, inFile));
    }
  }

  private static String difference(String key, String running, String file) {
    return "%s=%s, not with %1$s=%s".formatted(key, running, file);
  }

  private static String text(Map<String, String> entries, String sign) {
    return entries.entrySet().stream()
        .map(entry -> entry.getKey() + sign + entry.getValue())
        .collect(Collectors.joining(","));
  }

  /** In one way of writing: without zeros before a port, and an IPv6 address in brackets. */
  private Map<String, String> addresses(String list) {
    Map<String, String> addresses = new TreeMap<>(entries(list, "://"));
    addresses.replaceAll(
        (name, address) ->
            Listener.parse(name + "://" + address).map(Listener::address).orElse(address));
    return withoutExternal(addresses);
  }

  private static Map<String, String> entries(String list, String sign) {
    Map<String, String> entries = new TreeMap<>();
    for (String entry : list.split(",", -1)) {
      int at = entry.indexOf(sign);
      if (at >= 0) {
        entries.put(
            entry.substring(0, at).strip().toUpperCase(Locale.ROOT),
            entry.substring(at + sign.length()).strip());
      }
    }
    return entries;
  }

  private static Map<String, String> byName(List<Listener> listeners) {
    Map<String, String> addresses = new TreeMap<>();
    listeners.forEach(listener -> addresses.put(listener.name(), listener.address()));
    return addresses;
  }

  private Map<String, String> withoutExternal(Map<String, String> settings) {
    Map<String, String> entries = new TreeMap<>(settings);
    entries.remove(external);
    return entries;
  }

  /** A broker without advertised.listeners is served by its canonical name. */
  private static boolean isServed(RunningBroker running) {
    Collection<String> advertised = new ArrayList<>();
    entries(running.advertised(), "://")
        .forEach(
            (name, address) ->
                advertised.add(
                    Listener.parse(name + "://" + address).map(Listener::address).orElse(address)));
    return advertised.isEmpty()
        || advertised.stream()
            .anyMatch(
                address -> address.equalsIgnoreCase(running.served()) || address.startsWith(":"));
  }
}
