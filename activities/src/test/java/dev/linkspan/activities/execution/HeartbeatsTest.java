package dev.linkspan.activities.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.activity.ActivityInterface;
import io.temporal.client.ActivityCanceledException;
import io.temporal.testing.TestActivityEnvironment;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

public class HeartbeatsTest {
  private final TestActivityEnvironment environment = TestActivityEnvironment.newInstance();

  @AfterEach
  void close() {
    environment.close();
  }

  @ActivityInterface
  public interface Work {
    void run();
  }

  @Test
  void beatsWhileTheActivityIsBusy() {
    AtomicInteger beats = new AtomicInteger();
    environment.setActivityHeartbeatListener(Void.class, ignored -> beats.incrementAndGet());
    environment.registerActivitiesImplementations(
        (Work)
            () -> {
              try (var beating = Heartbeats.start()) {
                Awaitility.await().until(() -> beats.get() > 0);
                beating.check();
              }
            });
    environment.newActivityStub(Work.class).run();
    assertThat(beats.get()).isPositive();
  }

  @Test
  void cancellationEndsThePause() {
    AtomicReference<Throwable> seen = new AtomicReference<>();
    environment.registerActivitiesImplementations(
        (Work)
            () -> {
              try (var beating = Heartbeats.start()) {
                beating.pause(Duration.ofMinutes(10));
              } catch (ActivityCanceledException e) {
                seen.set(e);
                throw e;
              }
            });
    environment.requestCancelActivity();
    assertThatThrownBy(() -> environment.newActivityStub(Work.class).run()).isNotNull();
    assertThat(seen.get()).isInstanceOf(ActivityCanceledException.class);
  }

  @Test
  void outsideAnActivityThereIsNothingToBeatFor() {
    assertThatThrownBy(Heartbeats::start).isInstanceOf(IllegalStateException.class);
  }
}
