package dev.linkspan.activities.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan.CredentialNames;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.activity.ActivityInfo;
import io.temporal.activity.ActivityInterface;
import io.temporal.client.ActivityCanceledException;
import io.temporal.client.ActivityCompletionException;
import io.temporal.client.ActivityNotExistsException;
import io.temporal.client.ActivityWorkerShutdownException;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor.ActivityInput;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor.ActivityOutput;
import io.temporal.common.interceptors.Header;
import io.temporal.testing.TestActivityEnvironment;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ActivityExecutionInterceptorTest {
  private static final Owner OWNER =
      new Owner(
          "demo", "run-1", "ap-southeast-1", new CredentialNames("default", "default", "default"));
  private static final Duration LONG = Duration.ofMinutes(10);

  private final TestActivityEnvironment environment = TestActivities.environment();
  private final AtomicInteger heartbeats = new AtomicInteger();
  private final AtomicReference<Optional<RuntimeException>> answer =
      new AtomicReference<>(Optional.empty());

  @AfterEach
  void close() {
    environment.close();
  }

  @ActivityInterface
  public interface Work {
    void run(Owner owner);
  }

  @Test
  void sendsHeartbeatsWhileTheActivityIsBusy() {
    AtomicInteger received = new AtomicInteger();
    environment.setActivityHeartbeatListener(Void.class, ignored -> received.incrementAndGet());
    environment.registerActivitiesImplementations(
        (Work) owner -> Awaitility.await().until(() -> received.get() > 1));
    environment.newActivityStub(Work.class).run(OWNER);
    assertThat(received.get()).isGreaterThan(1);
  }

  @Test
  void cancellationEndsAPause() {
    AtomicReference<Throwable> seen = new AtomicReference<>();
    environment.registerActivitiesImplementations(
        (Work)
            owner -> {
              try {
                Waiting.pause(LONG);
              } catch (RuntimeException e) {
                seen.set(e);
                throw e;
              }
            });
    environment.requestCancelActivity();
    assertThatThrownBy(() -> environment.newActivityStub(Work.class).run(OWNER)).isNotNull();
    assertThat(seen.get()).isInstanceOf(ActivityCanceledException.class);
  }

  static Stream<ActivityCompletionException> reasons() {
    return Stream.of(
        new ActivityCanceledException(),
        new ActivityNotExistsException("activity-1", null),
        new ActivityWorkerShutdownException());
  }

  @ParameterizedTest
  @MethodSource("reasons")
  void interruptsACallThatBlocksAndThrowsWhyItMustStop(ActivityCompletionException reason) {
    assertThatThrownBy(
            () ->
                execute(
                    () -> {
                      answer.set(Optional.of(reason));
                      return blocked();
                    }))
        .isSameAs(reason);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void keepsTheResultOfWorkThatEndsInSpiteOfTheInterrupt() {
    Object result =
        execute(
            () -> {
              answer.set(Optional.of(new ActivityCanceledException()));
              while (!Thread.currentThread().isInterrupted()) {
                Thread.onSpinWait();
              }
              return "done";
            });
    assertThat(result).isEqualTo("done");
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void throwsTheFailureOfAnActivityThatIsNotStopped() {
    assertThatThrownBy(
            () ->
                execute(
                    () -> {
                      throw new IllegalStateException("its own");
                    }))
        .hasMessage("its own");
  }

  @Test
  void continuesAfterAFailedHeartbeat() {
    Object result =
        execute(
            () -> {
              answer.set(Optional.of(new IllegalStateException("no connection")));
              int before = heartbeats.get();
              Awaitility.await().until(() -> heartbeats.get() > before + 1);
              Waiting.check();
              return "done";
            });
    assertThat(result).isEqualTo("done");
  }

  @Test
  void sendsNoHeartbeatAfterTheActivity() {
    execute(() -> "done");
    assertThat(Heartbeats.current()).isEmpty();
  }

  @Test
  void identifiesTheActivityByItsOwnerAndItsInfo() {
    assertThat(LoggingContext.identity(info(), new Object[] {"any", OWNER}))
        .containsOnly(
            entry("setup", OWNER.setup()),
            entry("workflow", "workflow-1"),
            entry("step", "Work_Run"),
            entry("attempt", "3"));
  }

  @Test
  void waitsWithoutAnActivity() {
    Waiting.check();
    Waiting.pause(Duration.ofMillis(1));
  }

  @Test
  void anInterruptOutsideAnActivityEndsThePauseAndStays() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> Waiting.pause(LONG)).isInstanceOf(IllegalStateException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  /** As library code does it: what it throws does not say why it was interrupted. */
  private static Object blocked() {
    try {
      new CountDownLatch(1).await();
      return "never";
    } catch (InterruptedException e) {
      throw new IllegalStateException("a library was interrupted", e);
    }
  }

  private Object execute(Supplier<Object> work) {
    ActivityInboundCallsInterceptor interceptor =
        new ActivityExecutionInterceptor()
            .interceptActivity(
                new ActivityInboundCallsInterceptor() {
                  @Override
                  public void init(ActivityExecutionContext context) {}

                  @Override
                  public ActivityOutput execute(ActivityInput input) {
                    return new ActivityOutput(work.get());
                  }
                });
    interceptor.init(context());
    return interceptor.execute(new ActivityInput(Header.empty(), new Object[] {OWNER})).getResult();
  }

  private ActivityExecutionContext context() {
    return proxy(
        ActivityExecutionContext.class,
        name -> {
          if (name.equals("heartbeat")) {
            heartbeats.incrementAndGet();
            answer
                .get()
                .ifPresent(
                    e -> {
                      throw e;
                    });
          }
          return name.equals("getInfo") ? info() : null;
        });
  }

  private static ActivityInfo info() {
    return proxy(
        ActivityInfo.class,
        name ->
            switch (name) {
              case "getWorkflowId" -> "workflow-1";
              case "getActivityType" -> "Work_Run";
              case "getAttempt" -> 3;
              default -> null;
            });
  }

  private static <T> T proxy(Class<T> type, Function<String, Object> answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> answer.apply(method.getName())));
  }
}
