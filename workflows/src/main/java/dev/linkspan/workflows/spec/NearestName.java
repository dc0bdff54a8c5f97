package dev.linkspan.workflows.spec;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Suggests the known name that a user probably meant. */
final class NearestName {
  /** Comparing takes as long as the names are long. */
  private static final int LONGEST = 100;

  private NearestName() {}

  static String advice(String written, Collection<String> known) {
    return of(written, known)
        .map(name -> "Did you mean \"" + name + "\"?")
        .orElseGet(() -> "Remove it; known here: " + String.join(", ", known) + ".");
  }

  /** Empty if every known name differs by more than a third of its letters. */
  static Optional<String> of(String written, Collection<String> known) {
    if (written.length() > LONGEST) {
      return Optional.empty();
    }
    return known.stream()
        .filter(name -> distance(written, name) <= Math.max(2, name.length() / 3))
        .min(Comparator.comparingInt(name -> distance(written, name)));
  }

  private static int distance(String one, String other) {
    return LevenshteinDistance.getDefaultInstance()
        .apply(one.toLowerCase(Locale.ROOT), other.toLowerCase(Locale.ROOT));
  }
}
