package kafka;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * Behaves like Kafka's main class from outside: takes the configuration file as its argument,
 * listens on the ports in the file, logs like Kafka, and ends on SIGTERM. With {@code fake=ends},
 * it ends while it starts. With {@code fake=quiet}, it does not log that it has started. While a
 * file {@code hold} exists next to the configuration file, it does not end.
 */
public final class Kafka {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss,SSS");

  private Kafka() {}

  /** Takes the path of a properties file. */
  public static void main(String[] arguments) throws Exception {
    Path file = Path.of(arguments[0]).toAbsolutePath();
    Properties properties = new Properties();
    try (InputStream in = Files.newInputStream(file)) {
      properties.load(in);
    }
    String behaviour = properties.getProperty("fake", "");
    if (behaviour.equals("ends")) {
      log("ERROR Cannot use ssl.keystore.password=hunter2 (kafka.Kafka$)");
      log(
          "ERROR broken on purpose (kafka.Kafka$)\njava.lang.RuntimeException: no acceptor\n\tat a.b.C\n"
              + "Caused by: java.net.BindException: Address already in use");
      System.exit(1);
    }
    List<ServerSocket> open = listen(properties.getProperty("listeners", ""));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(file.resolveSibling("hold"))));
    log("INFO awaiting connections on " + open.size() + " listeners (kafka)");
    log(behaviour.equals("quiet") ? "INFO up (kafka)" : "INFO Kafka Server started (kafka)");
    Thread.currentThread().join();
  }

  private static List<ServerSocket> listen(String listeners) throws IOException {
    List<ServerSocket> open = new ArrayList<>();
    for (String listener : listeners.split(",", -1)) {
      if (!listener.isBlank()) {
        String address = listener.substring(listener.indexOf("://") + 3);
        int colon = address.lastIndexOf(':');
        open.add(
            new ServerSocket(
                Integer.parseInt(address.substring(colon + 1)),
                50,
                InetAddress.getByName(address.substring(0, colon))));
      }
    }
    return open;
  }

  private static void end(Path hold) {
    log("INFO shutting down (kafka)");
    try {
      while (Files.exists(hold)) {
        Thread.sleep(20);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void log(String line) {
    try {
      Path folder = Files.createDirectories(Path.of(System.getProperty("kafka.logs.dir")));
      Files.writeString(
          folder.resolve("server.log"),
          "[" + LocalDateTime.now(ZoneId.systemDefault()).format(TIME) + "] " + line + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
