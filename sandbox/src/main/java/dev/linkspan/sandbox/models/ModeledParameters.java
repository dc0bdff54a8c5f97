package dev.linkspan.sandbox.models;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads the lists of parameters that the sandbox acts on. A line names an action and its parameters
 * after a colon. {@code Name=a|b} stands for a parameter of which only the values a and b are
 * modeled. A line that starts with a space continues the one before.
 */
final class ModeledParameters {
  private ModeledParameters() {}

  static Map<String, Map<String, Set<String>>> parse(List<String> lines) {
    Map<String, Map<String, Set<String>>> actions = new HashMap<>();
    Map<String, Set<String>> current = new TreeMap<>();
    for (String line : lines) {
      String parameters = line;
      if (!line.startsWith(" ") && !line.startsWith("#")) {
        int colon = line.indexOf(':');
        current = new TreeMap<>();
        actions.put(line.substring(0, colon), current);
        parameters = line.substring(colon + 1);
      }
      if (!line.startsWith("#")) {
        add(parameters, current);
      }
    }
    return actions;
  }

  private static void add(String parameters, Map<String, Set<String>> into) {
    for (String word : parameters.trim().split(" +", -1)) {
      int equals = word.indexOf('=');
      if (equals > 0) {
        into.put(word.substring(0, equals), Set.of(word.substring(equals + 1).split("\\|", -1)));
      } else if (!word.isEmpty()) {
        into.put(word, Set.of());
      }
    }
  }
}
