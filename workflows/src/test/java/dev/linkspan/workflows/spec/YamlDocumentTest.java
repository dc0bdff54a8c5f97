package dev.linkspan.workflows.spec;

import static dev.linkspan.workflows.spec.Specs.refused;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class YamlDocumentTest {
  @Test
  void anEmptyFileIsRefused() {
    assertThat(refused("")).singleElement().satisfies(p -> contains(p, 1, "empty"));
    assertThat(refused("# nothing\n")).singleElement().satisfies(p -> contains(p, 1, "empty"));
  }

  @Test
  void whatIsNoGroupOfFieldsIsRefused() {
    assertThat(refused("just words")).singleElement().satisfies(p -> contains(p, 1, "fields"));
    assertThat(refused("\n- a\n- b")).singleElement().satisfies(p -> contains(p, 2, "fields"));
  }

  @Test
  void brokenYamlIsRefusedWithItsLine() {
    assertThat(refused("kind: new cluster\nname: [a, b\nregion: x\n"))
        .singleElement()
        .satisfies(p -> contains(p, 3, "not YAML"));
    assertThat(refused("kind: new cluster\n\tname: demo\n"))
        .singleElement()
        .satisfies(p -> contains(p, 2, "not YAML"));
  }

  @Test
  void aSecondDocumentIsRefused() {
    assertThat(refused(Specs.demo(1) + "---\nname: other\n"))
        .singleElement()
        .satisfies(p -> contains(p, (int) Specs.demo(1).lines().count() + 1, "second document"));
  }

  @Test
  void aliasesAreRefusedBeforeTheyGrow() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 30; i++) {
      String before = "*a" + (i - 1);
      bomb.append("a%d: &a%d [%s, %s, %s, %s]\n".formatted(i, i, before, before, before, before));
    }
    assertThat(refused(bomb.toString()))
        .isNotEmpty()
        .allSatisfy(p -> assertThat(p.problem()).contains("anchors and aliases"));
  }

  @Test
  void endlessNestingIsRefusedBeforeItOverflows() {
    assertThat(refused("kind: " + "[".repeat(50_000)))
        .singleElement()
        .satisfies(p -> contains(p, 1, "nested too deep"));
  }

  @Test
  void aHugeFileIsRefused() {
    assertThat(refused("# " + "x".repeat(300_000)))
        .singleElement()
        .satisfies(p -> contains(p, 1, "larger than 256 KiB"));
  }

  @Test
  void c30_aControlCharacterIsReportedOnItsLine() {
    assertThat(refused(Specs.demo(1).replace("region:", "# \u0007 \uD83D\uDE00\nregion:")))
        .singleElement()
        .satisfies(p -> contains(p, lineOf("region:"), "U+0007"));
  }

  @Test
  void c30_aPlaceholderThatATemplateLeftIsReportedOnItsLine() {
    assertThat(refused(Specs.demo(1).replace("\"10001\"", "{{ .Values.id }}")))
        .singleElement()
        .satisfies(p -> contains(p, lineOf("  clusterId:"), "placeholder of a template"));
    assertThat(refused(Specs.demo(1).replace("name: demo", "{{ .Values.name }}: demo")))
        .anySatisfy(p -> contains(p, lineOf("name: demo"), "whose name is not text"));
  }

  @Test
  void aBlankThatYamlDoesNotKnowIsNamed() {
    assertThat(refused(Specs.demo(1).replace("name: demo", "name:\u00a0demo")))
        .singleElement()
        .satisfies(
            p -> {
              assertThat(p.problem()).contains("not YAML");
              assertThat(p.remedy()).contains("U+00A0, NO-BREAK SPACE");
            });
  }

  @Test
  void aDirectiveOfAnotherYamlIsNamed() {
    assertThat(refused("%YAML 9.9\n---\n" + Specs.demo(1)))
        .singleElement()
        .satisfies(p -> assertThat(p.problem()).contains("Version", "9"));
  }

  @Test
  void aFileOfAnotherPlatformIsTheSameSpec() {
    Spec spec = Specs.accepted(Specs.demo(1));
    assertThat(Specs.accepted(Specs.demo(1).replace("\n", "\r\n"))).isEqualTo(spec);
    assertThat(Specs.accepted("\ufeff" + Specs.demo(1))).isEqualTo(spec);
  }

  @Test
  void c52_tagsAreRefused() {
    String tagged = Specs.demo(1).replace("name: demo", "name: !!java.lang.String demo");
    assertThat(refused(tagged))
        .singleElement()
        .satisfies(p -> contains(p, lineOf("name: demo"), "tags"));
    assertThat(refused(Specs.demo(1).replace("network:", "network: !!map")))
        .singleElement()
        .satisfies(p -> contains(p, lineOf("network:"), "tags"));
  }

  /** The line of the demo's spec that starts like this. */
  private static int lineOf(String start) {
    return 1 + Specs.demo(1).lines().takeWhile(line -> !line.startsWith(start)).toList().size();
  }

  private static void contains(SpecProblem problem, int line, String text) {
    assertThat(problem.line()).isEqualTo(line);
    assertThat(problem.problem()).contains(text);
    assertThat(problem.remedy()).isNotBlank();
  }
}
