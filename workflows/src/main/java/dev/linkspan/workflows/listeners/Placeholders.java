package dev.linkspan.workflows.listeners;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The placeholders {@code ${provider:path:key}} in the values of a file. Kafka asks the providers
 * in {@code config.providers} for their values when it starts ({@code ConfigTransformer}).
 */
record Placeholders(List<String> providers) {
  private static final String PROVIDERS = "config.providers";

  /** {@code ConfigTransformer.DEFAULT_PATTERN} of Kafka, with its first group only. */
  private static final Pattern FORM = Pattern.compile("\\$\\{([^}]*?):[^}]*}");

  /** A listener whose host has placeholders. */
  private static final Pattern LISTENER =
      Pattern.compile("([0-9a-zA-Z._-]+)://((?:[0-9a-zA-Z%._-]|\\$\\{[^{},]+})+):([0-9]{1,5})");

  static Placeholders of(PropertiesText file) {
    return new Placeholders(CommaList.of(file.value(PROVIDERS).orElse("")).texts());
  }

  /** Whether it has the form of a listener whose host has placeholders. */
  static boolean inHostOf(String element) {
    return LISTENER.matcher(element).matches();
  }

  /**
   * Parses {@code NAME://host:port} whose host has placeholders, all of providers of the file;
   * empty for anything else. Only the running broker knows a name or a port from a provider.
   */
  Optional<Listener> listener(String element) {
    Matcher form = LISTENER.matcher(element);
    if (!form.matches() || !in(form.group(2))) {
      return Optional.empty();
    }
    String host = form.group(2);
    boolean known =
        !FORM.matcher(host)
            .replaceAll(found -> providers.contains(found.group(1)) ? "" : "\\${")
            .contains("${");
    return Optional.of(
            new Listener(
                ListenerKeys.normalised(form.group(1)), host, Integer.parseInt(form.group(3))))
        .filter(listener -> known);
  }

  /** Whether a provider of the file replaces a part of the value. */
  boolean in(String value) {
    return provider(value).isPresent();
  }

  /**
   * Refuses a value that is known only to the running broker.
   *
   * @throws ListenerFileException if the value has a placeholder, or something that looks like one
   */
  void refuse(String key, String value) throws ListenerFileException {
    Optional<String> provider = provider(value);
    if (provider.isPresent()) {
      throw new ListenerFileException(
          key
              + " has a placeholder of the config provider "
              + provider.get()
              + ": its value is known only to the running broker",
          "write the value of " + key + " into the file, without a placeholder");
    }
    if (value.contains("${")) {
      throw new ListenerFileException(
          key + " has a placeholder that no provider in " + PROVIDERS + " replaces",
          "write the value of " + key + " into the file, or name the provider in " + PROVIDERS);
    }
  }

  private Optional<String> provider(String value) {
    return FORM.matcher(value)
        .results()
        .map(found -> found.group(1))
        .filter(providers::contains)
        .findFirst();
  }
}
