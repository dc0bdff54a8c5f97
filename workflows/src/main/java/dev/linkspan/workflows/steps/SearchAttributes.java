package dev.linkspan.workflows.steps;

import io.temporal.common.SearchAttributeKey;

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

  private SearchAttributes() {}
}
