package dev.linkspan.activities.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A bash script from a resource, with its parameters as assignments before it. Immutable. */
public final class Script {
  private final String assignments;
  private final String body;

  private Script(String assignments, String body) {
    this.assignments = assignments;
    this.body = body;
  }

  /** The script in these resource files, one after the other, found beside {@code owner}. */
  public static Script of(Class<?> owner, String... names) {
    StringBuilder body = new StringBuilder();
    for (String name : names) {
      body.append(read(owner, name)).append('\n');
    }
    return new Script("", body.toString());
  }

  /** The same script, followed by these. */
  public Script and(Class<?> owner, String... names) {
    return new Script(assignments, body + of(owner, names).body);
  }

  /** The same script with another parameter; any text is a safe value. */
  public Script with(String name, Object value) {
    if (!name.matches("[a-z][a-z0-9_]*")) {
      throw new IllegalArgumentException("not a parameter name: " + name);
    }
    String assignment = name + "=" + ShellWords.quote(String.valueOf(value)) + "\n";
    return new Script(assignments + assignment, body);
  }

  /** The text for bash. */
  public String text() {
    return assignments + body;
  }

  private static String read(Class<?> owner, String name) {
    try (InputStream in = owner.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalArgumentException("no script " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
