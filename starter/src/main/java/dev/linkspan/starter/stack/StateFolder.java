package dev.linkspan.starter.stack;

import dev.linkspan.starter.cli.CommandFailure;
import dev.linkspan.starter.cli.ExitCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The folder with the process IDs, logs, data and generated credentials of a local stack. */
public record StateFolder(Path root) {
  /** What a command leaves in the folder first. */
  private static final Set<String> OWN =
      Set.of("log", "run", "sandbox", "setup-names", "stack.properties", "work-times");

  private static final Set<PosixFilePermission> OWNER_ONLY_FOLDER =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> OWNER_ONLY_FILE =
      PosixFilePermissions.fromString("rw-------");

  /**
   * The folder from the command line, or else from {@code LINKSPAN_STATE}, or else {@code linkspan}
   * in the user's state folder ({@code XDG_STATE_HOME}).
   */
  public static StateFolder of(Optional<Path> named, Map<String, String> environment) {
    Path folder =
        named
            .or(() -> set(environment, "LINKSPAN_STATE").map(Path::of))
            .orElseGet(() -> defaultFolder(environment));
    return new StateFolder(folder.toAbsolutePath().normalize());
  }

  private static Path defaultFolder(Map<String, String> environment) {
    return set(environment, "XDG_STATE_HOME")
        .map(Path::of)
        .orElseGet(() -> Path.of(environment.getOrDefault("HOME", "."), ".local", "state"))
        .resolve("linkspan");
  }

  /** The folder {@code linkspan} in the user's cache folder ({@code XDG_CACHE_HOME}). */
  public static Path cache(Map<String, String> environment) {
    return set(environment, "XDG_CACHE_HOME")
        .map(Path::of)
        .orElseGet(() -> Path.of(environment.getOrDefault("HOME", "."), ".cache"))
        .resolve("linkspan");
  }

  private static Optional<String> set(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).filter(v -> !v.isBlank());
  }

  /**
   * Creates the folder, accessible only to its owner.
   *
   * @throws CommandFailure if there is such a folder, and others write their files to it
   */
  public void create() {
    requireOwn();
    try {
      Files.createDirectories(root);
      Files.setPosixFilePermissions(root, OWNER_ONLY_FOLDER);
      for (Path folder : new Path[] {run(), logs(), sandbox(), root.resolve("ssh")}) {
        Files.createDirectories(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot create the state folder " + root, e);
    }
  }

  /** Nobody else could use a folder such as /tmp after its permissions are changed. */
  private void requireOwn() {
    if (!Files.isDirectory(root) || !isWritableForOthers()) {
      return;
    }
    try (Stream<Path> files = Files.list(root)) {
      List<String> names = files.map(file -> String.valueOf(file.getFileName())).toList();
      if (!names.isEmpty() && names.stream().noneMatch(OWN::contains)) {
        throw new CommandFailure(
            ExitCode.USAGE,
            root
                + " is a folder that others write to, and has files that are not of a local stack."
                + " Nothing was started. Write a folder that is new or empty.");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the state folder " + root, e);
    }
  }

  private boolean isWritableForOthers() {
    try {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(root);
      return permissions.contains(PosixFilePermission.GROUP_WRITE)
          || permissions.contains(PosixFilePermission.OTHERS_WRITE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the permissions of " + root, e);
    }
  }

  /** Writes a file that only its owner can read, at any time. */
  static void writePrivately(Path file, String text) {
    try {
      Path fresh = file.resolveSibling(file.getFileName() + ".new");
      Files.deleteIfExists(fresh);
      Files.createFile(fresh, PosixFilePermissions.asFileAttribute(OWNER_ONLY_FILE));
      Files.writeString(fresh, text);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  Path run() {
    return root.resolve("run");
  }

  Path logs() {
    return root.resolve("log");
  }

  /** The log of this component. */
  public Path log(Component component) {
    return logs().resolve(component.label() + ".log");
  }

  /** The folder with the jars that this component runs from. */
  Path program(Component component) {
    return root.resolve("program").resolve(component.label());
  }

  Path sandbox() {
    return root.resolve("sandbox");
  }

  Path certificateAuthority() {
    return sandbox().resolve("ca.pem");
  }

  /**
   * The value of the header {@code Authorization} for the sandbox's control API. The sandbox writes
   * it before it opens its ports; see sandbox/README.md.
   *
   * @throws IOException if the file cannot be read
   */
  public String sandboxAuthorization() throws IOException {
    String header = Files.readString(sandbox().resolve("control.header"));
    return header.substring(header.indexOf(':') + 1).strip();
  }

  Path temporalDatabase() {
    return root.resolve("temporal.db");
  }

  Path credentials() {
    return root.resolve("credentials.properties");
  }

  Path sshKey() {
    return root.resolve("ssh").resolve("key.pem");
  }

  Path settings() {
    return root.resolve("stack.properties");
  }

  /** The spec that the demo writes. */
  public Path demoSpec() {
    return root.resolve("demo.yaml");
  }

  /** The spec that the demo with an existing cluster writes. */
  public Path existingDemoSpec() {
    return root.resolve("demo-existing.yaml");
  }

  /** The folder with how long earlier work on setups took. */
  public Path workTimes() {
    return root.resolve("work-times");
  }

  /**
   * The process of this component, if it is running. A command that was killed after it had started
   * the process, and before it could record the process ID, has left its intent.
   */
  Optional<ProcessIdentity> running(Component component) {
    return recorded(component)
        .filter(ProcessIdentity::alive)
        .or(() -> pendingStart(component).flatMap(PendingStart::find));
  }

  /** Writes down that this component is about to be started. */
  void intend(Component component, PendingStart start) {
    writePrivately(intentFile(component), start.text());
  }

  private Optional<PendingStart> pendingStart(Component component) {
    try {
      return Optional.of(PendingStart.parse(Files.readString(intentFile(component))));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private Optional<ProcessIdentity> recorded(Component component) {
    try {
      return ProcessIdentity.parse(Files.readString(pidFile(component)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  void record(Component component, ProcessIdentity identity) {
    writePrivately(pidFile(component), identity.text());
    delete(intentFile(component));
  }

  void forget(Component component) {
    delete(pidFile(component));
    delete(intentFile(component));
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + file, e);
    }
  }

  private Path intentFile(Component component) {
    return run().resolve(component.label() + ".start");
  }

  private Path pidFile(Component component) {
    return run().resolve(component.label() + ".pid");
  }
}
