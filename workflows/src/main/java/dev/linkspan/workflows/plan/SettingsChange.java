package dev.linkspan.workflows.plan;

import dev.linkspan.workflows.plan.Plan.BrokerPlan;
import dev.linkspan.workflows.plan.Plan.KafkaPlan;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the settings of a spec make of a broker's {@code server.properties}. Every other line stays
 * as it is. Pure.
 *
 * @param values what each of these settings must be, by key
 * @param removed keys that the file must not have, so that Kafka's default counts
 */
public record SettingsChange(Map<String, String> values, List<String> removed) {
  private static final int MOST_PARTITIONS = 3;

  /** Keeps the values in the order of their keys. */
  public SettingsChange {
    values = Collections.unmodifiableMap(new TreeMap<>(values));
    removed = List.copyOf(removed);
  }

  /**
   * What Linkspan writes for the settings that a spec may set, if the spec does not, by key. The
   * validator refuses the other settings that Linkspan writes.
   */
  public static Map<String, String> defaults(List<BrokerPlan> brokers) {
    Map<String, String> defaults = new TreeMap<>();
    defaults.put("num.partitions", String.valueOf(Math.min(MOST_PARTITIONS, brokers.size())));
    defaults.put("num.recovery.threads.per.data.dir", "2");
    defaults.put("auto.create.topics.enable", "false");
    defaults.put("auto.leader.rebalance.enable", "true");
    return defaults;
  }

  /** What puts the settings of a plan into a file; empty if the plan has none. */
  public static Optional<SettingsChange> to(KafkaPlan kafka) {
    return kafka.settings().isEmpty()
        ? Optional.empty()
        : Optional.of(new SettingsChange(kafka.settings(), List.of()));
  }

  /**
   * What gives a file with the settings of one plan those of another; empty if they are the same.
   * Settings that stay are part of it, so that a file that somebody edited has them too.
   */
  public static Optional<SettingsChange> between(KafkaPlan before, KafkaPlan after) {
    if (before.settings().equals(after.settings())) {
      return Optional.empty();
    }
    Map<String, String> values = new TreeMap<>(after.settings());
    List<String> removed = new ArrayList<>();
    Map<String, String> now = written(after);
    for (String key : before.settings().keySet()) {
      if (now.containsKey(key)) {
        values.put(key, now.get(key));
      } else {
        removed.add(key);
      }
    }
    return Optional.of(new SettingsChange(values, removed));
  }

  /** Every key that it decides about. */
  public Set<String> keys() {
    Set<String> keys = new TreeSet<>(values.keySet());
    keys.addAll(removed);
    return keys;
  }

  /**
   * The lines of a file that differ between two plans, as in a diff: first the old, then the new.
   */
  public static List<String> diff(KafkaPlan before, KafkaPlan after) {
    Map<String, String> old = written(before);
    Map<String, String> now = written(after);
    Set<String> keys = new TreeSet<>(before.settings().keySet());
    keys.addAll(after.settings().keySet());
    List<String> lines = new ArrayList<>();
    for (String key : keys) {
      String was = old.get(key);
      String is = now.get(key);
      if (was != null && !was.equals(is)) {
        lines.add("-" + key + "=" + was);
      }
      if (is != null && !is.equals(was)) {
        lines.add("+" + key + "=" + is);
      }
    }
    return List.copyOf(lines);
  }

  private static Map<String, String> written(KafkaPlan kafka) {
    Map<String, String> written = defaults(kafka.brokers());
    written.putAll(kafka.settings());
    return written;
  }
}
