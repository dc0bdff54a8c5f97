package dev.linkspan.starter.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The files that a user names on the command line. */
public final class UserFiles {
  private static final int MEBIBYTE = 1024 * 1024;

  /** No file that a user writes is larger; a device such as {@code /dev/zero} has no end. */
  private static final int LARGEST = 64 * MEBIBYTE;

  private UserFiles() {}

  /**
   * The content of a text file.
   *
   * @throws CommandFailure if it cannot be read, is too large, or is not text in UTF-8
   */
  public static String read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(LARGEST + 1);
      if (content.length > LARGEST) {
        throw tooLarge(file.toString());
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
    } catch (CharacterCodingException e) {
      throw notUtf8(file.toString());
    } catch (IOException e) {
      throw unreadable(file.toString(), e);
    }
  }

  /**
   * Writes a text file; an older one is replaced if it is of the same kind.
   *
   * @param mark what every file of this kind has in its first characters
   * @throws CommandFailure if it cannot be written, or if another kind of file would be lost
   */
  public static void write(Path file, String text, String mark) {
    requireReplaceable(file, mark);
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  /**
   * Throws a {@link CommandFailure} if a file of another kind, such as a spec, would be lost, or if
   * there is no folder to write to.
   *
   * @param mark what every file of this kind has in its first characters
   */
  public static void requireReplaceable(Path file, String mark) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      throw unwritable(file, new NoSuchFileException(file.toString()));
    }
    if (!Files.isRegularFile(file)) {
      return;
    }
    try (InputStream in = Files.newInputStream(file)) {
      String start = new String(in.readNBytes(200), StandardCharsets.UTF_8);
      if (!start.isBlank() && !start.contains(mark)) {
        throw new CommandFailure(
            ExitCode.USAGE,
            file
                + " exists, and is not a file that this command writes. Nothing was written. Choose"
                + " another file.");
      }
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  /** Why this cannot be read, in words. */
  public static CommandFailure unreadable(String name, IOException e) {
    return new CommandFailure(ExitCode.USAGE, "Cannot read " + name + ": " + reason(e) + ".");
  }

  /** Why this cannot be written, in words. */
  public static CommandFailure unwritable(Path file, IOException e) {
    String remedy =
        e instanceof NoSuchFileException ? " Create the folder first, or choose another file." : "";
    return new CommandFailure(
        ExitCode.USAGE, "Cannot write " + file + ": " + reason(e) + "." + remedy);
  }

  /** What to say of bytes that are not text. */
  public static CommandFailure notUtf8(String name) {
    return new CommandFailure(
        ExitCode.USAGE, name + " is not text in UTF-8. Save it in that encoding.");
  }

  /** What to say of a file without an end. */
  public static CommandFailure tooLarge(String name) {
    return new CommandFailure(
        ExitCode.USAGE,
        name
            + " has more than "
            + LARGEST / MEBIBYTE
            + " MiB. Check that it is the file that you mean.");
  }

  /** The message of such an exception is often only the name of the file. */
  static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "there is no such file or folder";
    }
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof FileAlreadyExistsException) {
      return "there is something else of this name";
    }
    if (e instanceof FileSystemException problem && problem.getReason() != null) {
      return problem.getReason();
    }
    return String.valueOf(e.getMessage());
  }
}
