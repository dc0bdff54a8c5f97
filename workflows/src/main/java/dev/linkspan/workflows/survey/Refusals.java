package dev.linkspan.workflows.survey;

import dev.linkspan.workflows.steps.Failures;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Promise;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Waits for branches, and shows everything that they need a person for at once. */
final class Refusals {
  private Refusals() {}

  /**
   * The results, in the order of the branches.
   *
   * @throws ApplicationFailure for a person, with every problem, if several branches fail so
   */
  static <T> List<T> all(List<Promise<T>> branches) {
    List<ApplicationFailure> refusals = new ArrayList<>();
    for (Promise<T> branch : branches) {
      Optional.ofNullable(branch.getFailure()).flatMap(Refusals::refusal).ifPresent(refusals::add);
    }
    if (refusals.size() > 1) {
      throw together(refusals);
    }
    return branches.stream().map(Promise::get).toList();
  }

  private static Optional<ApplicationFailure> refusal(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ApplicationFailure sorted
          && Failures.NEEDS_PERSON.equals(sorted.getType())) {
        return Optional.of(sorted);
      }
    }
    return Optional.empty();
  }

  private static ApplicationFailure together(List<ApplicationFailure> refusals) {
    List<String> problems = refusals.stream().map(ApplicationFailure::getOriginalMessage).toList();
    Set<String> remedies = new LinkedHashSet<>();
    refusals.forEach(refusal -> remedies.add(refusal.getDetails().get(0, String.class)));
    return Failures.needsPerson(String.join(";\n", problems), String.join("; ", remedies));
  }
}
