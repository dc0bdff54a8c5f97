package dev.linkspan.workflows.steps;

import io.temporal.common.SearchAttributeKey;

/** Plain text in the visibility store; the worker and the launcher register them where missing. */
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
