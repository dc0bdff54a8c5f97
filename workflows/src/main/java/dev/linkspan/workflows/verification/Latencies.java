package dev.linkspan.workflows.verification;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How long the canary messages of the last verifications waited for their acknowledgement, for each
 * path through the load balancer. Pure.
 *
 * @param recent by the key of the check, the newest first, at most {@link #MOST}
 */
public record Latencies(Map<String, List<Duration>> recent) {
  public static final Latencies NONE = new Latencies(Map.of());

  /** How many verifications are remembered. */
  static final int MOST = 20;

  /** So many verifications in a row are slow before it counts: one can meet a busy moment. */
  static final int IN_A_ROW = 3;

  /** So many earlier ones say what is usual. */
  static final int FEWEST_USUAL = 5;

  static final int FACTOR = 5;

  /** Below this, no latency counts as slow. */
  static final Duration FLOOR = Duration.ofMillis(500);

  /** In the evidence that the probe writes. */
  private static final Pattern ACKNOWLEDGED = Pattern.compile("acknowledged in (\\d{1,9}) ms");

  /** With the latencies of this report. A path that the report does not have is forgotten. */
  public Latencies after(Report report) {
    Map<String, List<Duration>> now = new TreeMap<>();
    for (Check check : report.checks()) {
      List<Duration> before = recent.getOrDefault(check.key(), List.of());
      Optional<Duration> newest = of(check);
      if (newest.isPresent()) {
        now.put(check.key(), Stream.concat(newest.stream(), before.stream()).limit(MOST).toList());
      } else if (!before.isEmpty()) {
        now.put(check.key(), before);
      }
    }
    return new Latencies(now);
  }

  /**
   * The report with what is usual in the evidence. A path whose latency has multiplied is a
   * failure; it does not break the path.
   *
   * @param report the newest one, whose latencies are among these
   */
  public Report judge(Report report) {
    return new Report(
        report.at(), report.trigger(), report.checks().stream().map(this::judge).toList());
  }

  private Check judge(Check check) {
    List<Duration> all = recent.getOrDefault(check.key(), List.of());
    if (of(check).isEmpty() || all.size() < IN_A_ROW + FEWEST_USUAL) {
      return check;
    }
    List<Duration> newest = all.subList(0, IN_A_ROW);
    List<Duration> earlier = all.subList(IN_A_ROW, all.size());
    Duration usual = median(earlier);
    String evidence =
        "%s; %s at the median of the %d verifications before the last %d"
            .formatted(check.evidence(), text(usual), earlier.size(), IN_A_ROW);
    Duration limit = max(usual.multipliedBy(FACTOR), FLOOR);
    if (newest.stream().allMatch(latency -> latency.compareTo(limit) > 0)) {
      return Check.failed(
              check.nodeId(),
              check.hop(),
              evidence
                  + "; the last %d took %s"
                      .formatted(
                          IN_A_ROW,
                          newest.stream().map(Latencies::text).collect(Collectors.joining(", "))))
          .asDrift()
          .expecting("an acknowledgement within " + text(limit))
          .remedy(
              "Check the load and the disk of the broker and of those that follow it, and the"
                  + " network between the zones.");
    }
    return Check.passed(check.nodeId(), check.hop(), evidence);
  }

  /** The latency that a check which passed has measured. */
  private static Optional<Duration> of(Check check) {
    Matcher found = ACKNOWLEDGED.matcher(check.evidence());
    return check.passed() && found.find()
        ? Optional.of(Duration.ofMillis(Long.parseLong(found.group(1))))
        : Optional.empty();
  }

  private static Duration median(List<Duration> latencies) {
    return latencies.stream().sorted().toList().get(latencies.size() / 2);
  }

  private static Duration max(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private static String text(Duration latency) {
    return latency.toMillis() + " ms";
  }
}
