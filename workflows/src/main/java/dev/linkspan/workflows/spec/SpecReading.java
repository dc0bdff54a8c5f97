package dev.linkspan.workflows.spec;

import java.util.List;

/** What came of reading a spec. */
public sealed interface SpecReading {

  /** Nothing is wrong with it. */
  record Accepted(Spec spec) implements SpecReading {}

  /** Everything that is wrong with it, in the order of the file; never empty. */
  record Refused(List<SpecProblem> problems) implements SpecReading {}
}
