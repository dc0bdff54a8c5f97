package dev.linkspan.workflows.listeners;

import java.util.Optional;

/**
 * Explains why an entry of a list does not have the form that its key needs. Never repeats the
 * entry: a stray backslash can have joined a line with a secret to it.
 *
 * @param entry the key whose value is the list
 * @param index the place of the entry in the list; from 0
 */
record MalformedEntry(PropertiesText file, Entry entry, CommaList list, int index) {

  /** An entry of {@code listeners} or {@code advertised.listeners}. */
  ListenerFileException ofListeners() {
    return strayBackslash()
        .orElseGet(
            () ->
                new ListenerFileException(
                    place() + " is not NAME://host:port: " + listenerProblem(),
                    "correct it first"));
  }

  /** An entry of {@code listener.security.protocol.map}. */
  ListenerFileException ofProtocolMap() {
    return strayBackslash()
        .orElseGet(
            () ->
                new ListenerFileException(
                    place() + " is not NAME:PROTOCOL",
                    "correct it first; the protocols are "
                        + String.join(", ", SettingsReading.DEFAULT_MAP)));
  }

  /** An entry that has to be a name. */
  ListenerFileException ofNames() {
    return strayBackslash()
        .orElseGet(
            () ->
                new ListenerFileException(
                    entry.key() + " has a blank or an equals sign in it",
                    "separate its names by commas"));
  }

  private String place() {
    return "entry " + (index + 1) + " of " + entry.key();
  }

  /** A later line was joined if what no list has, such as an equals sign, comes from there. */
  private Optional<ListenerFileException> strayBackslash() {
    CommaList.Element element = list.elements().get(index);
    int first = file.lineNumber(entry);
    for (int i = element.from(); i < element.to(); i++) {
      int line = file.lineNumber(entry, i);
      if (line > first && (list.value().charAt(i) == '=' || list.value().charAt(i) == ' ')) {
        return Optional.of(
            new ListenerFileException(
                "line "
                    + (line - 1)
                    + " ends with a backslash, which adds line "
                    + line
                    + " to "
                    + entry.key(),
                "remove the backslash at the end of line " + (line - 1)));
      }
    }
    return Optional.empty();
  }

  private String listenerProblem() {
    String text = list.elements().get(index).text();
    int sign = text.indexOf("://");
    if (sign < 0) {
      return "it has no ://";
    }
    if (!text.substring(0, sign).matches("[0-9a-zA-Z._-]+")) {
      return "its name is empty, or has other characters than letters, digits, and ._-";
    }
    String address = text.substring(sign + "://".length());
    int colon = address.lastIndexOf(':');
    if (address.startsWith("[") != address.substring(0, Math.max(colon, 0)).endsWith("]")) {
      return "an IPv6 address stands between two brackets, before the port";
    }
    if (colon < 0) {
      return "it has no port";
    }
    String port = address.substring(colon + 1);
    return port.matches("[0-9]{1,5}") && Integer.parseInt(port) <= 65535
        ? "its host has a character that no host name has"
        : "its port is not a number from 0 to 65535";
  }
}
