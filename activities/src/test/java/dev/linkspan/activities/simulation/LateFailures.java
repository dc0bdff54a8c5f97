package dev.linkspan.activities.simulation;

import dev.linkspan.activities.sandbox.SimulatedCloud;
import dev.linkspan.sandbox.state.Resource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Lets resources fail, or disappear, after the cloud accepted them. */
final class LateFailures implements Consumer<Resource> {
  /** Message of a connection that this class lets fail. */
  static final String MESSAGE = "failed by the simulation";

  private static final Duration DELAY = Duration.ofMillis(400);

  private final SimulatedCloud cloud;
  private final VirtualTime time;
  private final FaultModel faults;
  private final List<String> trace;

  LateFailures(SimulatedCloud cloud, VirtualTime time, FaultModel faults, List<String> trace) {
    this.cloud = cloud;
    this.time = time;
    this.faults = faults;
    this.trace = trace;
  }

  @Override
  public void accept(Resource created) {
    String type = created.type();
    boolean canFail =
        type.equals("instance")
            || type.equals("loadbalancer")
            || type.equals("privatelinkconnection");
    if (canFail && faults.failsLate(CloudCall.name(created))) {
      time.in(DELAY, () -> fail(created));
    }
  }

  private void fail(Resource created) {
    Optional<Resource> now = cloud.store().find(created.type(), created.id());
    if (now.isEmpty()) {
      return;
    }
    trace.add(time + " ! " + CloudCall.name(created) + " fails late, was " + now.get().status());
    switch (created.type()) {
      // Out of stock after all: such an instance never runs.
      case "instance" -> {
        if (now.get().is("Pending") || now.get().is("Starting")) {
          cloud.store().remove(created.type(), created.id());
        }
      }
      case "loadbalancer" -> failWhile("Provisioning", now.get(), "CreateFailed");
      default -> failWhile("CREATING", now.get(), "FAILED");
    }
  }

  private void failWhile(String status, Resource now, String failed) {
    if (now.is(status)) {
      cloud.store().put(now.withNext(Optional.empty()).withStatus(failed).with("message", MESSAGE));
    }
  }
}
