package dev.linkspan.activities.simulation;

/**
 * The random decisions of one seed. A decision depends on the seed and the question only, not on
 * earlier questions: threads may run in any order, and the same seed still decides the same.
 */
record SeededRandom(long seed) {

  /** A number from 0 to 1. */
  double of(String question) {
    long hash = mixed(seed * 0x9E3779B97F4A7C15L + 0x7F4A7C15L);
    for (int i = 0; i < question.length(); i++) {
      hash = mixed(hash ^ question.charAt(i));
    }
    return (hash >>> 11) * 0x1.0p-53;
  }

  boolean happens(double probability, String question) {
    return of(question) < probability;
  }

  /** A number from 0 to {@code bound - 1}. */
  int pick(int bound, String question) {
    return (int) (of(question) * bound);
  }

  /** The finalizer of SplitMix64. */
  private static long mixed(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
