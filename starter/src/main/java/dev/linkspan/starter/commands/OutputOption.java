package dev.linkspan.starter.commands;

import dev.linkspan.starter.console.Console;
import dev.linkspan.starter.console.Json;
import dev.linkspan.starter.console.JsonDocument;
import dev.linkspan.starter.console.JsonDocument.Kind;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** The format of the result. */
final class OutputOption {
  enum Format {
    TEXT,
    JSON,
    /**
     * JSON documents of one line each: the progress, where a command follows it, and the result.
     */
    JSONL
  }

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description =
          "Output format: text, json, or jsonl, which is one line for each document. Default: text.",
      defaultValue = "text")
  private Format format = Format.TEXT;

  boolean json() {
    return format != Format.TEXT;
  }

  /** Whether the progress is printed too, as a document for each change. */
  boolean streams() {
    return format == Format.JSONL;
  }

  /** Prints the result as a document of this kind, or as text. */
  void print(Console console, Kind kind, Object data, Supplier<String> text) {
    console.print(json() ? document(kind, data) : text.get());
  }

  /** The document, indented or in one line. */
  String document(Kind kind, Object data) {
    JsonDocument document = new JsonDocument(kind, data);
    return streams() ? Json.line(document) : Json.text(document);
  }
}
