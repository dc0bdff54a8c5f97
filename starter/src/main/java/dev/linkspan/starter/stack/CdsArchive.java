package dev.linkspan.starter.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * An archive of the classes of a Spring Boot program for application class data sharing (CDS): with
 * it, a worker starts in a third of the time. The JVM checks that the archive matches the jars, and
 * ignores it if it does not.
 *
 * <p>An archive is created once for the same jars, by a run of the program that exits when the
 * application context is refreshed. The class path is relative, so that one archive serves every
 * state folder.
 *
 * @param java the Java command without class path and main class
 * @param classPath class path, relative to the folder that the program starts in
 * @param jars the jars of the class path at their current location
 * @param cache folder that keeps the archives
 */
record CdsArchive(
    List<String> java, String classPath, String mainClass, List<Path> jars, Path cache) {
  private static final long CREATION_TIMEOUT_SECONDS = 120;
  private static final int KEPT = 3;

  /** The command that starts the program, in a folder that contains the jars of the class path. */
  List<String> command() {
    List<String> command = new ArrayList<>(java);
    command.add("-XX:SharedArchiveFile=" + file());
    command.addAll(List.of("-Xshare:auto", "-Xlog:cds=off", "-Xlog:cds+dynamic=off"));
    command.addAll(List.of("-cp", classPath, mainClass));
    return command;
  }

  /** Creates the archive if it is missing; without it, the program only starts more slowly. */
  void create(Path folder, Map<String, String> environment) {
    Path file = file();
    if (Files.exists(file)) {
      return;
    }
    try {
      Files.createDirectories(cache);
      Path fresh = Files.createTempDirectory(cache, "new").resolve("archive");
      List<String> command = new ArrayList<>(java);
      command.addAll(List.of("-XX:ArchiveClassesAtExit=" + fresh, "-Xlog:disable"));
      command.addAll(List.of("-Dspring.context.exit=onRefresh", "-cp", classPath, mainClass));
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().clear();
      builder.environment().putAll(environment);
      builder.directory(folder.toFile());
      builder.redirectErrorStream(true);
      builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
      Process process = builder.start();
      if (!process.waitFor(CREATION_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      } else if (Files.exists(fresh)) {
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      }
      Files.deleteIfExists(fresh);
      Files.delete(fresh.getParent());
      deleteOldArchives();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the class archive to " + cache, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void deleteOldArchives() throws IOException {
    try (Stream<Path> files = Files.list(cache)) {
      List<Path> newestFirst =
          files
              .filter(file -> file.getFileName().toString().endsWith(".jsa"))
              .sorted(Comparator.comparing(CdsArchive::modified).reversed())
              .toList();
      for (Path old : newestFirst.subList(Math.min(KEPT, newestFirst.size()), newestFirst.size())) {
        Files.deleteIfExists(old);
      }
    }
  }

  /**
   * The file of the archive; its name depends on what the JVM compares: sizes and times of jars.
   */
  Path file() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String word : java) {
        add(digest, word);
      }
      add(digest, System.getProperty("java.vm.version"));
      add(digest, classPath);
      for (Path jar : jars) {
        add(digest, Files.size(jar) + " " + modified(jar));
      }
      return cache.resolve(HexFormat.of().formatHex(digest.digest(), 0, 16) + ".jsa");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static void add(MessageDigest digest, String word) {
    digest.update(word.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
  }

  private static long modified(Path file) {
    try {
      return Files.readAttributes(file, BasicFileAttributes.class).lastModifiedTime().toMillis();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
