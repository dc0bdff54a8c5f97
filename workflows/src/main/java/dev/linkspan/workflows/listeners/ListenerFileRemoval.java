package dev.linkspan.workflows.listeners;

import dev.linkspan.workflows.listeners.ListenerChange.Change;
import dev.linkspan.workflows.listeners.ListenerChange.Unchanged;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Takes the entries of a listener out of one file, or refuses to. A file that nobody edited since
 * becomes the one from before, byte for byte; in any other, only the entries go.
 *
 * @param before the file from before the listener was added; empty if no backup shows it
 * @param name of the listener, in upper case
 * @param defaultHost as in {@link ExternalListener}
 */
record ListenerFileRemoval(
    PropertiesText file,
    Optional<PropertiesText> before,
    String name,
    Optional<String> defaultHost) {
  private static final List<String> KEYS =
      List.of(ListenerKeys.LISTENERS, ListenerKeys.ADVERTISED, ListenerKeys.PROTOCOL_MAP);

  static ListenerChange of(
      PropertiesText file, List<PropertiesText> backups, ExternalListener added)
      throws ListenerFileException {
    return new ListenerFileRemoval(
            file, before(backups, added.name()), added.name(), added.defaultHost())
        .result();
  }

  /** The newest backup without the listener; if its owner had it all along, the oldest one. */
  private static Optional<PropertiesText> before(List<PropertiesText> backups, String name) {
    Optional<PropertiesText> without =
        backups.stream().filter(backup -> !mentions(backup, name)).reduce((older, newer) -> newer);
    return without.or(() -> backups.stream().findFirst());
  }

  private ListenerChange result() throws ListenerFileException {
    if (!mentions(file, name)) {
      return new Unchanged(file);
    }
    if (before.isEmpty()) {
      throw new ListenerFileException(
          "no backup beside it shows whether Linkspan added " + name,
          "take " + name + " out of " + String.join(", ", KEYS) + " by hand");
    }
    PropertiesText after = after(before.get());
    Optional<String> problem = ListenerSettings.of(after).startProblem("");
    if (problem.isPresent()) {
      throw new ListenerFileException(
          "without " + name + ", Kafka would not start: " + problem.get(), "correct the file");
    }
    List<KeyChange> changes = new ArrayList<>();
    for (String key : KEYS) {
      if (!file.value(key).equals(after.value(key))) {
        changes.add(new KeyChange(key, file.value(key), after.value(key).orElse("")));
      }
    }
    return changes.isEmpty() ? new Unchanged(file) : new Change(after, changes);
  }

  private PropertiesText after(PropertiesText original) throws ListenerFileException {
    Optional<PropertiesText> edited = edited(original);
    if (edited.equals(Optional.of(file))) {
      return original;
    }
    PropertiesText after = file;
    // A listener that somebody added since may need a key that Linkspan added.
    boolean sameListeners = isAsIn(edited, ListenerKeys.LISTENERS);
    for (String key : KEYS) {
      Optional<String> value = file.value(key);
      boolean addedWhole = sameListeners && original.value(key).isEmpty() && isAsIn(edited, key);
      if (addedWhole) {
        after = after.without(key);
      } else if (value.isPresent()) {
        after = after.with(key, withoutEntry(value.get(), original.value(key).orElse("")));
      }
    }
    return after;
  }

  private boolean isAsIn(Optional<PropertiesText> edited, String key) {
    return file.value(key).equals(edited.flatMap(text -> text.value(key)));
  }

  /** The original file with the listener as it is now; empty if Linkspan did not write that. */
  private Optional<PropertiesText> edited(PropertiesText original) throws ListenerFileException {
    ListenerSettings now = ListenerSettings.of(file);
    Optional<Listener> bound = now.listener(name);
    Optional<Listener> advertised = now.advertised(name);
    String protocol = now.protocols().get(name);
    if (bound.isEmpty() || advertised.isEmpty() || protocol == null) {
      return Optional.empty();
    }
    try {
      ExternalListener added =
          new ExternalListener(
              name,
              bound.get().host(),
              bound.get().port(),
              advertised.get().host(),
              advertised.get().port(),
              protocol,
              defaultHost);
      return ListenerChange.of(original, added) instanceof Change change
          ? Optional.of(change.after())
          : Optional.empty();
    } catch (IllegalArgumentException notWrittenByLinkspan) {
      return Optional.empty();
    }
  }

  /** The list without the entry of the listener, or with the one that it had before. */
  private String withoutEntry(String value, String original) throws ListenerFileException {
    CommaList list = CommaList.of(value);
    OptionalInt index = index(list, name);
    if (index.isEmpty()) {
      return value;
    }
    CommaList old = CommaList.of(original);
    OptionalInt oldIndex = index(old, name);
    if (oldIndex.isPresent()) {
      return list.replacing(index.getAsInt(), old.texts().get(oldIndex.getAsInt()));
    }
    if (list.elements().size() == 1) {
      throw new ListenerFileException(
          "a list of listeners has no other entry than " + name, "correct the file");
    }
    return list.removing(index.getAsInt());
  }

  private static boolean mentions(PropertiesText text, String name) {
    return KEYS.stream()
        .flatMap(key -> text.value(key).stream())
        .anyMatch(value -> index(CommaList.of(value), name).isPresent());
  }

  /** Entries are {@code NAME://host:port} or {@code NAME:PROTOCOL}. */
  private static OptionalInt index(CommaList list, String name) {
    List<String> texts = list.texts();
    return IntStream.range(0, texts.size())
        .filter(i -> texts.get(i).split(":", 2)[0].strip().equalsIgnoreCase(name))
        .findFirst();
  }
}
