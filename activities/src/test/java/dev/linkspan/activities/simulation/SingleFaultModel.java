package dev.linkspan.activities.simulation;

import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/** No faults but one: the first call of one action for each resource has this fault. */
final class SingleFaultModel implements FaultModel {
  private final String action;
  private final Fault fault;
  private final Set<CloudCall> faulty = new HashSet<>();
  private final Set<String> writingActions = new TreeSet<>();

  SingleFaultModel(String action, Fault fault) {
    this.action = action;
    this.fault = fault;
  }

  @Override
  public synchronized Fault faultOf(CloudCall call) {
    if (call.writes()) {
      writingActions.add(call.action());
    }
    return call.action().equals(action) && faulty.add(call) ? fault : Fault.NONE;
  }

  /** How many calls had the fault. */
  synchronized int faultyCalls() {
    return faulty.size();
  }

  /** Every action that changed something. */
  synchronized Set<String> writingActions() {
    return new TreeSet<>(writingActions);
  }
}
