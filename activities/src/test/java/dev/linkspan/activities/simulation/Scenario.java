package dev.linkspan.activities.simulation;

/**
 * What the person of a run does, and with what.
 *
 * @param workflowsInMemory how many workflows a worker keeps; the others it reads again from their
 *     histories, as after a restart
 * @param destroyAt number of the activity at whose begin the person destroys; 0 for not before the
 *     link is ready
 */
record Scenario(
    int brokers,
    int workflowsInMemory,
    boolean approvesEarly,
    boolean rejectsFirst,
    int destroyAt) {
  private static final int[] IN_MEMORY = {2, 20, 600};

  /** Refuses the first endpoint, approves the second, and destroys when all is ready. */
  static final Scenario OF_EVERY_ACTION = new Scenario(1, 600, false, true, 0);

  static Scenario of(SeededRandom random) {
    return new Scenario(
        1 + random.pick(3, "brokers"),
        IN_MEMORY[random.pick(IN_MEMORY.length, "in memory")],
        random.happens(0.3, "approves early"),
        random.happens(0.2, "rejects first"),
        random.happens(0.3, "destroys early") ? 1 + random.pick(90, "destroys at") : 0);
  }
}
