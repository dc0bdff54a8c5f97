package dev.linkspan.starter.commands;

import dev.linkspan.starter.cli.CommandFailure;
import dev.linkspan.starter.cli.ExitCode;
import dev.linkspan.starter.console.Console;
import dev.linkspan.starter.console.JsonDocument.Kind;
import dev.linkspan.starter.console.Table;
import dev.linkspan.starter.temporal.TemporalConnection;
import dev.linkspan.workflows.steps.TaskQueues;
import dev.linkspan.workflows.visibility.SearchAttributeRegistration;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.TaskQueueType;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** Checks everything that a setup needs. */
@Command(
    name = "doctor",
    header = "Check Java, Temporal and the workers.",
    mixinStandardHelpOptions = true)
public final class DoctorCommand implements Callable<Integer> {
  @ParentCommand private RootCommand linkspan;
  @Mixin private OutputOption output;

  /**
   * The result of a check.
   *
   * @param remedy how to fix a problem; empty if there is none
   */
  record Check(String what, boolean ok, String found, String remedy) {}

  @Override
  public Integer call() {
    List<Check> checks = new ArrayList<>();
    checks.add(new Check("Java", true, System.getProperty("java.version"), ""));
    ExitCode worst = ExitCode.OK;
    try (TemporalConnection temporal = linkspan.connect()) {
      String where = temporal.address() + ", namespace " + temporal.namespace();
      checks.add(new Check("Temporal", true, where, ""));
      checks.add(searchAttributes(temporal));
      checks.add(queue(temporal, TaskQueues.CONTROL, TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW));
      checks.add(queue(temporal, TaskQueues.CLOUD, TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY));
      checks.add(queue(temporal, TaskQueues.NODES, TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY));
      if (checks.stream().anyMatch(c -> !c.ok())) {
        worst = ExitCode.UNEXPECTED;
      }
    } catch (CommandFailure e) {
      String[] lines = e.getMessage().split("\n", 2);
      checks.add(new Check("Temporal", false, lines[0], lines.length > 1 ? lines[1] : ""));
      worst = e.exitCode();
    }
    Console console = linkspan.context().console();
    output.print(console, Kind.DIAGNOSIS, checks, () -> table(checks, console));
    return worst.code();
  }

  private static Check searchAttributes(TemporalConnection temporal) {
    try {
      List<String> missing =
          SearchAttributeRegistration.missing(temporal.service(), temporal.namespace());
      return missing.isEmpty()
          ? new Check("Search attributes", true, "registered", "")
          : new Check(
              "Search attributes",
              false,
              "missing: " + String.join(", ", missing),
              "`linkspan up` and the worker register them; setups also run without them.");
    } catch (StatusRuntimeException e) {
      return new Check(
          "Search attributes",
          false,
          "cannot be read: " + e.getStatus().getCode(),
          "Check that the namespace exists, and your permissions.");
    }
  }

  private static Check queue(TemporalConnection temporal, String name, TaskQueueType type) {
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
          ? new Check(
              "Worker on " + name, true, pollers + (pollers == 1 ? " poller" : " pollers"), "")
          : new Check(
              "Worker on " + name, false, "no poller", "Start a worker: linkspan dev up worker");
    } catch (StatusRuntimeException e) {
      return new Check(
          "Worker on " + name, false, "cannot be read: " + e.getStatus().getCode(), "");
    }
  }

  private static String table(List<Check> checks, Console console) {
    var theme = console.theme();
    Table table = new Table("", "CHECK", "FOUND", "REMEDY");
    checks.forEach(
        c ->
            table.row(
                c.ok() ? theme.green(theme.done()) : theme.red(theme.wrong()),
                c.what(),
                c.found(),
                c.remedy()));
    return table.toString();
  }
}
