package dev.linkspan.workflows.listeners;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a broker's file says that its owner should know before a listener is added, but that is no
 * reason to refuse it. Repeats no value but those of the settings that it explains.
 */
public final class FileWarnings {
  private static final String CONTROLLED_SHUTDOWN = "controlled.shutdown.enable";
  private static final String PER_ADDRESS = "max.connections.per.ip";

  /** A changefeed, a verification and the load balancer's health checks stay far below. */
  private static final int MANY_CONNECTIONS = 1000;

  private static final String TOOL =
      "(ansible|puppet|chef|salt(?:stack)?|cfengine|ambari|cloudera manager|terraform)";

  /** The headers that these tools, or their usual templates, write into files. */
  private static final Pattern MANAGED =
      Pattern.compile(
          "(?i)^\\s*[#!].*?(?:\\b"
              + TOOL
              + "\\b[ -]*(?:managed|generated)|(?:managed|generated|maintained|controlled) (?:by|with)"
              + " (?:the |apache )?"
              + TOOL
              + "\\b)");

  private FileWarnings() {}

  /** In sentences without an end, each with the number of its line; empty if there is nothing. */
  public static List<String> of(PropertiesText file) {
    List<String> warnings = new ArrayList<>();
    managed(file, warnings);
    setting(file, CONTROLLED_SHUTDOWN)
        .filter(value -> value.equalsIgnoreCase("false"))
        .ifPresent(
            value ->
                warnings.add(
                    line(file, CONTROLLED_SHUTDOWN)
                        + " has "
                        + CONTROLLED_SHUTDOWN
                        + "=false: a broker that stops does not hand over its partitions, so at each"
                        + " restart of a rollout clients miss them until Kafka notices that it is gone"));
    setting(file, PER_ADDRESS)
        .filter(value -> value.matches("[0-9]{1,9}") && Integer.parseInt(value) < MANY_CONNECTIONS)
        .ifPresent(
            value ->
                warnings.add(
                    line(file, PER_ADDRESS)
                        + " has "
                        + PER_ADDRESS
                        + "="
                        + value
                        + ": all connections of TiDB Cloud come from the addresses of the load"
                        + " balancer, so they count together"));
    return List.copyOf(warnings);
  }

  private static void managed(PropertiesText file, List<String> warnings) {
    List<String> lines = file.text().lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      Matcher header = MANAGED.matcher(lines.get(i));
      if (header.find()) {
        String tool = header.group(1) == null ? header.group(2) : header.group(1);
        warnings.add(
            "line %d says that %s writes this file: add the listener there too, or its next run takes it out"
                .formatted(i + 1, tool.toLowerCase(Locale.ROOT)));
        return;
      }
    }
  }

  private static Optional<String> setting(PropertiesText file, String key) {
    return file.value(key).map(String::strip);
  }

  private static String line(PropertiesText file, String key) {
    return "line " + file.entry(key).map(file::lineNumber).orElseThrow();
  }
}
