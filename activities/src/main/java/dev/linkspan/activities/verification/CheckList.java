package dev.linkspan.activities.verification;

import dev.linkspan.activities.execution.Answer;
import dev.linkspan.workflows.verification.Check;
import dev.linkspan.workflows.verification.Repair;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects the checks of a setup's link, in the order of the data path. */
final class CheckList {
  private static final String UNREADABLE =
      "Fix what the API's answer names, for example a missing permission; the next verification"
          + " checks again.";

  private final String setup;
  private final List<Check> checks = new ArrayList<>();

  CheckList(String setup) {
    this.setup = setup;
  }

  void add(Check check) {
    checks.add(check);
  }

  void passed(String hop, String evidence) {
    passed(Optional.empty(), hop, evidence);
  }

  void passed(Optional<Integer> nodeId, String hop, String evidence) {
    checks.add(Check.passed(nodeId, hop, evidence));
  }

  /** The path is broken; only a person can change that. */
  void broken(Optional<Integer> nodeId, String hop, String evidence, String expected, String todo) {
    checks.add(Check.failed(nodeId, hop, evidence).expecting(expected).remedy(todo + "."));
  }

  /** The path is broken; a repair puts it back. */
  void broken(
      Optional<Integer> nodeId,
      String hop,
      String evidence,
      String expected,
      String todo,
      Repair repair) {
    checks.add(repairable(Check.failed(nodeId, hop, evidence), expected, todo, repair));
  }

  /** Something is not as planned; only a person can change that. */
  void drifted(String hop, String evidence, String expected, String todo) {
    checks.add(
        Check.failed(Optional.empty(), hop, evidence)
            .asDrift()
            .expecting(expected)
            .remedy(todo + "."));
  }

  /** Something is not as planned; a repair puts it back. */
  void drifted(
      Optional<Integer> nodeId,
      String hop,
      String evidence,
      String expected,
      String todo,
      Repair repair) {
    checks.add(repairable(Check.failed(nodeId, hop, evidence).asDrift(), expected, todo, repair));
  }

  private Check repairable(Check check, String expected, String todo, Repair repair) {
    return check
        .expecting(expected)
        .remedy(todo + ", or run `linkspan repair " + setup + "`.")
        .repairedBy(repair);
  }

  /** The answer; where there is none, the hop is not checked. */
  <T> Optional<T> read(Answer<T> answer, String hop) {
    return read(answer, Optional.empty(), hop);
  }

  /** The answer; where there is none, the hop of this broker is not checked. */
  <T> Optional<T> read(Answer<T> answer, Optional<Integer> nodeId, String hop) {
    if (answer.value().isEmpty()) {
      checks.add(Check.notChecked(nodeId, hop, answer.refusal()).remedy(UNREADABLE));
    }
    return answer.value();
  }

  List<Check> all() {
    return List.copyOf(checks);
  }
}
