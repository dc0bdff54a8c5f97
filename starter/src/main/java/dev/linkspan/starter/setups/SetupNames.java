package dev.linkspan.starter.setups;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The names of the setups that the last list showed, in a file that the shell reads to complete
 * them. The shell must not ask Temporal for that: a completion takes milliseconds.
 */
public final class SetupNames {
  /** In the state folder; {@code completion} prints a script that knows this name. */
  public static final String FILE = "setup-names";

  /** The shell expands the words of a list, so no other character may be in it. */
  private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  private SetupNames() {}

  /** Keeps these names; does nothing if the file cannot be written. */
  public static void keep(Path stateFolder, List<String> names) {
    try {
      Files.createDirectories(stateFolder);
      Files.write(
          stateFolder.resolve(FILE),
          names.stream().filter(name -> SAFE.matcher(name).matches()).sorted().toList());
    } catch (IOException e) {
      // Without the file, the shell completes no names; the command itself does not need it.
    }
  }
}
