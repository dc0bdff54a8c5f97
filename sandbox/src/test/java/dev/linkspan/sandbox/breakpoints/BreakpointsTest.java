package dev.linkspan.sandbox.breakpoints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linkspan.sandbox.breakpoints.Breakpoint.Side;
import dev.linkspan.sandbox.breakpoints.Breakpoints.State;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BreakpointsTest {
  private final Breakpoints breakpoints = new Breakpoints();

  @AfterEach
  void releaseAll() {
    breakpoints.clear();
  }

  private CallGate pass(String action, String subject) {
    return breakpoints.gateFor(action, subject::contains);
  }

  private State state() {
    return breakpoints.all().get(0).state();
  }

  @Test
  void theNthCallIsHeldBeforeItsEffectUntilItIsReleased() {
    breakpoints.arm(new Breakpoint("p", "CreateVSwitch", "orders", 2, Side.BEFORE));
    assertThat(pass("CreateVSwitch", "orders-1")).isSameAs(CallGate.OPEN);
    assertThat(pass("CreateVSwitch", "other")).isSameAs(CallGate.OPEN);
    assertThat(pass("CreateVpc", "orders")).isSameAs(CallGate.OPEN);
    CallGate second = pass("CreateVSwitch", "orders-2");
    CompletableFuture<Boolean> begun = CompletableFuture.supplyAsync(second::mayTakeEffect);
    await().until(() -> state() == State.HELD);
    assertThat(begun).isNotDone();
    assertThat(breakpoints.release("p", true)).isTrue();
    assertThat(begun.join()).isTrue();
    assertThat(second.mayAnswer()).isTrue();
    assertThat(pass("CreateVSwitch", "orders-3")).isSameAs(CallGate.OPEN);
  }

  @Test
  void aCallThatMustNotProceedHasNoEffect() {
    breakpoints.arm(new Breakpoint("p", "*", "orders", 1, Side.BEFORE));
    CompletableFuture<Boolean> begun =
        CompletableFuture.supplyAsync(pass("DeleteVpc", "orders")::mayTakeEffect);
    await().until(() -> state() == State.HELD);
    breakpoints.release("p", false);
    assertThat(begun.join()).isFalse();
  }

  @Test
  void aCallHeldAfterItsEffectCanStayWithoutResponse() {
    breakpoints.arm(new Breakpoint("p", "ssh", "orders", 1, Side.AFTER));
    CallGate gate = pass("ssh", "orders-broker-1");
    assertThat(gate.mayTakeEffect()).isTrue();
    CompletableFuture<Boolean> answered = CompletableFuture.supplyAsync(gate::mayAnswer);
    await().until(() -> state() == State.HELD);
    breakpoints.release("p", false);
    assertThat(answered.join()).isFalse();
  }

  @Test
  void aBreakpointThatIsReleasedBeforeItsCallHoldsNothing() {
    breakpoints.arm(new Breakpoint("p", "CreateVpc", "orders", 1, Side.BEFORE));
    breakpoints.release("p", false);
    assertThat(pass("CreateVpc", "orders")).isSameAs(CallGate.OPEN);
    assertThat(breakpoints.release("q", true)).isFalse();
  }

  @Test
  void everyBreakpointOfTheSameCallIsHeld() {
    breakpoints.arm(new Breakpoint("commands", "ssh", "orders", Integer.MAX_VALUE, Side.BEFORE));
    breakpoints.arm(new Breakpoint("one", "ssh", "orders", 2, Side.BEFORE));
    breakpoints.arm(new Breakpoint("other", "*", "orders", 2, Side.BEFORE));
    breakpoints.arm(new Breakpoint("calls", "*", "orders", Integer.MAX_VALUE, Side.BEFORE));
    assertThat(pass("ssh", "orders-broker-1")).isSameAs(CallGate.OPEN);
    CallGate second = pass("ssh", "orders-broker-1");
    CompletableFuture<Boolean> begun = CompletableFuture.supplyAsync(second::mayTakeEffect);
    await().until(() -> states().equals(List.of("ARMED", "HELD", "HELD", "ARMED")));
    breakpoints.release("other", true);
    assertThat(states()).containsExactly("ARMED", "HELD", "RELEASED", "ARMED");
    assertThat(begun).isNotDone();
    breakpoints.release("one", false);
    assertThat(begun.join()).isFalse();
    assertThat(breakpoints.all()).allMatch(snapshot -> snapshot.times().size() == 2);
  }

  private List<String> states() {
    return breakpoints.all().stream().map(snapshot -> snapshot.state().name()).toList();
  }
}
