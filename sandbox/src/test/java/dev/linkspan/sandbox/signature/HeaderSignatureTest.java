package dev.linkspan.sandbox.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkspan.sandbox.api.ApiError;
import dev.linkspan.sandbox.http.Request;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A signature in the header covers everything that decides what the request does. */
class HeaderSignatureTest {
  private static final String NOW = "2026-01-31T12:00:00Z";
  private static final byte[] BODY = "Name=one".getBytes(StandardCharsets.UTF_8);

  private final Signatures signatures =
      new Signatures(
          id -> Optional.of(new Credentials.Key("account", "secret")),
          Clock.fixed(Instant.parse(NOW), ZoneOffset.UTC));
  private final Map<String, String> headers = new TreeMap<>();

  @BeforeEach
  void request() {
    headers.put("host", "127.0.0.1:7480");
    headers.put("x-acs-action", "CreateVpc");
    headers.put("x-acs-version", "2016-04-28");
    headers.put("x-acs-date", NOW);
    headers.put("x-acs-signature-nonce", "nonce");
    headers.put("x-acs-content-sha256", Hashes.hex(Hashes.sha256(BODY)));
  }

  private String verify(List<String> signed) {
    String canonical =
        "POST\n/\n\n"
            + signed.stream()
                .map(name -> name + ":" + headers.getOrDefault(name, "") + "\n")
                .collect(Collectors.joining())
            + "\n"
            + String.join(";", signed)
            + "\n"
            + headers.get("x-acs-content-sha256");
    String text =
        "ACS3-HMAC-SHA256\n"
            + Hashes.hex(Hashes.sha256(canonical.getBytes(StandardCharsets.UTF_8)));
    Map<String, List<String>> sent = new TreeMap<>();
    headers.forEach((name, value) -> sent.put(name, List.of(value)));
    sent.put(
        "Authorization",
        List.of(
            "ACS3-HMAC-SHA256 Credential=id,SignedHeaders=%s,Signature=%s"
                .formatted(
                    String.join(";", signed),
                    Hashes.hex(Hashes.hmac("HmacSHA256", "secret", text)))));
    return signatures.verify(new Request("POST", "/", "", sent, BODY), Map.of());
  }

  @Test
  void aSignatureOverEverythingIsAccepted() {
    assertThat(verify(List.copyOf(headers.keySet()))).isEqualTo("account");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "host",
        "x-acs-action",
        "x-acs-version",
        "x-acs-date",
        "x-acs-signature-nonce",
        "x-acs-content-sha256"
      })
  void aHeaderThatIsNotSignedIsRefused(String unsigned) {
    List<String> signed = new ArrayList<>(headers.keySet());
    signed.remove(unsigned);

    assertThatThrownBy(() -> verify(signed))
        .isInstanceOfSatisfying(
            ApiError.class, e -> assertThat(e.code()).isEqualTo("IncompleteSignature"));
  }

  @Test
  void aHeaderThatIsAddedAfterTheSignatureIsRefused() {
    List<String> signed = List.copyOf(headers.keySet());
    headers.put("x-acs-region-id", "cn-hongkong");

    assertThatThrownBy(() -> verify(signed))
        .isInstanceOfSatisfying(
            ApiError.class, e -> assertThat(e.code()).isEqualTo("IncompleteSignature"));
  }
}
