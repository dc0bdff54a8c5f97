package dev.linkspan.starter.progress;

import dev.linkspan.starter.console.TextWidth;
import dev.linkspan.workflows.verification.Check;
import dev.linkspan.workflows.verification.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where a broken link is broken, in words. Pure. */
final class VerdictText {
  private VerdictText() {}

  /** Where the path is broken first, what was seen, and what to do; empty if nothing breaks it. */
  static List<String> lines(Report report) {
    List<Check> checks = report.checks();
    Optional<Check> first = checks.stream().filter(Check::breaks).findFirst();
    if (first.isEmpty()) {
      return List.of();
    }
    Check broken = first.get();
    List<Check> before = checks.subList(0, checks.indexOf(broken));
    long passed = before.stream().filter(Check::passed).count();
    List<String> lines = new ArrayList<>();
    lines.add(
        "Broken "
            + place(broken, before)
            + "; "
            + (passed == 0
                ? "no hop before it passed"
                : passed == 1
                    ? "the hop before it is fine"
                    : "the " + passed + " hops before it are fine"));
    lines.add("  " + TextWidth.oneLine(broken.evidence()));
    if (!broken.remedy().isBlank()) {
      lines.add("  -> " + TextWidth.oneLine(broken.remedy()));
    }
    long others = checks.stream().filter(Check::breaks).count() - 1;
    if (others > 0) {
      lines.add("  and " + others + (others == 1 ? " more hop" : " more hops") + " after it");
    }
    return lines;
  }

  /** Between the last hop that the same traffic passed and the broken one. */
  private static String place(Check broken, List<Check> before) {
    String broker = broken.nodeId().map(id -> " for broker " + id).orElse("");
    return before.stream()
            .filter(Check::passed)
            .filter(c -> c.nodeId().isEmpty() || c.nodeId().equals(broken.nodeId()))
            .reduce((earlier, later) -> later)
            .map(last -> "between " + last.hop() + " and " + broken.hop())
            .orElse("at " + broken.hop())
        + broker;
  }
}
