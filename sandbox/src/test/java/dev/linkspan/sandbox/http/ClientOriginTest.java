package dev.linkspan.sandbox.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientOriginTest {
  private final ClientOrigin origins = new ClientOrigin(Set.of("Sandbox", "sandbox.example"));

  private boolean isRefused(String host, String... moreHeaders) {
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.put("host", List.of(host));
    for (int i = 0; i < moreHeaders.length; i += 2) {
      headers.put(moreHeaders[i], List.of(moreHeaders[i + 1]));
    }
    return origins.refusal("http", headers).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.0.0.1:7480",
        "127.200.0.11:7480",
        "localhost:7480",
        "LOCALHOST",
        "[::1]:7443",
        "sandbox:7480",
        "sandbox.example"
      })
  void loopbackNamesAndConfiguredNamesAreAccepted(String host) {
    assertThat(isRefused(host)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "evil.example:7480",
        "127.0.0.1.evil.example",
        "localhost.evil.example:7480",
        "127.0.0.256",
        "127.0.0.1@evil.example",
        "[::2]",
        "0.0.0.0:7480",
        "128.0.0.1",
        "sandbox.example.evil.example",
        ""
      })
  void aNameThatAForeignSiteCanHaveIsRefused(String host) {
    assertThat(isRefused(host)).isTrue();
  }

  @Test
  void aRequestWithoutHostOrWithTwoHostsIsRefused() {
    assertThat(origins.refusal("http", Map.of())).isPresent();
    assertThat(
            origins.refusal("http", Map.of("Host", List.of("localhost:7480", "evil.example:7480"))))
        .isPresent();
  }

  @Test
  void aPageOfAnotherOriginIsRefused() {
    assertThat(isRefused("localhost:7480", "Origin", "http://evil.example")).isTrue();
    assertThat(isRefused("localhost:7480", "Origin", "http://localhost:3000")).isTrue();
    assertThat(isRefused("localhost:7480", "Origin", "https://localhost:7480")).isTrue();
    assertThat(isRefused("localhost:7480", "Origin", "null")).isTrue();
    assertThat(isRefused("localhost:7480", "Origin", "http://localhost:7480")).isFalse();
  }

  @Test
  void aRequestThatTheBrowserMarksAsForeignIsRefused() {
    assertThat(isRefused("localhost:7480", "Sec-Fetch-Site", "cross-site")).isTrue();
    assertThat(isRefused("localhost:7480", "Sec-Fetch-Site", "same-site")).isTrue();
    assertThat(isRefused("localhost:7480", "Sec-Fetch-Site", "none")).isFalse();
    assertThat(isRefused("localhost:7480", "Sec-Fetch-Site", "same-origin")).isFalse();
  }
}
