package dev.linkspan.workflows.listeners;

import dev.linkspan.workflows.listeners.ListenerChange.Change;
import dev.linkspan.workflows.listeners.ListenerChange.Refused;
import dev.linkspan.workflows.listeners.ListenerChange.Unchanged;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Finds the problems that only show when the files of all brokers are seen together. */
record ClusterCheck(String name, Map<Integer, String> hosts) {

  List<Refused> problems(Map<Integer, ListenerChange> results) {
    List<Refused> problems = new ArrayList<>();
    Map<String, Integer> nodeByAddress = new TreeMap<>();
    new TreeMap<>(results)
        .forEach(
            (node, result) -> {
              if (result instanceof Refused refused) {
                problems.add(new Refused(of(node) + refused.problem(), refused.remedy()));
              } else if (result instanceof Change change) {
                check(node, change.after(), nodeByAddress, problems);
              } else if (result instanceof Unchanged unchanged) {
                check(node, unchanged.file(), nodeByAddress, problems);
              }
            });
    return problems;
  }

  private void check(
      int node, PropertiesText file, Map<String, Integer> nodeByAddress, List<Refused> problems) {
    ListenerSettings settings;
    try {
      settings = ListenerSettings.of(file);
    } catch (ListenerFileException refusal) {
      problems.add(new Refused(of(node) + refusal.problem(), refusal.remedy()));
      return;
    }
    settings
        .nodeId()
        .filter(id -> id != node)
        .ifPresent(
            id ->
                problems.add(
                    new Refused(
                        of(node) + "its file says it is node " + id,
                        "write the machine and the file that belong to node " + node)));
    Optional<Listener> advertised = settings.advertised(name);
    if (advertised.isEmpty()) {
      problems.add(
          new Refused(of(node) + "it would not advertise " + name, "plan the change again"));
      return;
    }
    Integer other = nodeByAddress.putIfAbsent(advertised.get().address(), node);
    if (other != null) {
      problems.add(
          new Refused(
              of(node)
                  + "it would advertise "
                  + advertised.get().address()
                  + ", as broker "
                  + other
                  + " does",
              "give each broker a different address"));
    }
    checkHost(node, advertised.get(), problems);
  }

  private void checkHost(int node, Listener advertised, List<Refused> problems) {
    Optional.ofNullable(hosts.get(node))
        .filter(expected -> !expected.equalsIgnoreCase(advertised.host()))
        .ifPresent(
            expected ->
                problems.add(
                    new Refused(
                        of(node) + "it would advertise " + advertised.host(),
                        "TiDB Cloud resolves only " + expected + " to this broker")));
  }

  private static String of(int node) {
    return "broker " + node + ": ";
  }
}
