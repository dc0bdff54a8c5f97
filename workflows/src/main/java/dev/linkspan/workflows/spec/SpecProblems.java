package dev.linkspan.workflows.spec;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The problems found so far. A field that holds a secret is reported for that only. */
final class SpecProblems {
  private final List<SpecProblem> problems = new ArrayList<>();
  private final Set<String> secretPaths = new HashSet<>();
  private final Set<Integer> secretLines = new HashSet<>();

  void add(int line, String path, String problem, String remedy) {
    if (!secretPaths.contains(path)) {
      problems.add(new SpecProblem(line, path, problem, remedy));
    }
  }

  void addSecret(int line, String path, String what) {
    if (!path.isEmpty() || !secretLines.contains(line)) {
      add(
          line,
          path,
          "holds what looks like " + what,
          "A spec names a credential and never holds one: remove the value, replace it if others"
              + " could see this file, and put it into the worker's configuration.");
    }
    secretLines.add(line);
    if (!path.isEmpty()) {
      secretPaths.add(path);
    }
  }

  boolean isEmpty() {
    return problems.isEmpty();
  }

  /** By line; problems on the same line stay in the order they were found. */
  List<SpecProblem> sorted() {
    return problems.stream().sorted(Comparator.comparingInt(SpecProblem::line)).toList();
  }
}
