package dev.linkspan.workflows.steps;

import io.temporal.common.SearchAttributeKey;
import java.util.Set;

/**
 * Search attributes of every setup. Worker and CLI register those that are missing. The visibility
 * store keeps them as plain text.
 */
public final class SearchAttributes {
  public static final SearchAttributeKey<String> PHASE =
      SearchAttributeKey.forKeyword("LinkspanPhase");
  public static final SearchAttributeKey<String> REGION =
      SearchAttributeKey.forKeyword("LinkspanRegion");

  /** {@code unknown}, {@code healthy} or {@code broken}. */
  public static final SearchAttributeKey<String> HEALTH =
      SearchAttributeKey.forKeyword("LinkspanHealth");

  /** The names of all of them. */
  public static final Set<String> NAMES =
      Set.of(PHASE.getName(), REGION.getName(), HEALTH.getName());

  private SearchAttributes() {}
}
