package dev.linkspan.probe.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Result of {@code link}.
 *
 * @param hops in the order in which they were tested
 */
public record LinkResult(List<Hop> hops) {

  /**
   * A part of a path. A hop behind a failed one is not tested and is missing.
   *
   * @param nodeId the broker that the hop leads to; null if it concerns the whole link
   * @param hop what was tested
   * @param evidence what was seen
   */
  public record Hop(@Nullable Integer nodeId, String hop, boolean passed, String evidence) {}
}
