package dev.linkspan.starter.report;

import dev.linkspan.starter.report.Hop.Condition;
import dev.linkspan.starter.report.LinkDiagram.Lane;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A diagram in the languages of Mermaid and Graphviz. Pure. */
public final class DiagramText {
  private DiagramText() {}

  /** A Mermaid flowchart. */
  public static String mermaid(LinkDiagram diagram) {
    StringBuilder text = new StringBuilder("flowchart LR\n");
    diagram
        .hops()
        .forEach(
            hop ->
                text.append(
                    "  %s[\"%s\"]:::%s\n"
                        .formatted(
                            hop.id(), label(hop, "<br/>", DiagramText::mermaid), style(hop))));
    edges(diagram, (from, to) -> "  " + from + " --> " + to + "\n").forEach(text::append);
    Stream.of(Condition.values())
        .forEach(
            condition ->
                text.append(
                    "  classDef %s fill:%s,stroke:%s,color:#111\n"
                        .formatted(
                            style(condition), Colors.fill(condition), Colors.line(condition))));
    return text.toString().stripTrailing();
  }

  /** A directed graph for Graphviz. */
  public static String dot(LinkDiagram diagram) {
    StringBuilder text = new StringBuilder("digraph link {\n  rankdir=LR\n");
    text.append("  node [shape=box, style=\"rounded,filled\", fontname=\"sans-serif\"]\n");
    diagram
        .hops()
        .forEach(
            hop ->
                text.append(
                    "  %s [label=\"%s\", fillcolor=\"%s\", color=\"%s\"]\n"
                        .formatted(
                            hop.id(),
                            label(hop, "\\n", DiagramText::dot),
                            Colors.fill(hop.condition()),
                            Colors.line(hop.condition()))));
    edges(diagram, (from, to) -> "  " + from + " -> " + to + "\n").forEach(text::append);
    return text.append("}").toString();
  }

  private static String label(Hop hop, String separator, UnaryOperator<String> escape) {
    Condition condition = hop.condition();
    return Stream.of(
            Stream.of(hop.title()),
            hop.details().stream(),
            Stream.of(condition.sign() + " " + condition.text()))
        .flatMap(lines -> lines)
        .map(line -> escape.apply(line.replaceAll("\\s+", " ")))
        .collect(Collectors.joining(separator));
  }

  private static List<String> edges(LinkDiagram diagram, BiFunction<String, String, String> edge) {
    List<Hop> path = diagram.path();
    String balancer = path.get(path.size() - 1).id();
    return Stream.of(
            Stream.iterate(1, i -> i < path.size(), i -> i + 1)
                .map(i -> edge.apply(path.get(i - 1).id(), path.get(i).id())),
            diagram.lanes().stream().flatMap(lane -> edges(diagram, lane, balancer, edge)))
        .flatMap(edges -> edges)
        .toList();
  }

  /** The bootstrap listener leads to every broker. */
  private static Stream<String> edges(
      LinkDiagram diagram, Lane lane, String balancer, BiFunction<String, String, String> edge) {
    Stream<Hop> brokers =
        lane.broker().isPresent()
            ? lane.broker().stream()
            : diagram.lanes().stream().flatMap(other -> other.broker().stream());
    return Stream.concat(
        Stream.of(edge.apply(balancer, lane.listener().id())),
        brokers.map(broker -> edge.apply(lane.listener().id(), broker.id())));
  }

  private static String style(Hop hop) {
    return style(hop.condition());
  }

  private static String style(Condition condition) {
    return condition.name().toLowerCase(Locale.ROOT);
  }

  /** Mermaid's own entities; a backtick would begin Markdown. */
  private static String mermaid(String line) {
    return line.replace("#", "#35;")
        .replace("&", "#amp;")
        .replace("<", "#lt;")
        .replace(">", "#gt;")
        .replace("\"", "#quot;")
        .replace("`", "'");
  }

  private static String dot(String line) {
    return line.replace("\\", "\\\\").replace("\"", "\\\"");
  }
}
