package dev.linkspan.workflows.survey;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.linkspan.workflows.kafka.BrokerActivities.BrokerFacts;
import dev.linkspan.workflows.kafka.BrokerActivities.BrokerProcess;
import dev.linkspan.workflows.kafka.BrokerActivities.ListenerEdit;
import dev.linkspan.workflows.kafka.ClusterActivities.RunningBroker;
import dev.linkspan.workflows.listeners.AccessSettings;
import dev.linkspan.workflows.listeners.ExternalListener;
import dev.linkspan.workflows.listeners.FileDiff;
import dev.linkspan.workflows.listeners.FileWarnings;
import dev.linkspan.workflows.listeners.KeyChange;
import dev.linkspan.workflows.listeners.Listener;
import dev.linkspan.workflows.listeners.ListenerChange;
import dev.linkspan.workflows.listeners.ListenerChange.Change;
import dev.linkspan.workflows.listeners.ListenerChange.Refused;
import dev.linkspan.workflows.listeners.ListenerFileException;
import dev.linkspan.workflows.listeners.ListenerSettings;
import dev.linkspan.workflows.listeners.ListenerSettings.Mode;
import dev.linkspan.workflows.listeners.PropertiesText;
import dev.linkspan.workflows.steps.Failures;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A broker with the given file, answering as the activities on brokers do. */
record FileBroker(String address, String file, int idInDataFolder) {
  static final String PATH = "/opt/kafka/config/kraft/server.properties";

  /** The text of a case. */
  static String text(String name) throws IOException {
    try (InputStream in = FileBroker.class.getResourceAsStream("cases/" + name + ".properties")) {
      return new String(in.readAllBytes(), ISO_8859_1);
    }
  }

  BrokerFacts facts() {
    ListenerSettings settings = settings();
    settings
        .startProblem("3.7.1")
        .ifPresent(
            problem -> {
              throw refused(problem, "correct the file, then retry");
            });
    return new BrokerFacts(
        settings.nodeId().orElse(idInDataFolder),
        settings.mode() == Mode.ZOOKEEPER,
        settings.mode() == Mode.COMBINED,
        settings.listeners(),
        settings.advertised(),
        settings.protocols(),
        settings.interBroker(),
        settings.logDirs(),
        Optional.empty(),
        "checksum",
        "3.7.1",
        Optional.empty(),
        Optional.of(new BrokerProcess(1000, 1, List.of(9092))),
        Optional.empty(),
        List.of(),
        Optional.of(AccessSettings.of(PropertiesText.parse(file))),
        Optional.of(FileWarnings.of(PropertiesText.parse(file))));
  }

  /** As it runs. It reports what has no placeholder, or only that for its own address. */
  RunningBroker running(int nodeId) {
    ListenerSettings settings = settings(file.replace("${env:NODE_IP}", address));
    return new RunningBroker(
        nodeId,
        text(settings.listeners()),
        text(settings.advertised()),
        "",
        settings.interBroker(),
        roles(settings.mode()),
        settings.advertised(settings.interBroker()).orElseThrow().address());
  }

  private static String text(List<Listener> listeners) {
    return listeners.stream()
        .filter(listener -> !listener.hasPlaceholder())
        .map(Listener::text)
        .collect(Collectors.joining(","));
  }

  private static String roles(Mode mode) {
    return switch (mode) {
      case COMBINED -> "broker,controller";
      case BROKER -> "broker";
      case CONTROLLER -> "controller";
      case ZOOKEEPER -> "";
    };
  }

  private ListenerSettings settings() {
    return settings(file);
  }

  private ListenerSettings settings(String text) {
    try {
      return ListenerSettings.of(PropertiesText.parse(text));
    } catch (ListenerFileException refusal) {
      throw refused(refusal.problem(), refusal.remedy());
    }
  }

  private RuntimeException refused(String problem, String remedy) {
    return Failures.needsPerson(PATH + " on " + address + ": " + problem, remedy);
  }

  ListenerEdit preview(ExternalListener wanted) {
    PropertiesText before = PropertiesText.parse(file);
    ListenerChange decided = ListenerChange.of(before, wanted);
    if (decided instanceof Refused refused) {
      throw refused(refused.problem(), refused.remedy());
    }
    if (!(decided instanceof Change change)) {
      return new ListenerEdit(PATH, "same", "same", "", Map.of());
    }
    Map<String, String> values =
        change.changes().stream().collect(Collectors.toMap(KeyChange::key, KeyChange::after));
    return new ListenerEdit(
        PATH, "before", "after", FileDiff.of(before, change.after(), PATH), values);
  }
}
