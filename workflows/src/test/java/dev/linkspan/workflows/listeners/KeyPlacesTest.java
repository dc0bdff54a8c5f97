package dev.linkspan.workflows.listeners;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyPlacesTest {
  private static final PropertiesText FILE =
      PropertiesText.parse(
          """
          # listeners=A://h:1
          port=9092
          listeners=A://h:1,\\
            B://h:2
          advertised.listeners=A://h:1
          advertised.listeners=B://h:2
          listener.name.a.b=s3cret
          """);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "advertised.listeners has X, which listeners lacks | ' (listeners: line 3, advertised.listeners:"
            + " line 6)'",
        "entry 2 of advertised.listeners is not NAME://host:port | ' (advertised.listeners: line 6)'",
        "early.start.listeners, and listeners.x | ''",
        "port 9092 is used | ''",
        "it has listener.name.a.b. | ' (listener.name.a.b: line 7)'",
        "correct it | ''",
      })
  void theKeysThatAMessageNamesAreToldWithTheLinesThatCount(String message, String places) {
    assertThat(KeyPlaces.of(FILE, message)).isEqualTo(places);
  }
}
