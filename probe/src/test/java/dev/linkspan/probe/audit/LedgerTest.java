package dev.linkspan.probe.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.probe.audit.Ledger.Message;
import dev.linkspan.probe.protocol.AuditFigures;
import dev.linkspan.probe.protocol.AuditReport;
import org.junit.jupiter.api.Test;

class LedgerTest {
  private static final long MILLI = 1_000_000L;
  private static final String AUDIT = "id";

  private long clock;
  private long offset;

  private static Ledger fresh(int partitions) {
    return new Ledger(AuditState.initial(AUDIT, "then"), partitions, "start");
  }

  private void read(Ledger ledger, Message message) {
    clock += 10 * MILLI;
    String value = String.valueOf(message.number());
    ledger.read(message.partition(), offset++, AUDIT, value, clock);
  }

  private Message through(Ledger ledger) {
    Message message = ledger.send();
    ledger.acked(message.number(), 5 * MILLI, 0);
    read(ledger, message);
    return message;
  }

  private AuditReport running(Ledger ledger) {
    return ledger.report("t", "now", false, clock);
  }

  private AuditReport last(Ledger ledger) {
    return ledger.report("t", "now", true, clock);
  }

  @Test
  void eachMessageIsReadOnce() {
    Ledger ledger = fresh(3);
    for (int i = 0; i < 9; i++) {
      assertThat(through(ledger).partition()).isEqualTo(i % 3);
    }
    assertThat(last(ledger).total()).isEqualTo(new AuditFigures(9, 9, 9, 0, 0, 0, 5, 30));
    assertThat(ledger.complete()).isTrue();
  }

  @Test
  void aMessageInFlightIsNotLostUntilALaterOneOfItsPartitionIsRead() {
    Ledger ledger = fresh(2);
    Message gap = ledger.send();
    ledger.acked(gap.number(), MILLI, 0);
    through(ledger);
    assertThat(running(ledger).total().lost()).isZero();
    assertThat(last(ledger).total().lost()).isEqualTo(1);
    through(ledger);
    assertThat(running(ledger).total().lost()).isEqualTo(1);
    read(ledger, gap);
    assertThat(last(ledger).total().lost()).isZero();
  }

  @Test
  void aSecondReadIsADuplicateEvenAfterALongTime() {
    Ledger ledger = fresh(1);
    Message first = through(ledger);
    read(ledger, first);
    for (int i = 0; i < 3 * MessageNumbers.PAGE_SIZE; i++) {
      through(ledger);
    }
    read(ledger, first);
    assertThat(last(ledger).total().duplicated()).isEqualTo(2);
    assertThat(last(ledger).total().consumed()).isEqualTo(3 * MessageNumbers.PAGE_SIZE + 1);
  }

  @Test
  void aFailedMessageThatIsReadAfterAllIsNeitherLostNorADuplicate() {
    Ledger ledger = fresh(1);
    Message failed = ledger.send();
    ledger.failed(failed.number(), "sending: TimeoutException", 0);
    through(ledger);
    read(ledger, failed);
    AuditReport report = last(ledger);
    assertThat(report.total().failed()).isEqualTo(1);
    assertThat(report.total().lost()).isZero();
    assertThat(report.total().duplicated()).isZero();
    assertThat(report.problems()).containsExactly("sending: TimeoutException");
  }

  @Test
  void eventsCountForTheWindowInWhichTheMessageWasSent() {
    Ledger ledger = fresh(1);
    through(ledger);
    ledger.window("broker 1");
    Message late = ledger.send();
    ledger.window("broker 2");
    through(ledger);
    ledger.acked(late.number(), 900 * MILLI, 0);
    clock += 2_000 * MILLI;
    read(ledger, late);
    ledger.window("broker 1");
    through(ledger);
    AuditReport report = last(ledger);
    assertThat(report.windows().keySet()).containsExactly("start", "broker 1", "broker 2");
    AuditFigures one = report.windows().get("broker 1");
    assertThat(one).isEqualTo(new AuditFigures(2, 2, 2, 0, 0, 0, 900, 2_010));
    assertThat(report.windows().get("broker 2").slowestAckMillis()).isEqualTo(5);
    assertThat(report.total().sent()).isEqualTo(4);
  }

  @Test
  void aPauseThatIsStillGoingOnCountsWhileMessagesAreSent() {
    Ledger ledger = fresh(1);
    through(ledger);
    assertThat(ledger.report("t", "now", false, clock + 700 * MILLI).total().longestPauseMillis())
        .isEqualTo(700);
    assertThat(last(ledger).total().longestPauseMillis()).isZero();
  }

  @Test
  void aContinuedAuditHasHigherNumbersAndTheSameFigures() {
    Ledger dead = fresh(2);
    through(dead);
    Message underway = dead.send();
    dead.acked(underway.number(), MILLI, 0);
    AuditState state = dead.state(100, false);
    Message unwritten = dead.send();
    dead.acked(unwritten.number(), MILLI, 0);

    Ledger next = new Ledger(state.continued(), 3, "broker 1");
    assertThat(next.offsets()).isEqualTo(state.offsets());
    assertThat(running(next).interrupted()).isEqualTo(1);
    assertThat(running(next).total().sent()).isEqualTo(2);
    assertThat(last(next).total().lost()).isEqualTo(1);
    read(next, underway);
    read(next, unwritten);
    Message first = through(next);
    assertThat(first.number()).isEqualTo(102);
    AuditReport report = last(next);
    assertThat(report.windows().get("start")).isEqualTo(new AuditFigures(2, 2, 3, 0, 0, 0, 5, 0));
    assertThat(report.windows().get("broker 1").sent()).isEqualTo(1);
    assertThat(report.total().lost()).isZero();
    assertThat(report.total().duplicated()).isZero();
  }

  @Test
  void continuingAfterAnOrderlyEndIsNoInterruption() {
    Ledger ledger = fresh(1);
    through(ledger);
    Ledger next = new Ledger(ledger.state(0, true).continued(), 1, "start");
    assertThat(last(next).interrupted()).isZero();
    assertThat(next.send().number()).isEqualTo(1);
  }

  @Test
  void messagesOfOtherAuditsDoNotCount() {
    Ledger ledger = fresh(1);
    ledger.read(0, 41, "another audit", "7", clock);
    assertThat(last(ledger).total()).isEqualTo(Counts.NONE);
    assertThat(ledger.offsets()).containsEntry(0, 42L);
  }

  @Test
  void hoursWithoutErrorsTakeNoMemory() {
    MessageNumbers numbers = new MessageNumbers();
    for (long n = 0; n < 300L * MessageNumbers.PAGE_SIZE; n++) {
      numbers.acked(n);
      assertThat(numbers.consumed(n)).isTrue();
    }
    assertThat(numbers.openPages()).isZero();
    MessageNumbers restored = new MessageNumbers(numbers.save());
    assertThat(restored.consumed(5)).isFalse();
    restored.acked(300L * MessageNumbers.PAGE_SIZE);
    assertThat(restored.missing()).containsExactly(300L * MessageNumbers.PAGE_SIZE);
  }
}
