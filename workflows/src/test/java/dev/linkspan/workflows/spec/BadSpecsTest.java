package dev.linkspan.workflows.spec;

import static dev.linkspan.workflows.spec.Mistake.MARK;
import static dev.linkspan.workflows.spec.Mistake.bad;
import static dev.linkspan.workflows.spec.Mistake.markedLine;
import static dev.linkspan.workflows.spec.Specs.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Mistakes in specs of new clusters; {@code #!} marks the line. */
class BadSpecsTest {

  @ParameterizedTest
  @MethodSource("dev.linkspan.workflows.spec.SpecMistakes#all")
  void oneMistakeIsToldWithItsLineReasonAndRemedy(Mistake mistake) {
    assertThat(mistake.toldOf(Specs.demo(3))).isNotEmpty();
  }

  @Test
  void tooManySettingsAreRefusedAtTheFirstThatIsTooMany() {
    StringBuilder settings = new StringBuilder("settings:\n");
    for (int i = 0; i < 52; i++) {
      settings.append("    a.").append(i).append(": 1").append(i == 50 ? " #!\n" : "\n");
    }
    bad("heap: 256m", settings.toString(), "kafka.settings.a.50", "one of 52", "at most 50")
        .toldOf(Specs.demo(3));
  }

  @Test
  void moreThanThirtyKindsOfMistakesAreKnown() {
    long kinds =
        Stream.of(
                SpecMistakes.ofTheWhole(),
                SpecMistakes.ofTheLink(),
                SpecMistakes.ofTheNetwork(),
                KafkaMistakes.ofKafka())
            .flatMap(bads -> bads)
            .map(bad -> bad.path().replaceAll("\\[\\d+]", "") + bad.problem())
            .distinct()
            .count();
    assertThat(kinds).isGreaterThan(75);
  }

  @Test
  void oneZoneIsTooFewForALoadBalancer() {
    String spec =
        Specs.demo(1)
            .replaceAll("    - \\{zone: ap-southeast-1[bc].*\n", "")
            .replace("zones:", "zones: " + MARK);
    assertThat(refused(spec))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.line()).isEqualTo(markedLine(spec));
              assertThat(problem.problem()).isEqualTo("there is only one zone");
            });
  }

  @Test
  void oneZoneIsEnoughInARegionThatHasOneZone() {
    String spec =
        Specs.demo(1)
            .replaceAll("    - \\{zone: ap-southeast-1[bc].*\n", "")
            .replace("ap-southeast-1", "na-south-1");
    assertThat(SpecReader.read(spec)).isInstanceOf(SpecReading.Accepted.class);
  }

  @Test
  void noBrokersAndTooManyBrokersAreRefused() {
    assertThat(refused(Specs.demo(0)))
        .extracting(SpecProblem::path, SpecProblem::problem)
        .containsExactly(tuple("kafka.brokers", "is empty"));
    assertThat(refused(Specs.demo(50)))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.path()).isEqualTo("kafka.brokers");
              assertThat(problem.problem()).isEqualTo("there are 50 brokers");
              assertThat(problem.remedy()).contains("50 listeners");
            });
  }

  @Test
  void everyMistakeIsToldAtOnceInTheOrderOfTheFile() {
    String spec =
        Specs.demo(3)
            .replace("name: demo", "name: D")
            .replace("ap-southeast-1b, cidr", "ap-southeast-2b, cidr")
            .replace("heap: 256m", "heap: huge")
            .replace("every: 1h", "every: never");
    List<SpecProblem> problems = refused(spec);
    assertThat(problems)
        .extracting(SpecProblem::path)
        .contains("name", "network.zones[1].zone", "kafka.heap", "verification.every");
    assertThat(problems).isSortedAccordingTo((a, b) -> Integer.compare(a.line(), b.line()));
  }

  @Test
  void whereTheKindIsNotKnownNetworkAndKafkaAreNotJudged() {
    assertThat(refused(Specs.demo(3).replace("kind: new", "kind: old").replace("1h", "never")))
        .extracting(SpecProblem::path)
        .containsExactly("kind", "verification.every");
  }

  @Test
  void anEmptyGroupIsOneProblemNotOneForEachOfItsFields() {
    assertThat(refused("kind: new cluster\nname: demo\nregion: cn-hongkong\n"))
        .extracting(SpecProblem::path)
        .containsExactlyInAnyOrder("network", "kafka", "tidbCloud");
  }
}
