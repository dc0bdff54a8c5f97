package dev.linkspan.starter.commands;

import picocli.CommandLine.Option;

/** How data is written. */
final class OutputOption {
  enum Format {
    TEXT,
    JSON
  }

  @Option(
      names = {"-o", "--output"},
      paramLabel = "text|json",
      description = "How to write the result: ${COMPLETION-CANDIDATES}.",
      defaultValue = "text")
  private Format format = Format.TEXT;

  boolean json() {
    return format == Format.JSON;
  }
}
