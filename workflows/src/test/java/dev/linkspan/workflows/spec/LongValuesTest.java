package dev.linkspan.workflows.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every text is shown to people and is a part of names, paths, and histories. */
class LongValuesTest {
  private static final Pattern FIELD = Pattern.compile("(?m)^ *(?:- )?([a-zA-Z0-9]+): +[^\\s#].*$");
  private static final List<String> LONG =
      List.of(
          "a".repeat(1_001),
          "/a".repeat(4_900),
          "ecs." + "a.".repeat(4_900) + "a",
          "17" + ".1".repeat(4_900),
          "1".repeat(15_000));

  static Stream<String> specs() {
    String all =
        "    imageFamily: acs:x\n".substring(2)
            + "  bastion:\n    instanceType: ecs.g7.large\n    diskCategory: cloud_essd\n";
    return Stream.of(
        Specs.guide(),
        Specs.existing(),
        Specs.demo(1)
            .replace("  bastion:\n", all)
            .replace("every: 1h", "cron: 0 6 * * *\n  timeZone: UTC")
            .replace("  heap:", "  instanceType: ecs.g7.large\n  serviceUser: kafka\n  heap:"));
  }

  @ParameterizedTest
  @MethodSource("specs")
  void noFieldTakesAVeryLongValue(String spec) {
    assertThat(SpecReader.read(spec)).isInstanceOf(SpecReading.Accepted.class);
    List<MatchResult> fields = FIELD.matcher(spec).results().toList();
    assertThat(fields).hasSizeGreaterThan(15);
    for (MatchResult field : fields) {
      for (String text : LONG) {
        String line = field.group().substring(0, field.end(1) - field.start()) + ": " + text;
        String changed = spec.substring(0, field.start()) + line + spec.substring(field.end());
        assertThat(Specs.refused(changed))
            .as("%s: %s", field.group(1), text.substring(0, 10))
            .allSatisfy(p -> assertThat(p.problem() + p.path()).hasSizeLessThan(400));
      }
    }
  }

  @Test
  void aVeryLongNameOfAFieldIsCut() {
    assertThat(Specs.refused("? " + "k".repeat(200_000) + "\n: 1\n"))
        .allSatisfy(p -> assertThat(p.path()).hasSizeLessThan(110));
  }
}
