package dev.linkspan.activities.verification;

import dev.linkspan.activities.brokers.MachineFacts;
import java.util.Optional;

/** What became of the question to a broker's machine. */
sealed interface MachineReading {

  /** It answered. */
  record Answered(MachineFacts facts) implements MachineReading {}

  /** It did not answer; {@code problem} names it. */
  record Silent(String problem) implements MachineReading {}

  /** It is another machine than before, or does not let Linkspan in. */
  record Refused(String problem, String remedy) implements MachineReading {}

  /** What it answered; empty if it did not. */
  default Optional<MachineFacts> answer() {
    return this instanceof Answered answered ? Optional.of(answered.facts()) : Optional.empty();
  }
}
