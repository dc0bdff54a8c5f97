package dev.linkspan.workflows.steps;

import io.temporal.common.SearchAttributeKey;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Search attributes of every setup. Worker and CLI register those that are missing. The visibility
 * store keeps them as plain text.
 */
public final class SearchAttributes {
  public static final SearchAttributeKey<String> PHASE =
      SearchAttributeKey.forKeyword("LinkspanPhase");
  public static final SearchAttributeKey<String> REGION =
      SearchAttributeKey.forKeyword("LinkspanRegion");

  /** {@code unknown}, {@code healthy}, {@code drifted} or {@code broken}. */
  public static final SearchAttributeKey<String> HEALTH =
      SearchAttributeKey.forKeyword("LinkspanHealth");

  /** How many findings the newest verification has. */
  public static final SearchAttributeKey<Long> FINDINGS =
      SearchAttributeKey.forLong("LinkspanFindings");

  /** All of them. */
  public static final List<SearchAttributeKey<?>> ALL = List.of(FINDINGS, HEALTH, PHASE, REGION);

  /** The names of all of them. */
  public static final Set<String> NAMES =
      ALL.stream().map(SearchAttributeKey::getName).collect(Collectors.toUnmodifiableSet());

  private SearchAttributes() {}

  /** The type's name in the command lines of Temporal: {@code Keyword} or {@code Int}. */
  public static String typeName(SearchAttributeKey<?> key) {
    return key.equals(FINDINGS) ? "Int" : "Keyword";
  }
}
