package dev.linkspan.activities.verification;

import dev.linkspan.activities.brokers.ExternalEntries;
import dev.linkspan.activities.brokers.MachineFacts;
import dev.linkspan.activities.brokers.MachineFacts.Clock;
import dev.linkspan.activities.brokers.MachineFacts.Disk;
import dev.linkspan.activities.brokers.MachineFacts.Memory;
import dev.linkspan.activities.brokers.MachineFacts.Problem;
import dev.linkspan.activities.brokers.MachineFacts.Unit;
import dev.linkspan.activities.brokers.MachineFacts.UnitFile;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a healthy machine of {@link TestLink} says, until a test changes it. */
final class ExaminedMachine {
  static final long GIB = 1 << 20;

  Optional<Long> process;
  Optional<ExternalEntries> file;
  List<Problem> problems = List.of();
  Optional<String> fileUnread = Optional.empty();
  Map<String, String> settings = Map.of();
  Optional<Unit> unit = Optional.of(new Unit("kafka.service", "enabled", "active"));
  Optional<UnitFile> unitFile = Optional.empty();
  Optional<String> heap = Optional.empty();
  boolean stopped;
  Disk disk = new Disk("/data", 1000 * GIB, 500 * GIB);
  Memory memory = new Memory(1000, 500);
  Clock clock = new Clock(Duration.ZERO, Optional.of(true));
  String kafka = "3.7.1";
  String java = "17.0.9";

  ExaminedMachine(int id) {
    process = Optional.of(100L + id);
    file = Optional.of(ExaminedCluster.file(id, TestLink.advertised(id)));
  }

  void stop() {
    process = Optional.empty();
    stopped = true;
    unit = unit.map(known -> new Unit(known.name(), known.enabled(), "inactive"));
    kafka = "";
    java = "";
  }

  MachineFacts facts() {
    return new MachineFacts(
        process,
        stopped,
        file,
        settings,
        problems,
        fileUnread,
        unit,
        unitFile,
        heap,
        List.of(disk),
        Optional.of(memory),
        Optional.of(clock),
        kafka,
        java);
  }
}
