package dev.linkspan.sandbox.signature;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsedNoncesTest {
  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
  private static final Duration LIFETIME = Duration.ofMinutes(30);

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("nonces");
  }

  private static boolean add(UsedNonces nonces, String nonce, Instant now) {
    return nonces.add(nonce, now, now.minus(LIFETIME));
  }

  @Test
  void aUsedNonceIsStillUsedAfterARestart() {
    UsedNonces before = UsedNonces.in(file);
    assertThat(add(before, "one", NOW)).isTrue();
    assertThat(add(before, "two\nlines", NOW)).isTrue();

    UsedNonces after = UsedNonces.in(file);

    assertThat(add(after, "one", NOW.plusSeconds(60))).isFalse();
    assertThat(add(after, "two\nlines", NOW.plusSeconds(60))).isFalse();
    assertThat(add(after, "three", NOW.plusSeconds(60))).isTrue();
  }

  @Test
  void aNonceIsForgottenWhenItsTimestampIsNotAcceptedAnyMore() {
    add(UsedNonces.in(file), "one", NOW);

    assertThat(add(UsedNonces.in(file), "one", NOW.plus(LIFETIME).plusSeconds(1))).isTrue();
  }

  @Test
  void anIncompleteLineOfAKilledSandboxHidesNoLaterNonce() throws IOException {
    add(UsedNonces.in(file), "one", NOW);
    Files.writeString(file, "\n17698", StandardOpenOption.APPEND);
    add(UsedNonces.in(file), "two", NOW);

    assertThat(add(UsedNonces.in(file), "one", NOW)).isFalse();
    assertThat(add(UsedNonces.in(file), "two", NOW)).isFalse();
  }

  @Test
  void theFileDoesNotGrowForEver() throws IOException {
    UsedNonces nonces = UsedNonces.in(file);
    for (int n = 0; n <= 10_050; n++) {
      add(nonces, "nonce " + n, NOW.plus(LIFETIME.multipliedBy(2L * n)));
    }

    try (Stream<String> lines = Files.lines(file)) {
      assertThat(lines.count()).isLessThan(200);
    }
  }
}
