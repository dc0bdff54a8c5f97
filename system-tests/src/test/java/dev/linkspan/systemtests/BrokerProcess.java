package dev.linkspan.systemtests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A running process of a broker in the sandbox: this computer is every machine. */
record BrokerProcess(long pid, Instant started) {

  /** The words of its command. */
  List<String> words() {
    try {
      return words(Path.of("/proc", String.valueOf(pid)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> words(Path folder) throws IOException {
    return List.of(Files.readString(folder.resolve("cmdline")).split("\0"));
  }

  /** The brokers of the machines of a stack, by node ID. */
  static Map<Integer, BrokerProcess> ofNewCluster(LocalStack stack) {
    Map<Integer, BrokerProcess> found = new TreeMap<>();
    ProcessHandle.allProcesses()
        .forEach(
            process ->
                nodeId(stack, process)
                    .ifPresent(
                        id ->
                            process
                                .info()
                                .startInstant()
                                .ifPresent(
                                    at -> found.put(id, new BrokerProcess(process.pid(), at)))));
    return found;
  }

  private static Optional<Integer> nodeId(LocalStack stack, ProcessHandle process) {
    try {
      Path folder = Path.of("/proc", String.valueOf(process.pid()));
      List<String> words = words(folder);
      int main = words.indexOf("kafka.Kafka");
      if (main < 0 || main + 1 == words.size()) {
        return Optional.empty();
      }
      Path configuration = folder.resolve("cwd").toRealPath().resolve(words.get(main + 1));
      if (!configuration.toRealPath().startsWith(stack.state().toRealPath())) {
        return Optional.empty();
      }
      return Files.readAllLines(configuration, StandardCharsets.ISO_8859_1).stream()
          .filter(line -> line.startsWith("node.id="))
          .map(line -> Integer.valueOf(line.substring("node.id=".length()).strip()))
          .findFirst();
    } catch (IOException e) {
      // The process has just ended, or belongs to another user.
      return Optional.empty();
    }
  }
}
