package dev.linkspan.activities.execution;

/** A failure that is tried again, and knows what a person can do if it does not pass. */
public interface Advised {
  /** What to do, for the end of a sentence; ends without a period. */
  String remedy();
}
