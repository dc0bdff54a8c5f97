package dev.linkspan.starter.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.workflows.verification.Check;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DiagramTextTest {

  private static LinkDiagram diagram() {
    List<Check> checks = new ArrayList<>(ReportedSetup.passed());
    checks.add(Check.failed(Optional.of(2), "listener 9094", "there is none"));
    return LinkDiagram.of(ReportedSetup.plan(), ReportedSetup.status(checks));
  }

  @Test
  void mermaidShowsEachHopWithItsHealth() {
    assertThat(DiagramText.mermaid(diagram()).lines())
        .startsWith("flowchart LR")
        .contains(
            "  endpoint[\"Endpoint<br/>ep-t4n1<br/>✓ healthy\"]:::healthy",
            "  listener9094[\"Listener 9094<br/>broker-server-group-2<br/>✗ broken\"]:::broken",
            "  balancer --> listener9094",
            "  listener9094 --> broker2",
            "  listener9092 --> broker3");
  }

  @Test
  void dotShowsEachHopWithItsHealth() {
    assertThat(DiagramText.dot(diagram()).lines())
        .startsWith("digraph link {")
        .endsWith("}")
        .contains(
            "  endpoint [label=\"Endpoint\\nep-t4n1\\n✓ healthy\", fillcolor=\"#dff3e3\","
                + " color=\"#1b7a33\"]",
            "  tidb -> endpoint",
            "  listener9094 -> broker2");
  }

  @Test
  void foreignTextEndsNoLabel() {
    Hop hop = new Hop("tidb", "a\"]; x --> y[\"b\\", List.of("line\nbreak <b> `c`"), List.of());
    LinkDiagram diagram = new LinkDiagram("s", List.of(hop), List.of(), hop);

    assertThat(DiagramText.mermaid(diagram))
        .contains("tidb[\"a#quot;]; x --#gt; y[#quot;b\\<br/>line break #lt;b#gt; 'c'<br/>–");
    assertThat(DiagramText.dot(diagram))
        .contains("label=\"a\\\"]; x --> y[\\\"b\\\\\\nline break <b> `c`\\n–");
  }
}
