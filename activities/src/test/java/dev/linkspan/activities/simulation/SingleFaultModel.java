package dev.linkspan.activities.simulation;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/** Calm, but for one thing: each resource's first call of one action meets one fault. */
final class SingleFaultModel implements FaultModel {
  private final String action;
  private final Fault fault;
  private final Set<CloudCall> met = new HashSet<>();
  private final Set<String> written = new TreeSet<>();

  SingleFaultModel(String action, Fault fault) {
    this.action = action;
    this.fault = fault;
  }

  @Override
  public synchronized Fault meets(CloudCall call) {
    if (call.writes()) {
      written.add(call.action());
    }
    return call.action().equals(action) && met.add(call) ? fault : Fault.NONE;
  }

  /** How many calls met the fault. */
  synchronized int met() {
    return met.size();
  }

  /** Every action that changed something. */
  synchronized Set<String> written() {
    return new TreeSet<>(written);
  }

  @Override
  public Duration unseen(String resource) {
    return Duration.ZERO;
  }

  @Override
  public Duration answer(CloudCall call) {
    return Duration.ofMillis(50);
  }

  @Override
  public boolean resultLost(String activity) {
    return false;
  }

  @Override
  public boolean failsLate(String resource) {
    return false;
  }

  @Override
  public boolean explains(String problem) {
    return false;
  }
}
