package dev.linkspan.workflows.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;

/**
 * One change to a sound spec, and the one problem it makes.
 *
 * @param by may hold {@link #MARK} on the line that the problem is to name
 * @param problem a part of its text
 * @param remedy a part of its text
 */
record Mistake(String replaced, String by, String path, String problem, String remedy) {
  static final String MARK = "#!";

  static Mistake bad(String replaced, String by, String path, String problem, String remedy) {
    return new Mistake(replaced, by, path, problem, remedy);
  }

  /** The spec with its first such text replaced. */
  static String with(String sound, String replaced, String by) {
    int at = sound.indexOf(replaced);
    assertThat(at).as("the spec holds what is replaced").isNotNegative();
    return sound.substring(0, at) + by + sound.substring(at + replaced.length());
  }

  /** The number of the marked line. */
  static int markedLine(String spec) {
    List<String> lines = spec.lines().toList();
    return IntStream.range(0, lines.size())
            .filter(i -> lines.get(i).contains(MARK))
            .findFirst()
            .orElseThrow()
        + 1;
  }

  /** Makes the mistake; returns all problems, among which is the one with its line and remedy. */
  List<SpecProblem> toldOf(String sound) {
    String spec = with(sound, replaced, by);
    List<SpecProblem> problems = Specs.refused(spec);
    assertThat(problems)
        .anySatisfy(
            told -> {
              assertThat(told.path()).isEqualTo(path);
              assertThat(told.problem()).contains(problem);
              assertThat(told.remedy()).contains(remedy);
              // A kind that is missing has no line of its own.
              if (!path.equals("kind") && spec.contains(MARK)) {
                assertThat(told.line()).isEqualTo(markedLine(spec));
              }
            });
    return problems;
  }

  @Override
  public String toString() {
    return path + " " + problem;
  }
}
