package dev.linkspan.starter.commands;

import dev.linkspan.starter.console.Json;
import dev.linkspan.starter.console.JsonDocument;
import dev.linkspan.starter.console.JsonDocument.Kind;
import dev.linkspan.starter.report.DiagramText;
import dev.linkspan.starter.report.LinkDiagram;
import dev.linkspan.starter.setups.SetupSnapshot;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** The format of a setup: as everywhere, or its path as a diagram. */
final class SetupOutputOption {
  private enum Format {
    TEXT,
    JSON,
    JSONL,
    MERMAID,
    DOT
  }

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description =
          "Output format: text, json, jsonl, or a diagram of the path with the health of each hop:"
              + " mermaid, or dot for Graphviz. Default: text.",
      defaultValue = "text")
  private Format format = Format.TEXT;

  /** Whether the format has every step of the setup. */
  boolean hasEveryStep() {
    return format == Format.JSON || format == Format.JSONL;
  }

  /** The setup in this format. */
  String of(SetupSnapshot snapshot, Supplier<LinkDiagram> diagram, Supplier<String> text) {
    return switch (format) {
      case TEXT -> text.get();
      case JSON -> Json.text(new JsonDocument(Kind.SETUP, snapshot));
      case JSONL -> Json.line(new JsonDocument(Kind.SETUP, snapshot));
      case MERMAID -> DiagramText.mermaid(diagram.get());
      case DOT -> DiagramText.dot(diagram.get());
    };
  }
}
