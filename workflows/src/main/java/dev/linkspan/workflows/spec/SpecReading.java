package dev.linkspan.workflows.spec;

import java.util.List;

/** The result of reading a spec. */
public sealed interface SpecReading {

  /** The spec is valid. */
  record Accepted(Spec spec) implements SpecReading {}

  /** The spec is invalid: all of its problems, in the order of the file; never empty. */
  record Refused(List<SpecProblem> problems) implements SpecReading {}
}
