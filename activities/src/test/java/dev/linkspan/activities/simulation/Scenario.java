package dev.linkspan.activities.simulation;

/**
 * What the person of a run does, and the size of the setup.
 *
 * @param cachedWorkflows how many workflows a worker keeps in memory; it replays the others from
 *     their histories, as after a restart
 * @param destroyAt number of the activity at whose start the person destroys the setup; 0 to
 *     destroy it when the link is ready
 */
record Scenario(
    int brokers, int cachedWorkflows, boolean approvesEarly, boolean rejectsFirst, int destroyAt) {
  private static final int[] CACHE_SIZES = {2, 20, 600};

  /** Rejects the first endpoint, approves the second, and destroys the setup when it is ready. */
  static final Scenario EVERY_ACTION = new Scenario(1, 600, false, true, 0);

  static Scenario of(SeededRandom random) {
    return new Scenario(
        1 + random.pick(3, "brokers"),
        CACHE_SIZES[random.pick(CACHE_SIZES.length, "in memory")],
        random.happens(0.3, "approves early"),
        random.happens(0.2, "rejects first"),
        random.happens(0.3, "destroys early") ? 1 + random.pick(90, "destroys at") : 0);
  }
}
