package dev.linkspan.workflows.plan;

import java.util.List;
import java.util.Set;

/** The topics that Linkspan itself makes. Nobody else's data is in them. */
public final class LinkspanTopics {
  /** How all of them begin. */
  public static final String PREFIX = "linkspan-";

  /** Of the proof from the bastion. */
  public static final String TEST = "linkspan-test";

  /** Where the changefeed of the proof writes. */
  public static final String CHANGEFEED = "linkspan-changefeed";

  /** Of the audit beside a rollout. */
  public static final String AUDIT = "linkspan-audit";

  private static final Set<String> ALL = Set.of(TEST, CHANGEFEED, AUDIT);

  private LinkspanTopics() {}

  /** All of them, sorted. */
  public static List<String> all() {
    return ALL.stream().sorted().toList();
  }

  public static boolean contains(String topic) {
    return ALL.contains(topic);
  }
}
