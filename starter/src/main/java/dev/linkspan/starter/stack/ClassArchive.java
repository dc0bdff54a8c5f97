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
 * A Spring Boot program's classes as the JVM keeps them in memory ("application class data
 * sharing"): with it, a worker is at work in a third of the time. The JVM itself looks whether the
 * archive belongs to its jars, and does without where it does not.
 *
 * <p>Made once for the same jars, by a run that ends when everything is put together. The class
 * path is relative, so that one archive serves every state folder.
 *
 * @param java the command without class path and program
 * @param classPath relative to the folder that the program is started in
 * @param jars what is in the class path, wherever it lies now
 * @param cache where archives are kept
 */
record ClassArchive(
    List<String> java, String classPath, String mainClass, List<Path> jars, Path cache) {
  private static final long SECONDS_TO_MAKE = 120;
  private static final int KEPT = 3;

  /** What starts the program, in a folder where its class path leads to its jars. */
  List<String> command() {
    List<String> command = new ArrayList<>(java);
    command.add("-XX:SharedArchiveFile=" + file());
    command.addAll(List.of("-Xshare:auto", "-Xlog:cds=off", "-Xlog:cds+dynamic=off"));
    command.addAll(List.of("-cp", classPath, mainClass));
    return command;
  }

  /** Makes it where it is missing; without one, the program only starts more slowly. */
  void make(Path folder, Map<String, String> environment) {
    Path file = file();
    if (Files.exists(file)) {
      return;
    }
    try {
      Files.createDirectories(cache);
      Path fresh = Files.createTempDirectory(cache, "making").resolve("archive");
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
      if (!process.waitFor(SECONDS_TO_MAKE, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      } else if (Files.exists(fresh)) {
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      }
      Files.deleteIfExists(fresh);
      Files.delete(fresh.getParent());
      forgetOlder();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep the worker's classes in " + cache, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void forgetOlder() throws IOException {
    try (Stream<Path> files = Files.list(cache)) {
      List<Path> newestFirst =
          files
              .filter(file -> file.getFileName().toString().endsWith(".jsa"))
              .sorted(Comparator.comparing(ClassArchive::modified).reversed())
              .toList();
      for (Path old : newestFirst.subList(Math.min(KEPT, newestFirst.size()), newestFirst.size())) {
        Files.deleteIfExists(old);
      }
    }
  }

  /** Its name tells the jars that it belongs to: the JVM compares names, sizes and times. */
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
      throw new IllegalStateException("every Java has SHA-256", e);
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
