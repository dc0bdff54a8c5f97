package dev.linkspan.starter.commands;

import dev.linkspan.starter.CommandFailure;
import dev.linkspan.starter.ExitCode;
import dev.linkspan.starter.Linkspan;
import dev.linkspan.starter.console.Console;
import dev.linkspan.starter.console.Json;
import dev.linkspan.starter.console.Table;
import dev.linkspan.starter.temporal.SearchAttributeRegistration;
import dev.linkspan.starter.temporal.Temporal;
import dev.linkspan.workflows.steps.TaskQueues;
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

/** Looks whether everything that a setup needs is there. */
@Command(
    name = "doctor",
    description = "Check Java, Temporal, its search attributes and the workers.",
    mixinStandardHelpOptions = true)
public final class Doctor implements Callable<Integer> {
  @ParentCommand private Linkspan linkspan;
  @Mixin private OutputOption output;

  /**
   * One thing looked at.
   *
   * @param remedy empty when it is fine
   */
  record Check(String what, boolean fine, String found, String remedy) {}

  @Override
  public Integer call() {
    List<Check> checks = new ArrayList<>();
    checks.add(new Check("Java", true, System.getProperty("java.version"), ""));
    ExitCode worst = ExitCode.OK;
    try (Temporal temporal = linkspan.connect()) {
      String where = temporal.address() + ", namespace " + temporal.namespace();
      checks.add(new Check("Temporal", true, where, ""));
      checks.add(searchAttributes(temporal));
      checks.add(queue(temporal, TaskQueues.CONTROL, TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW));
      checks.add(queue(temporal, TaskQueues.CLOUD, TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY));
      checks.add(queue(temporal, TaskQueues.NODES, TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY));
      if (checks.stream().anyMatch(c -> !c.fine())) {
        worst = ExitCode.UNEXPECTED;
      }
    } catch (CommandFailure e) {
      String[] lines = e.getMessage().split("\n", 2);
      checks.add(new Check("Temporal", false, lines[0], lines.length > 1 ? lines[1] : ""));
      worst = e.exitCode();
    }
    Console console = linkspan.surroundings().console();
    console.data(output.json() ? Json.text(checks) : table(checks, console));
    return worst.code();
  }

  private static Check searchAttributes(Temporal temporal) {
    try {
      List<String> missing = SearchAttributeRegistration.missing(temporal);
      return missing.isEmpty()
          ? new Check("Search attributes", true, "registered", "")
          : new Check(
              "Search attributes",
              false,
              "missing: " + String.join(", ", missing),
              "`linkspan up` and the worker register them.");
    } catch (StatusRuntimeException e) {
      return new Check(
          "Search attributes",
          false,
          "cannot be read: " + e.getStatus().getCode(),
          "Look at the namespace's permissions, and that it exists.");
    }
  }

  private static Check queue(Temporal temporal, String name, TaskQueueType type) {
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
          ? new Check("Worker on " + name, true, pollers + " polling", "")
          : new Check(
              "Worker on " + name, false, "nobody polls", "Start one: linkspan dev up worker");
    } catch (StatusRuntimeException e) {
      return new Check(
          "Worker on " + name, false, "cannot be asked: " + e.getStatus().getCode(), "");
    }
  }

  private static String table(List<Check> checks, Console console) {
    var marks = console.marks();
    Table table = new Table("", "CHECK", "FOUND", "REMEDY");
    checks.forEach(
        c ->
            table.row(
                c.fine() ? marks.green(marks.done()) : marks.red(marks.wrong()),
                c.what(),
                c.found(),
                c.remedy()));
    return table.toString();
  }
}
