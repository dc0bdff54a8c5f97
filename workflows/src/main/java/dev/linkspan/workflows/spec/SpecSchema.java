package dev.linkspan.workflows.spec;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The JSON Schema (draft-07) of a spec, for editors. {@link SpecReader} checks more than it. */
public final class SpecSchema {
  private static final String FILE = "spec.schema.json";

  private SpecSchema() {}

  /** The schema as text. */
  public static String text() {
    try (InputStream in = Objects.requireNonNull(SpecSchema.class.getResourceAsStream(FILE))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
