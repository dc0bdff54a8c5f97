package dev.linkspan.activities.simulation;

import dev.linkspan.activities.sandbox.SimulatedCloud;
import dev.linkspan.sandbox.state.Resource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What was accepted, and then comes to nothing. */
final class LateFailures implements Consumer<Resource> {
  private static final Duration SOON = Duration.ofMillis(400);

  private final SimulatedCloud cloud;
  private final VirtualTime time;
  private final Weather weather;
  private final List<String> trace;

  LateFailures(SimulatedCloud cloud, VirtualTime time, Weather weather, List<String> trace) {
    this.cloud = cloud;
    this.time = time;
    this.weather = weather;
    this.trace = trace;
  }

  @Override
  public void accept(Resource made) {
    String type = made.type();
    boolean may =
        type.equals("instance")
            || type.equals("loadbalancer")
            || type.equals("privatelinkconnection");
    if (may && weather.failsLate(CloudCall.name(made))) {
      time.in(SOON, () -> fail(made));
    }
  }

  private void fail(Resource made) {
    Optional<Resource> now = cloud.store().find(made.type(), made.id());
    if (now.isEmpty()) {
      return;
    }
    trace.add(time + " ! " + CloudCall.name(made) + " fails late, was " + now.get().status());
    switch (made.type()) {
      // No stock after all: it disappears, as the real ones do.
      case "instance" ->
          cloud.console(
              "2014-05-26",
              "DeleteInstance",
              Map.of("InstanceId", made.id(), "Force", "true", "RegionId", made.region()));
      case "loadbalancer" -> failWhile("Provisioning", now.get(), "CreateFailed");
      default -> failWhile("CREATING", now.get(), "FAILED");
    }
  }

  private void failWhile(String status, Resource now, String failed) {
    if (now.is(status)) {
      cloud
          .store()
          .put(now.withNext(Optional.empty()).withStatus(failed).with("message", "made to fail"));
    }
  }
}
