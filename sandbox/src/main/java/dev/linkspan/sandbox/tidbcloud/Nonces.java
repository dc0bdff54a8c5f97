package dev.linkspan.sandbox.tidbcloud;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Server nonces that prove their origin and age. A nonce can be used many times, but each count
 * only once. Counts can arrive out of order from a client that sends requests concurrently.
 */
final class Nonces {
  private static final int MAX_NONCES = 1000;
  private static final int RANDOM_BYTES = 8;
  private static final int MAX_COUNT = 100_000;

  private final Clock clock;
  private final Duration lifetime;
  private final SecureRandom random = new SecureRandom();
  private final byte[] key = new byte[32];
  private final Map<String, BitSet> used =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, BitSet> eldest) {
          return size() > MAX_NONCES;
        }
      };

  Nonces(Clock clock, Duration lifetime) {
    this.clock = clock;
    this.lifetime = lifetime;
    random.nextBytes(key);
  }

  String next() {
    byte[] noise = new byte[RANDOM_BYTES];
    random.nextBytes(noise);
    ByteBuffer head = ByteBuffer.allocate(Long.BYTES + RANDOM_BYTES);
    head.putLong(clock.millis()).put(noise);
    byte[] seal = seal(head.array());
    ByteBuffer all = ByteBuffer.allocate(head.capacity() + seal.length);
    all.put(head.array()).put(seal);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(all.array());
  }

  /**
   * Uses a nonce with a count.
   *
   * @return false for a nonce of another process, an expired nonce, or a repeated count; the client
   *     must retry with a new nonce
   */
  synchronized boolean take(String nonce, long count) {
    if (count < 1 || count > MAX_COUNT || !fresh(nonce)) {
      return false;
    }
    BitSet counts = used.computeIfAbsent(nonce, n -> new BitSet());
    if (counts.get((int) count)) {
      return false;
    }
    counts.set((int) count);
    return true;
  }

  private boolean fresh(String nonce) {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(nonce);
    } catch (IllegalArgumentException e) {
      return false;
    }
    int headLength = Long.BYTES + RANDOM_BYTES;
    if (bytes.length <= headLength) {
      return false;
    }
    byte[] head = Arrays.copyOf(bytes, headLength);
    byte[] seal = Arrays.copyOfRange(bytes, headLength, bytes.length);
    long age = clock.millis() - ByteBuffer.wrap(head).getLong();
    return MessageDigest.isEqual(seal, seal(head)) && age <= lifetime.toMillis();
  }

  private byte[] seal(byte[] head) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return Arrays.copyOf(mac.doFinal(head), 16);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HmacSHA256 is missing in this Java runtime", e);
    }
  }
}
