package dev.linkspan.starter.setups;

import dev.linkspan.workflows.setup.SetupStatus.Phase;
import dev.linkspan.workflows.verification.Health;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which setups a list shows, and in which order. Pure.
 *
 * @param phases the phases to show, in any case; empty for all
 * @param healths the healths to show, in any case; empty for all
 * @param needsPerson whether to show only those that wait for a person
 */
public record SetupSelection(
    List<String> phases, List<String> healths, boolean needsPerson, Sort sort) {
  private static final Set<String> NEED_PERSON =
      Set.of("AWAITING_APPROVAL", "PARKED", "BROKEN", "FAILING");

  /** The order of a list. */
  public enum Sort {
    NAME,
    PHASE,
    HEALTH,
    REGION,
    /** The youngest first. */
    AGE;

    private Comparator<SetupListing> order() {
      return switch (this) {
        case NAME -> Comparator.comparing(SetupListing::name);
        case PHASE -> Comparator.comparing(SetupListing::phase);
        case HEALTH -> Comparator.comparing(SetupListing::health);
        case REGION -> Comparator.comparing(SetupListing::region);
        case AGE -> Comparator.comparing(SetupListing::since).reversed();
      };
    }
  }

  /** What nobody can be in, such as a phase with a typo, and what there is instead. */
  public Optional<String> unknown() {
    List<String> knownPhases =
        Stream.concat(
                Arrays.stream(Phase.values()).map(Enum::name),
                Stream.of("FAILING", "CANCELED", "COMPLETED", "FAILED", "TERMINATED", "TIMED_OUT"))
            .toList();
    List<String> knownHealths = Arrays.stream(Health.values()).map(Health::text).toList();
    return unknown("phase", phases, knownPhases).or(() -> unknown("health", healths, knownHealths));
  }

  private static Optional<String> unknown(String what, List<String> wanted, List<String> known) {
    return wanted.stream()
        .filter(word -> known.stream().noneMatch(word::equalsIgnoreCase))
        .findFirst()
        .map(
            word ->
                "\"%s\" is not a %s of a setup. Write one of: %s."
                    .formatted(word, what, String.join(", ", known)));
  }

  /** The setups to show, in their order. */
  public List<SetupListing> of(List<SetupListing> all) {
    return all.stream()
        .filter(setup -> matches(phases, setup.phase()))
        .filter(setup -> matches(healths, setup.health()))
        .filter(setup -> !needsPerson || NEED_PERSON.contains(setup.phase()))
        .sorted(sort.order().thenComparing(SetupListing::name))
        .toList();
  }

  private static boolean matches(List<String> wanted, String value) {
    return wanted.isEmpty() || wanted.stream().anyMatch(value::equalsIgnoreCase);
  }
}
