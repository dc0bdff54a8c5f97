package dev.linkspan.activities.simulation;

import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.steps.Message;
import io.temporal.client.WorkflowStub;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What people send to a setup by mistake. None of it may change anything. */
final class Mistakes {
  /** Makes none. */
  static final Mistakes NONE = new Mistakes(Optional.empty());

  private static final double SHARE = 0.2;
  private final Optional<SeededRandom> random;
  private int moments;

  private Mistakes(Optional<SeededRandom> random) {
    this.random = random;
  }

  /** In half of all seeds, one in five moments has a mistake. */
  static Mistakes of(SeededRandom random) {
    return random.happens(0.5, "makes mistakes") ? new Mistakes(Optional.of(random)) : NONE;
  }

  /** A signal and its inputs. */
  private record Signal(String name, Object... inputs) {}

  /**
   * Sends something by mistake, or nothing.
   *
   * @return what was sent
   */
  Optional<String> perhaps(WorkflowStub setup, String name) {
    moments++;
    String question = "mistake " + moments;
    if (random.isEmpty() || !random.get().happens(SHARE, question)) {
      return Optional.empty();
    }
    List<Signal> signals = signals(name);
    Signal signal = signals.get(random.get().pick(signals.size(), "which " + question));
    setup.signal(signal.name(), signal.inputs());
    return Optional.of(signal.name());
  }

  private static List<Signal> signals(String name) {
    String child = Owner.setupWorkflowId(name) + "-exposure";
    return List.of(
        new Signal("retry"),
        new Signal("retry", List.of(1, "two")),
        new Signal("resume", Map.of("by", Map.of())),
        new Signal("pause", "x".repeat(50_000)),
        new Signal("approve", "yes"),
        new Signal("approve", Map.of("approved", false)),
        new Signal("reject", Map.of("approved", true)),
        new Signal("approve", Map.of("endpointId", "ep-other")),
        new Signal("no such signal", 5),
        new Signal(Message.SIGNAL),
        new Signal(Message.SIGNAL, "text"),
        new Signal(Message.SIGNAL, Map.of("sender", child, "kind", Message.PARKED_STEP)),
        new Signal(
            Message.SIGNAL,
            Map.of("sender", child, "kind", Message.VERIFIED, "body", Map.of("checks", List.of()))),
        new Signal(
            Message.SIGNAL,
            Map.of("sender", "somebody", "kind", Message.APPROVAL_REQUESTED, "body", Map.of())));
  }
}
