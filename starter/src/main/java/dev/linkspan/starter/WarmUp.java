package dev.linkspan.starter;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import dev.linkspan.starter.temporal.TemporalConnection;
import dev.linkspan.workflows.setup.SetupStatus;
import dev.linkspan.workflows.steps.Progress;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.common.converter.DefaultDataConverter;
import java.util.Set;

/**
 * Loads what a command needs after its command line is read, in a thread beside that: a connection
 * that never connects, and the JSON of what workflows answer. Whatever fails here fails again in
 * the command, which says so.
 */
final class WarmUp {
  /** Short commands that read from Temporal. */
  private static final Set<String> COMMANDS =
      Set.of("list", "status", "events", "open", "approve", "reject", "retry", "verify", "watch");

  private WarmUp() {}

  /** Starts it if the command line is of a command that gains from it. */
  static void start(String... arguments) {
    if (arguments.length > 0 && COMMANDS.contains(arguments[0])) {
      String command = arguments[0];
      Thread connection = new Thread(WarmUp::connection, "warm-up");
      connection.setDaemon(true);
      connection.start();
      Runnable more = command.equals("list") ? WarmUp::descriptions : WarmUp::answers;
      Thread answers = new Thread(more, "warm-up of answers");
      answers.setDaemon(true);
      answers.start();
    }
  }

  private static void connection() {
    try {
      TemporalConnection.warmUp();
    } catch (RuntimeException | LinkageError ignored) {
      // The command finds out.
    }
  }

  /** What the server says of a workflow has maps, which need the schema of every message. */
  private static void descriptions() {
    try {
      Descriptor unused = WorkflowExecutionInfo.getDescriptor();
    } catch (RuntimeException | LinkageError ignored) {
      // The command finds out.
    }
  }

  private static void answers() {
    Payload empty =
        Payload.newBuilder()
            .putMetadata("encoding", ByteString.copyFromUtf8("json/plain"))
            .setData(ByteString.copyFromUtf8("{}"))
            .build();
    descriptions();
    for (Class<?> answer : new Class<?>[] {SetupStatus.class, Progress.class}) {
      try {
        DefaultDataConverter.STANDARD_INSTANCE.fromPayload(empty, answer, answer);
      } catch (RuntimeException | LinkageError ignored) {
        // An empty answer misses fields; what reads them is loaded.
      }
    }
  }
}
