package dev.linkspan.starter.commands;

import dev.linkspan.starter.cli.CommandFailure;
import dev.linkspan.starter.cli.ExitCode;
import dev.linkspan.starter.console.Console;
import dev.linkspan.starter.console.JsonDocument.Kind;
import dev.linkspan.starter.setups.PreflightClient;
import dev.linkspan.starter.temporal.TemporalConnection;
import dev.linkspan.workflows.plan.PreflightCheck;
import dev.linkspan.workflows.planning.Planner;
import dev.linkspan.workflows.spec.Spec;
import dev.linkspan.workflows.steps.TaskQueues;
import dev.linkspan.workflows.visibility.SearchAttributeRegistration;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.TaskQueueType;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Checks everything that a setup needs. */
@Command(
    name = "doctor",
    header = "Check Java, Temporal, the workers, and what a spec needs.",
    mixinStandardHelpOptions = true,
    description =
        "With a spec, a worker also looks at both clouds, the archives, and the machines of an"
            + " existing cluster. It only reads.",
    exitCodeList = {
      "0:No check failed.",
      "7:Temporal cannot be reached.",
      "8:No worker responds.",
      "21:A check failed.",
    })
public final class DoctorCommand implements Callable<Integer> {
  @ParentCommand private RootCommand linkspan;
  @Mixin private OutputOption output;

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "Also check what this spec needs, - for standard input.")
  private Optional<Path> file = Optional.empty();

  @Override
  public Integer call() {
    Console console = linkspan.context().console();
    Optional<Spec> spec = file.map(given -> SpecFile.read(given, console));
    List<PreflightCheck> checks = new ArrayList<>();
    checks.add(PreflightCheck.pass("Java", System.getProperty("java.version")));
    ExitCode code = check(spec, checks, linkspan);
    output.print(
        console,
        Kind.DIAGNOSIS,
        checks,
        () -> String.join("\n", PreflightText.lines(checks, console)));
    return code.code();
  }

  /** Adds what it finds to the checks, also that Temporal or a worker does not answer. */
  static ExitCode check(Optional<Spec> spec, List<PreflightCheck> checks, RootCommand linkspan) {
    try (TemporalConnection temporal = linkspan.connect()) {
      checks.addAll(temporal(temporal));
      spec.ifPresent(given -> checks.addAll(preflight(given, temporal, linkspan)));
      return PreflightText.code(checks);
    } catch (CommandFailure e) {
      String[] lines = e.getMessage().split("\n", 2);
      String what = e.exitCode() == ExitCode.NO_WORKER ? "Worker" : "Temporal";
      checks.add(PreflightCheck.fail(what, lines[0], lines.length > 1 ? lines[1] : ""));
      return e.exitCode();
    }
  }

  /** Has a worker check what this spec needs; that it answers is a check too. */
  private static List<PreflightCheck> preflight(
      Spec spec, TemporalConnection temporal, RootCommand linkspan) {
    linkspan
        .context()
        .console()
        .say("A worker checks what " + spec.name() + " needs; this changes nothing.");
    long started = System.nanoTime();
    List<PreflightCheck> checks = new ArrayList<>();
    var report = new PreflightClient(temporal).run(Planner.preflight(spec));
    checks.add(
        PreflightCheck.pass(
            "Worker",
            "answered, after " + Duration.ofNanos(System.nanoTime() - started).toMillis() + " ms"));
    checks.addAll(report.checks());
    return checks;
  }

  /** What the command itself sees of Temporal. */
  private static List<PreflightCheck> temporal(TemporalConnection temporal) {
    var options = temporal.service().getOptions();
    boolean tls = options.getEnableHttps() || options.getSslContext() != null;
    return List.of(
        PreflightCheck.pass(
            "Temporal",
            temporal.address()
                + ", namespace "
                + temporal.namespace()
                + (tls ? ", TLS" : ", without TLS")),
        searchAttributes(temporal),
        queue(temporal, TaskQueues.CONTROL, TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW),
        queue(temporal, TaskQueues.CLOUD, TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY),
        queue(temporal, TaskQueues.NODES, TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY));
  }

  private static PreflightCheck searchAttributes(TemporalConnection temporal) {
    String what = "Search attributes";
    try {
      List<String> missing =
          SearchAttributeRegistration.missing(temporal.service(), temporal.namespace());
      return missing.isEmpty()
          ? PreflightCheck.pass(what, "registered")
          : PreflightCheck.fail(
              what,
              "missing: " + String.join(", ", missing),
              "`linkspan up` and the worker register them. In a namespace that refuses that, register"
                  + " them with their types: see deploy/temporal-namespace.sh. Setups also run"
                  + " without them.");
    } catch (StatusRuntimeException e) {
      return PreflightCheck.fail(
          what,
          "cannot be read: " + e.getStatus().getCode(),
          "Check that the namespace exists, and your permissions.");
    }
  }

  private static PreflightCheck queue(
      TemporalConnection temporal, String name, TaskQueueType type) {
    String what = "Worker on " + name;
    try {
      int pollers =
          temporal
              .service()
              .blockingStub()
              .describeTaskQueue(
                  DescribeTaskQueueRequest.newBuilder()
                      .setNamespace(temporal.namespace())
                      .setTaskQueue(TaskQueue.newBuilder().setName(name))
                      .setTaskQueueType(type)
                      .build())
              .getPollersCount();
      return pollers > 0
          ? PreflightCheck.pass(what, pollers + (pollers == 1 ? " poller" : " pollers"))
          : PreflightCheck.fail(
              what,
              "no poller",
              "Start a worker; for the local stack, run: linkspan dev up worker");
    } catch (StatusRuntimeException e) {
      return PreflightCheck.fail(what, "cannot be read: " + e.getStatus().getCode(), "");
    }
  }
}
