package dev.linkspan.sandbox.tidbcloud;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DigestTest {
  private static final String QUOTED =
      "Digest username=\"Mufasa\", realm=\"http-auth@example.org\", uri=\"/dir/index.html\","
          + " algorithm=%s, nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", nc=00000001,"
          + " cnonce=\"f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ\", qop=auth,"
          + " response=\"%s\"";

  /** The example of RFC 7616, section 3.9.1. */
  @Test
  void bothResponsesOfTheExampleInTheStandardAreRight() {
    String md5 = QUOTED.formatted("MD5", "8ca523f5e9506fed4657c9700eebdbec");
    String sha =
        QUOTED.formatted(
            "SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1");
    assertThat(Digest.parse(md5).orElseThrow().proves("GET", "Circle of Life")).isTrue();
    assertThat(Digest.parse(sha).orElseThrow().proves("GET", "Circle of Life")).isTrue();
    assertThat(Digest.parse(sha).orElseThrow().proves("POST", "Circle of Life")).isFalse();
    assertThat(Digest.parse(md5).orElseThrow().proves("GET", "circle of life")).isFalse();
  }

  @Test
  void headersThatAreNotCompleteAreNone() {
    assertThat(Digest.parse(null)).isEmpty();
    assertThat(Digest.parse("Bearer token")).isEmpty();
    assertThat(Digest.parse(QUOTED.formatted("SHA-512", "00"))).isEmpty();
    assertThat(Digest.parse(QUOTED.formatted("MD5", "00").replace("qop=auth", "qop=auth-int")))
        .isEmpty();
    assertThat(Digest.parse(QUOTED.formatted("MD5", "00").replace("nc=00000001", "nc=1")))
        .isEmpty();
  }

  @Test
  void aNonceIsAcceptedOncePerCountAndExpires() {
    SettableClock clock = new SettableClock();
    Nonces nonces = new Nonces(clock, Duration.ofMinutes(5));
    String nonce = nonces.next();
    assertThat(nonces.take(nonce, 2)).isTrue();
    assertThat(nonces.take(nonce, 1)).isTrue();
    assertThat(nonces.take(nonce, 2)).isFalse();
    assertThat(nonces.take("made-up", 1)).isFalse();
    assertThat(new Nonces(clock, Duration.ofMinutes(5)).take(nonce, 3)).isFalse();
    clock.now = clock.now.plus(Duration.ofMinutes(6));
    assertThat(nonces.take(nonce, 3)).isFalse();
  }

  @Test
  void requestsAreCountedPerKeyAndMinute() {
    SettableClock clock = new SettableClock();
    RateLimit limit = new RateLimit(clock);
    assertThat(limit.take("a", 2)).isEqualTo(new RateLimit.Taken(true, 2, 1, 60));
    assertThat(limit.take("a", 2).remaining()).isZero();
    assertThat(limit.take("a", 2).allowed()).isFalse();
    assertThat(limit.take("b", 2).allowed()).isTrue();
    clock.now = clock.now.plusSeconds(60);
    assertThat(limit.take("a", 2).allowed()).isTrue();
  }

  @Test
  void aUniqueNameIsARandomUuidInBase32() {
    assertThat(UniqueName.of(new UUID(0, 0))).isEqualTo("a".repeat(26));
    assertThat(UniqueName.of(new UUID(-1, -1))).isEqualTo("7".repeat(25) + "4");
    assertThat(UniqueName.of(UUID.randomUUID())).matches(UniqueName.FORM);
  }

  private static final class SettableClock extends Clock {
    private Instant now = Instant.parse("2026-11-24T00:00:00Z");

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
