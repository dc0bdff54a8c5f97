package dev.linkspan.workflows.listeners;

import dev.linkspan.workflows.listeners.ListenerChange.Change;
import dev.linkspan.workflows.listeners.ListenerChange.NotNeeded;
import dev.linkspan.workflows.listeners.ListenerChange.Unchanged;
import dev.linkspan.workflows.listeners.ListenerSettings.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Edits one file, or refuses to; the first check that fails gives the reason. */
record ListenerFileEdit(PropertiesText file, ListenerSettings now, ExternalListener wanted) {

  static ListenerChange of(PropertiesText file, ExternalListener wanted)
      throws ListenerFileException {
    ListenerSettings now = ListenerSettings.of(file);
    return now.mode() == Mode.CONTROLLER
        ? new NotNeeded("a dedicated controller has no listener for clients")
        : new ListenerFileEdit(file, now, wanted).result();
  }

  private ListenerChange result() throws ListenerFileException {
    refuseOtherUse();
    refuseOtherProtocol();
    refuseSettingsOfNoListener();
    refuseOtherBinding();
    refuseSharedPort();
    List<KeyChange> changes = new ArrayList<>();
    PropertiesText after = file;
    for (Map.Entry<String, Optional<String>> value : values()) {
      Optional<String> before = file.value(value.getKey());
      if (value.getValue().isPresent() && !value.getValue().equals(before)) {
        after = after.with(value.getKey(), value.getValue().get());
        changes.add(new KeyChange(value.getKey(), before, value.getValue().get()));
      }
    }
    Optional<String> problem = ListenerSettings.of(after).startProblem("");
    if (problem.isPresent()) {
      throw new ListenerFileException(problem.get(), "fix the file first");
    }
    return changes.isEmpty() ? new Unchanged(file) : new Change(after, changes);
  }

  /** The wanted values of the three keys; empty if a key is not needed. */
  private List<Map.Entry<String, Optional<String>>> values() throws ListenerFileException {
    return List.of(
        Map.entry(ListenerKeys.LISTENERS, listeners()),
        Map.entry(ListenerKeys.ADVERTISED, advertised()),
        Map.entry(ListenerKeys.PROTOCOL_MAP, protocolMap()));
  }

  private Optional<String> listeners() {
    String value = file.value(ListenerKeys.LISTENERS).orElse(SettingsReading.DEFAULT_LISTENERS);
    return now.listener(wanted.name()).isPresent()
        ? file.value(ListenerKeys.LISTENERS)
        : Optional.of(CommaList.of(value).appending(wanted.boundListener().text()));
  }

  private Optional<String> advertised() throws ListenerFileException {
    Optional<Listener> existing = now.advertised(wanted.name());
    if (existing.equals(Optional.of(wanted.advertisedListener()))) {
      return file.value(ListenerKeys.ADVERTISED);
    }
    Optional<String> written = file.value(ListenerKeys.ADVERTISED);
    if (written.isEmpty()) {
      return Optional.of(advertisedByDefault());
    }
    CommaList list = CommaList.of(written.get());
    if (existing.isEmpty()) {
      return Optional.of(list.appending(wanted.advertisedListener().text()));
    }
    int index = now.advertised().indexOf(existing.get());
    String element = list.texts().get(index);
    String nameAsWritten = element.substring(0, element.indexOf("://") + "://".length());
    return Optional.of(
        list.replacing(index, nameAsWritten + wanted.advertisedListener().address()));
  }

  /**
   * What Kafka advertises without the key, plus the wanted listener. Without a host, Kafka
   * advertises the node's canonical host name ({@code BrokerServer} and {@code KafkaServer}).
   */
  private String advertisedByDefault() throws ListenerFileException {
    List<Listener> others =
        now.advertised().stream()
            .filter(listener -> !listener.name().equals(wanted.name()))
            .map(
                listener ->
                    listener.host().isEmpty()
                        ? wanted.defaultHost().map(listener::withHost).orElse(listener)
                        : listener)
            .toList();
    Optional<Listener> unknown = others.stream().filter(Listener::onEveryAddress).findFirst();
    if (unknown.isPresent()) {
      throw new ListenerFileException(
          "the file has no "
              + ListenerKeys.ADVERTISED
              + ", and "
              + unknown.get().text()
              + " does not say which host clients connect to",
          "write "
              + ListenerKeys.ADVERTISED
              + " with the host that clients of "
              + unknown.get().name()
              + " use today");
    }
    return Stream.concat(others.stream(), Stream.of(wanted.advertisedListener()))
        .map(Listener::text)
        .collect(Collectors.joining(","));
  }

  /** An explicit map replaces Kafka's whole default, including the part for controllers. */
  private Optional<String> protocolMap() {
    Optional<String> written = file.value(ListenerKeys.PROTOCOL_MAP);
    if (now.protocols().containsKey(wanted.name())) {
      return written;
    }
    String value =
        written.orElseGet(
            () ->
                now.protocols().entrySet().stream()
                    .map(entry -> entry.getKey() + ":" + entry.getValue())
                    .collect(Collectors.joining(",")));
    return Optional.of(CommaList.of(value).appending(wanted.name() + ":" + wanted.protocol()));
  }

  private void refuseOtherUse() throws ListenerFileException {
    String remedy = names().another();
    if (now.interBroker().equals(wanted.name())) {
      throw new ListenerFileException(
          wanted.name()
              + " is the inter-broker listener: it cannot advertise an address that only TiDB Cloud resolves",
          remedy);
    }
    if (now.controllers().stream().anyMatch(name -> name.equalsIgnoreCase(wanted.name()))) {
      throw new ListenerFileException(
          wanted.name() + " is the listener of the controllers", remedy);
    }
    if (now.controlPlane().equals(Optional.of(wanted.name()))) {
      throw new ListenerFileException(
          wanted.name() + " is the listener of the control plane", remedy);
    }
  }

  private void refuseOtherProtocol() throws ListenerFileException {
    String protocol = now.protocols().get(wanted.name());
    if (protocol != null && !protocol.equals(wanted.protocol())) {
      throw new ListenerFileException(
          wanted.name()
              + " is mapped to "
              + protocol
              + ", not to "
              + wanted.protocol()
              + (now.listener(wanted.name()).isPresent()
                  ? ": another protocol would cut off its clients"
                  : " in " + ListenerKeys.PROTOCOL_MAP),
          names().another());
    }
    if (now.listener(wanted.name()).isEmpty() && !wanted.protocol().equals("PLAINTEXT")) {
      throw new ListenerFileException(
          "a new listener with "
              + wanted.protocol()
              + " needs settings and secrets that only you can write",
          "add " + wanted.name() + " with its listener.name.* settings to the file first");
    }
  }

  /** A listener that nobody else depends on can be the one for TiDB Cloud. */
  private String orThisName(String name) {
    boolean free =
        !now.interBroker().equals(name)
            && !now.controlPlane().equals(Optional.of(name))
            && now.controllers().stream().noneMatch(name::equalsIgnoreCase)
            && wanted.protocol().equals(now.protocols().get(name));
    return free
        ? ", or, if TiDB Cloud is to use this listener, " + name + " in " + ListenerFields.NAME
        : "";
  }

  /** They would apply to a new listener of this name, though they were written for another one. */
  private void refuseSettingsOfNoListener() throws ListenerFileException {
    List<String> settings = names().settings(wanted.name());
    if (now.listener(wanted.name()).isEmpty() && !settings.isEmpty()) {
      throw new ListenerFileException(
          "it has settings of a listener "
              + wanted.name()
              + ", which it lacks, and they would apply to the new listener: "
              + String.join(", ", settings),
          "remove them, or " + names().another());
    }
  }

  private ListenerNames names() {
    return new ListenerNames(file, now);
  }

  private void refuseOtherBinding() throws ListenerFileException {
    Optional<Listener> existing = now.listener(wanted.name());
    if (existing.isEmpty()) {
      return;
    }
    Listener bound = existing.get();
    if (bound.port() != wanted.port()) {
      throw new ListenerFileException(
          wanted.name()
              + " already exists, on port "
              + bound.port()
              + " instead of "
              + wanted.port(),
          "if TiDB Cloud is to use this listener, write "
              + bound.port()
              + " in "
              + ListenerFields.PORT
              + "; otherwise "
              + names().another());
    }
    boolean reached =
        bound.onEveryAddress()
            || bound.host().equals(wanted.bindHost())
            || (wanted.boundListener().onEveryAddress() && !bound.onLoopback());
    if (!reached) {
      throw new ListenerFileException(
          wanted.name()
              + " already exists, bound to "
              + bound.host()
              + ", where the load balancer may not reach it",
          "bind it to 0.0.0.0 or to the node's address in "
              + ListenerKeys.LISTENERS
              + ", or "
              + names().another());
    }
  }

  private void refuseSharedPort() throws ListenerFileException {
    for (Listener listener : now.listeners()) {
      if (listener.port() == wanted.port() && !listener.name().equals(wanted.name())) {
        throw new ListenerFileException(
            "port " + wanted.port() + " is used by " + listener.name() + " on this node",
            "write another port in " + ListenerFields.PORT + orThisName(listener.name()));
      }
    }
  }
}
