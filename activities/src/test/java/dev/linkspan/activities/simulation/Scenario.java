package dev.linkspan.activities.simulation;

import java.util.List;

/**
 * What the person of a run does, and the size of the setup.
 *
 * @param zones of the load balancer and the brokers
 * @param slowness how many times as long as in the sandbox the clouds' changes take
 * @param patient whether time waits for every activity, see {@link VirtualTime}
 * @param cachedWorkflows how many workflows a worker keeps in memory; it replays the others from
 *     their histories, as after a restart
 * @param destroyAt number of the activity at whose start the person destroys the setup; 0 to
 *     destroy it when the link is ready
 * @param grows whether the person adds a broker when the link is ready, and then removes it again
 */
record Scenario(
    int brokers,
    List<String> zones,
    double slowness,
    boolean patient,
    int cachedWorkflows,
    boolean approvesEarly,
    boolean rejectsFirst,
    int destroyAt,
    boolean grows) {
  private static final List<String> TWO_ZONES = List.of("ap-southeast-1a", "ap-southeast-1b");
  private static final List<String> THREE_ZONES =
      List.of("ap-southeast-1a", "ap-southeast-1b", "ap-southeast-1c");

  private static final int[] CACHE_SIZES = {2, 20, 600};

  /** Rejects the first endpoint, approves the second, and destroys the setup when it is ready. */
  static final Scenario EVERY_ACTION =
      new Scenario(1, TWO_ZONES, 1, false, 600, false, true, 0, false);

  /** The setup of the guide, of 24 resources, in clouds that take this many times as long. */
  static Scenario guide(double slowness) {
    return new Scenario(3, THREE_ZONES, slowness, true, 600, true, false, 0, false);
  }

  static Scenario of(SeededRandom random) {
    return new Scenario(
        1 + random.pick(3, "brokers"),
        TWO_ZONES,
        1,
        false,
        CACHE_SIZES[random.pick(CACHE_SIZES.length, "in memory")],
        random.happens(0.3, "approves early"),
        random.happens(0.2, "rejects first"),
        random.happens(0.3, "destroys early") ? 1 + random.pick(90, "destroys at") : 0,
        random.happens(0.3, "grows"));
  }
}
