package dev.linkspan.workflows.plan;

import dev.linkspan.workflows.plan.Plan.ChangefeedUse;
import java.util.ArrayList;
import java.util.List;

/**
 * TiDB Cloud's terms for changefeeds of Essential clusters on Alibaba Cloud. Source: TiDB Cloud's
 * pages "Changefeed" and "Identity Access Management", as of August 2026.
 */
public final class ChangefeedTerms {
  /** The most changefeeds that one cluster can have. */
  public static final int LARGEST_COUNT = 10;

  /** The regions of Alibaba Cloud that have changefeeds. */
  static final List<String> REGIONS = List.of("ap-southeast-1", "ap-southeast-5", "cn-hongkong");

  private ChangefeedTerms() {}

  /** What a person must know before a changefeed is created; empty where none is. */
  public static List<String> notes(ChangefeedUse use, String region) {
    if (!use.creates()) {
      return List.of();
    }
    List<String> notes = new ArrayList<>();
    notes.add(
        "TiDB Cloud bills changefeeds, allows "
            + LARGEST_COUNT
            + " per cluster, and enables them on request (support ticket)");
    if (!REGIONS.contains(region)) {
      notes.add(
          "TiDB Cloud has changefeeds on Alibaba Cloud in "
              + String.join(", ", REGIONS)
              + ", not in "
              + region
              + "; verification.changefeed.use: test-only needs none");
    }
    return List.copyOf(notes);
  }
}
