package dev.linkspan.activities.simulation;

/**
 * What the person of a run does, and with what.
 *
 * @param workflowsInMemory how many workflows a worker keeps; the others it reads again from their
 *     histories, as after a restart
 * @param destroyAt number of the activity at whose begin the person destroys; 0 for not before the
 *     link is ready
 */
record Manner(
    int brokers,
    int workflowsInMemory,
    boolean approvesEarly,
    boolean rejectsFirst,
    int destroyAt) {
  private static final int[] IN_MEMORY = {2, 20, 600};

  /** Refuses the first endpoint, approves the second, and destroys when all is ready. */
  static final Manner OF_EVERY_ACTION = new Manner(1, 600, false, true, 0);

  static Manner of(Chance chance) {
    return new Manner(
        1 + chance.pick(3, "brokers"),
        IN_MEMORY[chance.pick(IN_MEMORY.length, "in memory")],
        chance.happens(0.3, "approves early"),
        chance.happens(0.2, "rejects first"),
        chance.happens(0.3, "destroys early") ? 1 + chance.pick(90, "destroys at") : 0);
  }
}
