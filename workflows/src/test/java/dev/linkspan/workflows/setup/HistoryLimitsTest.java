package dev.linkspan.workflows.setup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.workflows.plan.ClusterPlan.Mode;
import dev.linkspan.workflows.plan.ClusterPlan.RolloutPlan;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import dev.linkspan.workflows.steps.Step;
import io.temporal.api.history.v1.History;
import io.temporal.api.history.v1.HistoryEvent;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The histories of large clusters. The limits are the server's defaults: it warns about a run with
 * this many events or bytes and about an event of this size, and it rejects more pending activities
 * of one run than this.
 */
class HistoryLimitsTest {
  private static final int BROKERS = 100;
  private static final int MAX_EVENTS = 10_240;
  private static final int MAX_BYTES = 10 << 20;
  private static final int MAX_EVENT_BYTES = 512 << 10;
  private static final int MAX_PENDING_ACTIVITIES = 2_000;

  private final Lab lab = new Lab(Duration.ofMinutes(4));

  @AfterEach
  void close() {
    lab.close();
  }

  private void assertSmallHistories(String... children) {
    for (String child : children) {
      History history = lab.history(child).getHistory();
      System.out.println(
          "history of %s: %,d events, %,d bytes, %,d pending activities"
              .formatted(
                  child.isEmpty() ? "the setup" : child,
                  history.getEventsCount(),
                  history.getSerializedSize(),
                  maxPendingActivities(history)));
      assertThat(history.getEventsCount()).as("events of %s", child).isLessThan(MAX_EVENTS);
      assertThat(history.getSerializedSize()).as("bytes of %s", child).isLessThan(MAX_BYTES);
      assertThat(history.getEventsList())
          .as("events of %s", child)
          .allMatch(event -> event.getSerializedSize() < MAX_EVENT_BYTES);
      assertThat(maxPendingActivities(history))
          .as("pending activities of %s", child)
          .isLessThan(MAX_PENDING_ACTIVITIES);
    }
  }

  private static int maxPendingActivities(History history) {
    int now = 0;
    int most = 0;
    for (HistoryEvent event : history.getEventsList()) {
      now += event.hasActivityTaskScheduledEventAttributes() ? 1 : 0;
      now -= endsAnActivity(event) ? 1 : 0;
      most = Math.max(most, now);
    }
    return most;
  }

  private static boolean endsAnActivity(HistoryEvent event) {
    return Stream.of(
            event.hasActivityTaskCompletedEventAttributes(),
            event.hasActivityTaskFailedEventAttributes(),
            event.hasActivityTaskTimedOutEventAttributes(),
            event.hasActivityTaskCanceledEventAttributes())
        .anyMatch(ends -> ends);
  }

  @Test
  void historiesOfANewClusterWithALateNameStaySmall() {
    lab.start(Plans.withBrokers(BROKERS));
    lab.awaitStep("", "Kafka cluster", Step.State.DONE);
    lab.awaitPhase(Phase.AWAITING_APPROVAL);
    lab.setup.approve(Lab.YES);
    lab.awaitPhase(Phase.READY);

    assertSmallHistories("", "kafka", "exposure", "approval", "rollout", "verification");
    lab.destroy();
    assertSmallHistories("", "teardown");
  }

  @Test
  void historiesOfAnExistingClusterStaySmall() {
    lab.world.kafka.addRunningBrokers(BROKERS);
    lab.start(
        Plans.ofExisting(BROKERS, Mode.COMBINED, new RolloutPlan(Duration.ofSeconds(1), true)));
    lab.setup.approve(Lab.YES);
    lab.awaitPhase(Phase.READY);

    assertSmallHistories("", "survey", "exposure", "approval", "rollout", "verification");
    lab.destroy();
    assertSmallHistories("", "teardown");
  }
}
