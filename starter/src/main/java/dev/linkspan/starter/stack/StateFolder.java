package dev.linkspan.starter.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Everything a local stack keeps: what runs, its logs, its data and its generated credentials. */
public record StateFolder(Path root) {
  private static final Set<PosixFilePermission> OWNER_ONLY_FOLDER =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> OWNER_ONLY_FILE =
      PosixFilePermissions.fromString("rw-------");

  /**
   * The folder named on the command line, else by {@code LINKSPAN_STATE}, else {@code linkspan} in
   * the user's folder for state ({@code XDG_STATE_HOME}).
   */
  public static StateFolder of(Optional<Path> named, Map<String, String> environment) {
    Path folder =
        named
            .or(() -> set(environment, "LINKSPAN_STATE").map(Path::of))
            .orElseGet(() -> usual(environment));
    return new StateFolder(folder.toAbsolutePath().normalize());
  }

  private static Path usual(Map<String, String> environment) {
    return set(environment, "XDG_STATE_HOME")
        .map(Path::of)
        .orElseGet(() -> Path.of(environment.getOrDefault("HOME", "."), ".local", "state"))
        .resolve("linkspan");
  }

  /** The user's folder for things that can be made again ({@code XDG_CACHE_HOME}). */
  public static Path cache(Map<String, String> environment) {
    return set(environment, "XDG_CACHE_HOME")
        .map(Path::of)
        .orElseGet(() -> Path.of(environment.getOrDefault("HOME", "."), ".cache"))
        .resolve("linkspan");
  }

  private static Optional<String> set(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).filter(v -> !v.isBlank());
  }

  /** Makes the folder, for its owner only. */
  public void create() {
    try {
      Files.createDirectories(root);
      Files.setPosixFilePermissions(root, OWNER_ONLY_FOLDER);
      for (Path folder : new Path[] {run(), logs(), sandbox(), root.resolve("ssh")}) {
        Files.createDirectories(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make the state folder " + root, e);
    }
  }

  /** Writes a file that nobody but its owner ever could read. */
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

  /** Where this part's output goes. */
  public Path log(Part part) {
    return logs().resolve(part.label() + ".log");
  }

  /** The jars that this part runs from. */
  Path program(Part part) {
    return root.resolve("program").resolve(part.label());
  }

  Path sandbox() {
    return root.resolve("sandbox");
  }

  Path certificateAuthority() {
    return sandbox().resolve("ca.pem");
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

  /** The process that was started as this part, if it still runs. */
  Optional<ProcessIdentity> running(Part part) {
    return recorded(part).filter(ProcessIdentity::alive);
  }

  private Optional<ProcessIdentity> recorded(Part part) {
    try {
      return ProcessIdentity.parse(Files.readString(pidFile(part)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  void record(Part part, ProcessIdentity identity) {
    writePrivately(pidFile(part), identity.text());
  }

  void forget(Part part) {
    try {
      Files.deleteIfExists(pidFile(part));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + pidFile(part), e);
    }
  }

  private Path pidFile(Part part) {
    return run().resolve(part.label() + ".pid");
  }
}
