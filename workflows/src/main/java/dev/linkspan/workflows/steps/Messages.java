package dev.linkspan.workflows.steps;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.common.converter.DataConverterException;
import io.temporal.common.converter.EncodedValues;
import io.temporal.workflow.DynamicSignalHandler;
import io.temporal.workflow.Workflow;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Receives {@link Message}s, and every signal that the workflow does not know. Anyone can send a
 * signal, so a message that is not from a known sender, is too long, or does not fit its kind is
 * ignored with a reason; nothing is thrown. Workflow code only.
 */
public final class Messages implements DynamicSignalHandler {
  /** In characters of JSON; the largest honest body is the report of a large cluster. */
  private static final int LONGEST_BODY = 500_000;

  private static final int LONGEST_NAME = 60;

  private final Predicate<String> isSender;
  private final Consumer<String> ignored;
  private final Map<String, Consumer<JsonNode>> receivers = new LinkedHashMap<>();

  /**
   * @param isSender whether a workflow with this id may send messages to this one
   * @param ignored hears why a signal is ignored
   */
  public Messages(Predicate<String> isSender, Consumer<String> ignored) {
    this.isSender = isSender;
    this.ignored = ignored;
  }

  /** Messages from the setup to one of its children. */
  public static Messages fromSetup(String setupWorkflow) {
    return new Messages(setupWorkflow::equals, reason -> {});
  }

  /** What to do with messages of this kind. */
  public <T> Messages on(String kind, Class<T> body, Consumer<T> receiver) {
    receivers.put(kind, json -> receiver.accept(CompleteRecord.read(json, body)));
    return this;
  }

  /** Begins to receive; called in the workflow's constructor, before any signal is handled. */
  public Messages open() {
    Workflow.registerListener(this);
    return this;
  }

  @Override
  public void handle(String signal, EncodedValues input) {
    if (!signal.equals(Message.SIGNAL)) {
      ignore("there is no signal \"" + PersonalText.clean(signal, LONGEST_NAME) + "\"");
      return;
    }
    Optional<Message> message = read(input);
    if (message.isEmpty()) {
      ignore("an internal message is empty or not in the known form");
    } else {
      receive(message.get());
    }
  }

  @Override
  public String getDescription() {
    return "Internal: what a setup and its child workflows tell each other";
  }

  private static Optional<Message> read(EncodedValues input) {
    try {
      return input.getSize() == 0
          ? Optional.empty()
          : Optional.ofNullable(input.get(0, Message.class));
    } catch (DataConverterException unreadable) {
      return Optional.empty();
    }
  }

  private void receive(Message message) {
    String sender = message.sender();
    JsonNode body = message.body();
    if (sender == null || !isSender.test(sender)) {
      ignore("an internal message is not from a workflow of this setup");
    } else if (body == null || body.toString().length() > LONGEST_BODY) {
      ignore("an internal message has no body, or one that is too long");
    } else {
      deliver(message.kind(), body);
    }
  }

  private void deliver(@Nullable String kind, JsonNode body) {
    Consumer<JsonNode> receiver = receivers.get(kind);
    if (receiver == null) {
      ignore("an internal message is of an unknown kind");
      return;
    }
    try {
      receiver.accept(body);
    } catch (IllegalArgumentException unfit) {
      ignore("the body of an internal message does not fit its kind, " + kind);
    }
  }

  private void ignore(String reason) {
    Workflow.getLogger(Messages.class).warn("a signal is ignored: {}", reason);
    ignored.accept(reason);
  }
}
