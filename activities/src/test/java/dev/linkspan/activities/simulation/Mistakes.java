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
  private record Signal(String name, List<?> inputs) {
    static Signal of(String name, Object... inputs) {
      return new Signal(name, List.of(inputs));
    }
  }

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
    setup.signal(signal.name(), signal.inputs().toArray());
    return Optional.of(signal.name());
  }

  private static List<Signal> signals(String name) {
    String child = Owner.setupWorkflowId(name) + "-exposure";
    return List.of(
        Signal.of("retry"),
        Signal.of("retry", List.of(1, "two")),
        Signal.of("resume", Map.of("by", Map.of())),
        Signal.of("pause", "x".repeat(50_000)),
        Signal.of("approve", "yes"),
        Signal.of("approve", Map.of("approved", false)),
        Signal.of("reject", Map.of("approved", true)),
        Signal.of("approve", Map.of("endpointId", "ep-other")),
        Signal.of("no such signal", 5),
        Signal.of(Message.SIGNAL),
        Signal.of(Message.SIGNAL, "text"),
        Signal.of(Message.SIGNAL, Map.of("sender", child, "kind", Message.PARKED_STEP)),
        Signal.of(
            Message.SIGNAL,
            Map.of("sender", child, "kind", Message.VERIFIED, "body", Map.of("checks", List.of()))),
        Signal.of(
            Message.SIGNAL,
            Map.of("sender", "somebody", "kind", Message.APPROVAL_REQUESTED, "body", Map.of())));
  }
}
