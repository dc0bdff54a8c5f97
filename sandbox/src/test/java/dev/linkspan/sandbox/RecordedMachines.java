package dev.linkspan.sandbox;

import dev.linkspan.sandbox.machines.Machine;
import dev.linkspan.sandbox.machines.Machines;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Records which machines are up, and which operations were called. */
final class RecordedMachines implements Machines {
  final Map<String, Machine> up = new ConcurrentHashMap<>();
  volatile boolean refuseToRelease;
  final List<String> events = new CopyOnWriteArrayList<>();

  @Override
  public void boot(Machine machine) {
    up.put(machine.instanceId(), machine);
    events.add("boot " + machine.instanceId());
  }

  @Override
  public void halt(String instanceId) {
    up.remove(instanceId);
    events.add("halt " + instanceId);
  }

  @Override
  public void release(String instanceId) {
    if (refuseToRelease) {
      events.add("refused " + instanceId);
      throw new IllegalStateException("as if the sandbox were killed here");
    }
    up.remove(instanceId);
    events.add("release " + instanceId);
  }
}
