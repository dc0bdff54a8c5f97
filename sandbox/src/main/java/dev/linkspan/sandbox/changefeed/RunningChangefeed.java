package dev.linkspan.sandbox.changefeed;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The process of one changefeed. It lives as long as its standard input is open. */
final class RunningChangefeed implements AutoCloseable {
  private static final int MAX_BROKER_ID = 1000;
  private static final int STOP_TIMEOUT_SECONDS = 3;

  private final Process process;
  private final Consumer<Status> onStatus;
  private volatile boolean stopped;

  private RunningChangefeed(Process process, Consumer<Status> onStatus) {
    this.process = process;
    this.onStatus = onStatus;
  }

  static RunningChangefeed start(Path folder, ChangefeedSpec spec, Consumer<Status> onStatus)
      throws IOException {
    Path hosts = folder.resolve("hosts");
    Files.write(hosts, hosts(spec));
    ProcessBuilder builder =
        new ProcessBuilder(command(hosts, spec))
            .redirectError(folder.resolve("changefeed.log").toFile());
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    RunningChangefeed changefeed = new RunningChangefeed(builder.start(), onStatus);
    Thread reader = new Thread(changefeed::readStatus, "changefeed-" + spec.id());
    reader.setDaemon(true);
    reader.start();
    return changefeed;
  }

  /**
   * Returns a hosts file that resolves the managed domains as the private DNS of TiDB Cloud's
   * network would.
   */
  static List<String> hosts(ChangefeedSpec spec) {
    List<String> lines = new ArrayList<>();
    for (ChangefeedSpec.Domain domain : spec.domains()) {
      for (int id = 0; id <= MAX_BROKER_ID; id++) {
        for (String address : domain.addresses()) {
          lines.add(address + " " + domain.host(id));
        }
      }
    }
    return lines;
  }

  private static List<String> command(Path hosts, ChangefeedSpec spec) {
    return List.of(
        System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
        "-Xmx40m",
        "-Xss512k",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-XX:-UsePerfData",
        "-Djdk.net.hosts.file=" + hosts.toAbsolutePath(),
        "-Dsun.net.inetaddr.ttl=5",
        ChangefeedMain.class.getName(),
        String.join(",", spec.endpointAddresses()),
        spec.domainNames(),
        Integer.toString(spec.bootstrapPort()),
        spec.topic(),
        Integer.toString(spec.partitions()),
        Integer.toString(spec.replicationFactor()),
        spec.format().name());
  }

  boolean isAlive() {
    return process.isAlive();
  }

  private void readStatus() {
    Status last = null;
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Status status = StatusLine.read(line);
        if (!stopped && !status.equals(last)) {
          last = status;
          onStatus.accept(status);
        }
      }
      int exit = process.waitFor();
      if (!stopped && (last == null || last.state() != Status.State.FAILED)) {
        onStatus.accept(
            new Status(Status.State.FAILED, "the changefeed's process ended with " + exit));
      }
    } catch (IOException e) {
      if (!stopped) {
        onStatus.accept(new Status(Status.State.FAILED, "the changefeed's process is gone: " + e));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    stopped = true;
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      process.destroyForcibly();
    }
    try {
      if (!process.waitFor(STOP_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
