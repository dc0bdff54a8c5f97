package dev.linkspan.systemtests;

import dev.linkspan.systemtests.CrashPoint.Stage;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.plan.PlanChange;
import dev.linkspan.workflows.planning.Planner;
import dev.linkspan.workflows.spec.NewClusterSpec;
import dev.linkspan.workflows.spec.SpecReader;
import dev.linkspan.workflows.spec.SpecReading;
import dev.linkspan.workflows.spec.SpecTemplate;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The spec of a new cluster, and what each stage makes of it.
 *
 * @param network first two numbers of its addresses
 * @param change what differs from the demo
 * @param brokers how many it has now
 */
record CrashSpecs(
    LocalStack stack, String name, String network, UnaryOperator<String> change, int brokers) {
  private static final List<String> ZONES = List.of("ap-southeast-1a", "ap-southeast-1b");

  /** The plan of this spec. */
  Plan plan() {
    String text =
        SpecTemplate.demo(
            name,
            network,
            stack.sandbox().archive("kafka"),
            stack.sandbox().archive("openjdk"),
            brokers,
            ZONES,
            "10001");
    SpecReading.Accepted read = (SpecReading.Accepted) SpecReader.read(change.apply(text));
    return Planner.plan((NewClusterSpec) read.spec());
  }

  /** The plan that a link with this plan takes on. */
  Plan plan(Plan now) {
    return PlanChange.applied(now, plan());
  }

  /** The spec after this stage. */
  CrashSpecs after(Stage stage) {
    return switch (stage) {
      case UPDATE ->
          and(
              spec ->
                  spec.replace("healthCheckSeconds: 1", "healthCheckSeconds: 2")
                      .replace("sshFrom: 127.0.0.1/32", "sshFrom: 127.0.0.0/8")
                      .replace("every: 1h", "every: 2h"));
      case ADD -> new CrashSpecs(stack, name, network, change, 2);
      case TUNE ->
          and(
              spec ->
                  spec.replace("heap: 256m", "heap: 280m\n  settings: {log.retention.hours: 72}"));
      case REMOVE -> new CrashSpecs(stack, name, network, change, brokers - 1);
      case BUILD, VERIFY, REPAIR, DESTROY, ADOPT, LEAVE, RESTORE, CREATE, DISMANTLE -> this;
    };
  }

  private CrashSpecs and(UnaryOperator<String> more) {
    return new CrashSpecs(stack, name, network, spec -> more.apply(change.apply(spec)), brokers);
  }
}
