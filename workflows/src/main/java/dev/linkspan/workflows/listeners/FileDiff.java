package dev.linkspan.workflows.listeners;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Shows a person what changes in a broker's file: a unified diff without context, of the lines of
 * the three listener keys, or of the settings of a spec, only. Other lines can hold passwords, so
 * the diff does not come from comparing all lines.
 */
public final class FileDiff {
  private static final Set<String> LISTENER_KEYS =
      Set.of(ListenerKeys.LISTENERS, ListenerKeys.ADVERTISED, ListenerKeys.PROTOCOL_MAP);

  /** Changed lines at one place; line numbers count from 1. */
  private record Hunk(int from, List<String> removed, int to, List<String> added) {
    String text() {
      StringBuilder text = new StringBuilder("@@ -" + range(from, removed));
      text.append(" +").append(range(to, added)).append(" @@\n");
      removed.forEach(line -> text.append('-').append(line).append('\n'));
      added.forEach(line -> text.append('+').append(line).append('\n'));
      return text.toString();
    }

    /** As in {@code diff -U0}: an empty range has the number of the line before it. */
    private static String range(int from, List<String> lines) {
      return switch (lines.size()) {
        case 0 -> (from - 1) + ",0";
        case 1 -> String.valueOf(from);
        default -> from + "," + lines.size();
      };
    }
  }

  private FileDiff() {}

  /**
   * Returns the diff of the listener keys; empty if nothing changes.
   *
   * @param path the path of the file, for the header
   * @throws IllegalArgumentException if anything except the listener keys differs
   */
  public static String of(PropertiesText before, PropertiesText after, String path) {
    return of(before, after, path, LISTENER_KEYS);
  }

  /**
   * Returns the diff of these keys; empty if nothing changes.
   *
   * @param path the path of the file, for the header
   * @throws IllegalArgumentException if anything except these keys differs
   */
  public static String of(
      PropertiesText before, PropertiesText after, String path, Set<String> keys) {
    if (!rest(before, keys).equals(rest(after, keys))) {
      throw new IllegalArgumentException("more than the wanted settings differs in " + path);
    }
    List<Hunk> hunks = new ArrayList<>();
    for (String key : new TreeSet<>(keys)) {
      hunk(key, before, after).ifPresent(hunks::add);
    }
    if (hunks.isEmpty()) {
      return "";
    }
    hunks.sort(Comparator.comparingInt(Hunk::to));
    StringBuilder text = new StringBuilder("--- " + path + "\n+++ " + path + "\n");
    hunks.forEach(hunk -> text.append(hunk.text()));
    return text.toString();
  }

  private static Optional<Hunk> hunk(String key, PropertiesText before, PropertiesText after) {
    Optional<Entry> old = before.entry(key);
    Optional<Entry> now = after.entry(key);
    List<String> removed = old.map(before::physicalLines).orElse(List.of());
    List<String> added = now.map(after::physicalLines).orElse(List.of());
    if (removed.equals(added)) {
      return Optional.empty();
    }
    int shorter = Math.min(removed.size(), added.size());
    int head = 0;
    while (head < shorter && removed.get(head).equals(added.get(head))) {
      head++;
    }
    int tail = 0;
    while (tail < shorter - head
        && removed.get(removed.size() - 1 - tail).equals(added.get(added.size() - 1 - tail))) {
      tail++;
    }
    int end = before.lineCount() + 1;
    return Optional.of(
        new Hunk(
            old.map(before::lineNumber).orElse(end) + head,
            shown(key, old, removed.subList(head, removed.size() - tail)),
            now.map(after::lineNumber).or(() -> old.map(before::lineNumber)).orElse(end) + head,
            shown(key, now, added.subList(head, added.size() - tail))));
  }

  /** A stray backslash can make another setting part of a value: then the lines are hidden. */
  private static List<String> shown(String key, Optional<Entry> entry, List<String> lines) {
    if (!LISTENER_KEYS.contains(key)) {
      return lines.size() > 1 ? List.of("(not shown)") : lines;
    }
    boolean wellFormed =
        entry.stream()
            .flatMap(there -> CommaList.of(there.value()).texts().stream())
            .allMatch(
                element ->
                    key.equals(ListenerKeys.PROTOCOL_MAP)
                        ? element.matches("(?i)[0-9a-z._-]+\\s*:\\s*(sasl_)?(plaintext|ssl)")
                        : Listener.parse(element).isPresent() || Placeholders.inHostOf(element));
    return wellFormed ? lines : lines.stream().map(line -> "(not shown)").toList();
  }

  /** The text without the entries of these keys. */
  private static String rest(PropertiesText file, Set<String> keys) {
    StringBuilder rest = new StringBuilder(file.text());
    file.entries().stream()
        .filter(entry -> keys.contains(entry.key()))
        .sorted(Comparator.comparingInt(Entry::start).reversed())
        .forEach(entry -> rest.delete(entry.start(), file.lineEnd(entry)));
    return rest.toString().stripTrailing();
  }
}
