package dev.linkspan.workflows.setup;

import dev.linkspan.workflows.steps.ChildMessage;
import io.temporal.workflow.Workflow;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Receives what child workflows report. Anyone can send such a signal, so a message that is not
 * from a child of this setup, or that does not fit its kind, is ignored and logged; nothing is
 * thrown. Workflow code only.
 */
final class ChildMessages {
  private final Predicate<String> isChild;
  private final Map<String, Consumer<ChildMessage>> receivers = new LinkedHashMap<>();

  /**
   * @param isChild whether a workflow id belongs to a child of this setup
   */
  ChildMessages(Predicate<String> isChild) {
    this.isChild = isChild;
  }

  /** What to do with messages of this kind. */
  <T> ChildMessages on(String kind, Class<T> body, Consumer<T> receiver) {
    receivers.put(kind, message -> receiver.accept(message.bodyAs(body)));
    return this;
  }

  void receive(ChildMessage message) {
    if (message == null) {
      ignore("it is empty");
    } else if (message.sender() == null || !isChild.test(message.sender())) {
      ignore("it is not from a child of this setup: " + message.sender());
    } else {
      Optional.ofNullable(receivers.get(message.kind()))
          .ifPresentOrElse(
              receiver -> deliver(message, receiver), () -> ignore("its kind is not known"));
    }
  }

  private static void deliver(ChildMessage message, Consumer<ChildMessage> receiver) {
    try {
      receiver.accept(message);
    } catch (IllegalArgumentException unfit) {
      ignore("its body does not fit its kind, " + message.kind());
    }
  }

  private static void ignore(String reason) {
    Workflow.getLogger(ChildMessages.class).warn("a child message is ignored: {}", reason);
  }
}
