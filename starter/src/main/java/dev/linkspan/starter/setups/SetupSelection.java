package dev.linkspan.starter.setups;

import java.util.Comparator;
import java.util.List;
import java.util.Set;

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
