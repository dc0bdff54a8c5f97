package dev.linkspan.sandbox.points;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linkspan.sandbox.points.Point.Side;
import dev.linkspan.sandbox.points.Points.State;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PointsTest {
  private final Points points = new Points();

  @AfterEach
  void letGo() {
    points.clear();
  }

  private Passage pass(String action, String subject) {
    return points.pass(action, subject::contains);
  }

  private State state() {
    return points.all().get(0).state();
  }

  @Test
  void theNthCallIsHeldBeforeItsEffectUntilItIsLetGo() {
    points.arm(new Point("p", "CreateVSwitch", "orders", 2, Side.BEFORE));
    assertThat(pass("CreateVSwitch", "orders-1")).isSameAs(Passage.FREE);
    assertThat(pass("CreateVSwitch", "other")).isSameAs(Passage.FREE);
    assertThat(pass("CreateVpc", "orders")).isSameAs(Passage.FREE);
    Passage second = pass("CreateVSwitch", "orders-2");
    CompletableFuture<Boolean> begun = CompletableFuture.supplyAsync(second::mayBegin);
    await().until(() -> state() == State.HELD);
    assertThat(begun).isNotDone();
    assertThat(points.release("p", true)).isTrue();
    assertThat(begun.join()).isTrue();
    assertThat(second.mayAnswer()).isTrue();
    assertThat(pass("CreateVSwitch", "orders-3")).isSameAs(Passage.FREE);
  }

  @Test
  void aCallThatIsNotToGoOnHasNoEffect() {
    points.arm(new Point("p", "*", "orders", 1, Side.BEFORE));
    CompletableFuture<Boolean> begun =
        CompletableFuture.supplyAsync(pass("DeleteVpc", "orders")::mayBegin);
    await().until(() -> state() == State.HELD);
    points.release("p", false);
    assertThat(begun.join()).isFalse();
  }

  @Test
  void aCallHeldAfterItsEffectMayStayWithoutAnswer() {
    points.arm(new Point("p", "ssh", "orders", 1, Side.AFTER));
    Passage passage = pass("ssh", "orders-broker-1");
    assertThat(passage.mayBegin()).isTrue();
    CompletableFuture<Boolean> answered = CompletableFuture.supplyAsync(passage::mayAnswer);
    await().until(() -> state() == State.HELD);
    points.release("p", false);
    assertThat(answered.join()).isFalse();
  }

  @Test
  void aPointThatWasLetGoBeforeItsCallHoldsNothing() {
    points.arm(new Point("p", "CreateVpc", "orders", 1, Side.BEFORE));
    points.release("p", false);
    assertThat(pass("CreateVpc", "orders")).isSameAs(Passage.FREE);
    assertThat(points.release("q", true)).isFalse();
  }

  @Test
  void everyPointThatWaitedForTheSameCallIsHeld() {
    points.arm(new Point("commands", "ssh", "orders", Integer.MAX_VALUE, Side.BEFORE));
    points.arm(new Point("one", "ssh", "orders", 2, Side.BEFORE));
    points.arm(new Point("other", "*", "orders", 2, Side.BEFORE));
    points.arm(new Point("calls", "*", "orders", Integer.MAX_VALUE, Side.BEFORE));
    assertThat(pass("ssh", "orders-broker-1")).isSameAs(Passage.FREE);
    Passage second = pass("ssh", "orders-broker-1");
    CompletableFuture<Boolean> begun = CompletableFuture.supplyAsync(second::mayBegin);
    await().until(() -> states().equals(List.of("ARMED", "HELD", "HELD", "ARMED")));
    points.release("other", true);
    assertThat(states()).containsExactly("ARMED", "HELD", "RELEASED", "ARMED");
    assertThat(begun).isNotDone();
    points.release("one", false);
    assertThat(begun.join()).isFalse();
    assertThat(points.all()).allMatch(seen -> seen.times().size() == 2);
  }

  private List<String> states() {
    return points.all().stream().map(seen -> seen.state().name()).toList();
  }
}
