package dev.linkspan.systemtests;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** The secrets of a local stack, and a search for them in files and command lines. */
final class Secrets {
  private final Path state;

  Secrets(Path state) {
    this.state = state;
  }

  /** The secrets to search for: both secret keys, and a line from the middle of the SSH key. */
  List<String> all() {
    Properties credentials = new Properties();
    try (InputStream in = Files.newInputStream(state.resolve("credentials.properties"))) {
      credentials.load(in);
      List<String> lines = Files.readAllLines(state.resolve("ssh/key.pem"));
      return List.of(
          credentials.getProperty("accessKeySecret"),
          credentials.getProperty("tidbPrivateKey"),
          lines.get(lines.size() / 2));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The files in the state folder with this text, except the two files that store the secrets. */
  List<Path> filesWith(String text) {
    byte[] wanted = text.getBytes(StandardCharsets.UTF_8);
    List<Path> found = new ArrayList<>();
    try {
      for (Path file : files()) {
        Path name = state.relativize(file);
        if (!name.equals(Path.of("credentials.properties"))
            && !name.equals(Path.of("ssh/key.pem"))
            && contains(file, wanted)) {
          found.add(name);
        }
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The files of a stack that runs: some disappear while they are listed. */
  private List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        state,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile()) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }
        });
    return files;
  }

  /** The command lines of running processes with this text. */
  static List<String> commandLinesWith(String text) {
    List<String> found = new ArrayList<>();
    ProcessHandle.allProcesses()
        .forEach(
            process -> {
              try {
                String line =
                    Files.readString(
                        Path.of("/proc", String.valueOf(process.pid()), "cmdline"),
                        StandardCharsets.ISO_8859_1);
                if (line.contains(text)) {
                  found.add(line.replace('\0', ' '));
                }
              } catch (IOException e) {
                // The process ended after it was listed.
              }
            });
    return found;
  }

  // Reads the file in windows that overlap by the length of the text.
  private static boolean contains(Path file, byte[] wanted) throws IOException {
    byte[] window = new byte[1 << 20];
    int kept = 0;
    try (InputStream in = Files.newInputStream(file)) {
      while (true) {
        int read = in.readNBytes(window, kept, window.length - kept);
        if (read == 0) {
          return false;
        }
        int end = kept + read;
        if (indexOf(window, end, wanted) >= 0) {
          return true;
        }
        kept = Math.min(end, wanted.length - 1);
        System.arraycopy(window, end - kept, window, 0, kept);
      }
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private static int indexOf(byte[] in, int end, byte[] wanted) {
    for (int at = 0; at + wanted.length <= end; at++) {
      int same = 0;
      while (same < wanted.length && in[at + same] == wanted[same]) {
        same++;
      }
      if (same == wanted.length) {
        return at;
      }
    }
    return -1;
  }
}
