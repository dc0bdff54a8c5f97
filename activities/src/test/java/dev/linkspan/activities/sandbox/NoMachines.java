package dev.linkspan.activities.sandbox;

import dev.linkspan.sandbox.machines.Machine;
import dev.linkspan.sandbox.machines.Machines;

/** Instances without machines behind them. */
final class NoMachines implements Machines {
  @Override
  public void boot(Machine machine) {}

  @Override
  public void halt(String instanceId) {}

  @Override
  public void release(String instanceId) {}
}
