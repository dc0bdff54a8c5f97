package dev.linkspan.activities.brokers;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a verification reads of a broker's machine. Holds no secret.
 *
 * @param process ID of the process that runs with the broker's file
 * @param stopped whether no process runs with it; false if that is not known
 * @param file the listener for TiDB Cloud in the broker's file; empty if the file cannot be read
 * @param settings values in the broker's file of the settings that the plan has, by key
 * @param fileProblems what is wrong with the file: it is missing, Kafka would not start with it, or
 *     the process runs with something else
 * @param fileUnread why nothing is known of the file; empty if it was read, or has a problem
 * @param unit empty for a broker that commands start, and if it cannot be read
 * @param unitFile of a broker that Linkspan installed; empty if it cannot be read
 * @param heap maximum heap of the process as on its command line, such as {@code 512m}; empty if it
 *     is not there
 * @param disks of the data folders; empty if none could be read
 * @param memory empty if it cannot be read
 * @param clock empty if it cannot be read
 * @param kafkaVersion such as {@code 3.7.1}; blank if it is unknown, or if no process runs
 * @param javaVersion such as {@code 17.0.9}; as {@code kafkaVersion}
 */
public record MachineFacts(
    Optional<Long> process,
    boolean stopped,
    Optional<ExternalEntries> file,
    Map<String, String> settings,
    List<Problem> fileProblems,
    Optional<String> fileUnread,
    Optional<Unit> unit,
    Optional<UnitFile> unitFile,
    Optional<String> heap,
    List<Disk> disks,
    Optional<Memory> memory,
    Optional<Clock> clock,
    String kafkaVersion,
    String javaVersion) {

  /** Whether the broker's file was read, and nothing is wrong with it. */
  boolean fileIsFine() {
    return fileProblems.isEmpty() && fileUnread.isEmpty();
  }

  /** What is wrong, and what a person can do; the remedy can be blank. */
  public record Problem(String text, String remedy) {}

  /**
   * A systemd unit.
   *
   * @param enabled as {@code systemctl is-enabled} says it, {@code not-found} if there is no such
   *     unit
   * @param active as {@code systemctl is-active} says it
   */
  public record Unit(String name, String enabled, String active) {}

  /**
   * The file of a systemd unit.
   *
   * @param path of the file that systemd reads
   * @param sha256 of its text, hex; empty if there is no such file
   * @param heap that it sets, such as {@code 512m}; empty if it sets none
   * @param dropIn path of a file that overrides it; empty if there is none
   */
  public record UnitFile(
      String path, Optional<String> sha256, Optional<String> heap, Optional<String> dropIn) {

    /** Whether the file is there and has exactly this text. */
    public boolean hasText(String text) {
      return sha256.equals(Optional.of(BrokerFile.sha256(text.getBytes(StandardCharsets.UTF_8))));
    }
  }

  /** The disk that a data folder is on. */
  public record Disk(String folder, long totalKib, long availableKib) {
    /** How much of it is used, 0 to 100. */
    public int usedPercent() {
      return totalKib == 0 ? 0 : (int) (100 * (totalKib - availableKib) / totalKib);
    }

    /** Whether nothing can be written. */
    public boolean full() {
      return availableKib == 0;
    }
  }

  /** The machine's memory. */
  public record Memory(long totalKib, long availableKib) {
    /** How much of it programs can still get, 0 to 100. */
    public int availablePercent() {
      return totalKib == 0 ? 0 : (int) (100 * availableKib / totalKib);
    }
  }

  /**
   * The machine's clock.
   *
   * @param ahead of the worker's, at least; negative if it is behind. Zero if the time that the
   *     question took explains the difference
   * @param timeServer whether the machine synchronizes it with a time server; empty if unknown
   */
  public record Clock(Duration ahead, Optional<Boolean> timeServer) {}
}
