package dev.linkspan.workflows.steps;

import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.SignalExternalWorkflowException;
import io.temporal.workflow.Workflow;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Signals to other workflows that handlers ask for. A handler must not wait, so one thread of the
 * workflow sends them, one after the other. Of the same signal to the same receiver only the newest
 * is sent, so any number of requests takes the room of one. Workflow code only.
 */
public final class Outbox {
  private final Map<Key, Letter> pending = new LinkedHashMap<>();
  private boolean sending;

  private record Key(String receiver, String signal, String messageKind) {}

  /** Decides when it is sent whether there is a receiver. */
  private record Letter(Supplier<Optional<String>> workflowId, Object body) {}

  /**
   * Sends a signal soon.
   *
   * @param receiver names the receiver within this workflow
   * @param workflowId of the receiver once it is time to send; empty to drop the signal
   */
  public void put(
      String receiver, String signal, Object body, Supplier<Optional<String>> workflowId) {
    String kind = body instanceof Message message ? String.valueOf(message.kind()) : "";
    Key key = new Key(receiver, signal, kind);
    pending.remove(key);
    pending.put(key, new Letter(workflowId, body));
  }

  /** Starts to send; survives a cancellation of the workflow. */
  public void open() {
    Workflow.newDetachedCancellationScope(() -> Async.procedure(this::sendForever)).run();
  }

  /** Whether nothing is left to send. */
  public boolean isEmpty() {
    return pending.isEmpty() && !sending;
  }

  private void sendForever() {
    while (true) {
      Workflow.await(() -> !pending.isEmpty());
      Map.Entry<Key, Letter> first = pending.entrySet().iterator().next();
      Key key = first.getKey();
      Letter letter = first.getValue();
      pending.remove(key);
      sending = true;
      letter.workflowId().get().ifPresent(id -> signal(id, key.signal(), letter.body()));
      sending = false;
    }
  }

  /**
   * Sends a signal and waits until the server has it. If the receiver has closed, the signal is
   * dropped and a line is logged. The SDK throws either exception, depending on the server's
   * answer.
   */
  static void signal(String workflowId, String name, Object body) {
    try {
      Workflow.newUntypedExternalWorkflowStub(workflowId).signal(name, body);
    } catch (SignalExternalWorkflowException | ApplicationFailure closed) {
      Workflow.getLogger(Outbox.class)
          .info("signal {} dropped: workflow {} has closed", name, workflowId);
    }
  }
}
