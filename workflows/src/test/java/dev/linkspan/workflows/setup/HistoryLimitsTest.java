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
 * The histories of clusters larger than most. The limits are the server's defaults: it warns of a
 * run with so many events or bytes, and of one event so large; it takes no more activities of one
 * run than so many at once.
 */
class HistoryLimitsTest {
  private static final int BROKERS = 100;
  private static final int MOST_EVENTS = 10_240;
  private static final int MOST_BYTES = 10 << 20;
  private static final int MOST_BYTES_OF_ONE = 512 << 10;
  private static final int MOST_AT_ONCE = 2_000;

  private final Lab lab = new Lab(Duration.ofMinutes(4));

  @AfterEach
  void close() {
    lab.close();
  }

  private void staySmall(String... children) {
    for (String child : children) {
      History history = lab.history(child).getHistory();
      System.out.println(
          "history of %s: %,d events, %,d bytes, %,d activities at once"
              .formatted(
                  child.isEmpty() ? "the setup" : child,
                  history.getEventsCount(),
                  history.getSerializedSize(),
                  mostAtOnce(history)));
      assertThat(history.getEventsCount()).as("events of %s", child).isLessThan(MOST_EVENTS);
      assertThat(history.getSerializedSize()).as("bytes of %s", child).isLessThan(MOST_BYTES);
      assertThat(history.getEventsList())
          .as("events of %s", child)
          .allMatch(event -> event.getSerializedSize() < MOST_BYTES_OF_ONE);
      assertThat(mostAtOnce(history)).as("at once in %s", child).isLessThan(MOST_AT_ONCE);
    }
  }

  private static int mostAtOnce(History history) {
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
  void staySmallForANewClusterWhoseNameComesLate() {
    lab.start(Plans.withBrokers(BROKERS));
    lab.awaitStep("", "Kafka cluster", Step.State.DONE);
    lab.awaitPhase(Phase.AWAITING_APPROVAL);
    lab.setup.approve(Lab.YES);
    lab.awaitPhase(Phase.READY);

    staySmall("", "kafka", "exposure", "approval", "rollout", "verification");
    lab.destroy();
    staySmall("", "teardown");
  }

  @Test
  void staySmallForAnExistingCluster() {
    lab.world.kafka.existing(BROKERS);
    lab.start(
        Plans.ofExisting(BROKERS, Mode.COMBINED, new RolloutPlan(Duration.ofSeconds(1), true)));
    lab.setup.approve(Lab.YES);
    lab.awaitPhase(Phase.READY);

    staySmall("", "survey", "exposure", "approval", "rollout", "verification");
    lab.destroy();
    staySmall("", "teardown");
  }
}
