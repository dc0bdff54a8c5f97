package dev.linkspan.starter.commands;

import picocli.CommandLine.Option;

/** The format of the result. */
final class OutputOption {
  enum Format {
    TEXT,
    JSON
  }

  @Option(
      names = {"-o", "--output"},
      paramLabel = "text|json",
      description = "Output format: text or json. Default: text.",
      defaultValue = "text")
  private Format format = Format.TEXT;

  boolean json() {
    return format == Format.JSON;
  }
}
