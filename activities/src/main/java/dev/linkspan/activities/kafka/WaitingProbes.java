package dev.linkspan.activities.kafka;

import dev.linkspan.activities.ssh.Conversation;
import dev.linkspan.activities.ssh.DaemonThreads;
import dev.linkspan.workflows.kafka.NodeActivities.Node;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Probes that have answered and may be asked again: a JVM with Kafka's clients takes longer to
 * start than to answer. Few of them, and not for long, since a bastion is small.
 */
final class WaitingProbes {
  private static final int AT_ONE_PLACE = 2;

  private final long idleNanos;
  private final Map<Place, Deque<Waiting>> places = new HashMap<>();
  private final ScheduledExecutorService sweeper =
      Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("idle-probes"));

  /** Those that nobody asked for this long are ended. */
  WaitingProbes(Duration idle) {
    idleNanos = idle.toNanos();
    long every = Math.max(100, idle.toMillis() / 4);
    var unused = sweeper.scheduleWithFixedDelay(this::sweep, every, every, TimeUnit.MILLISECONDS);
  }

  /** Where a probe runs, and who is logged in there. */
  record Place(String keyName, Node bastion) {}

  private record Waiting(Conversation probe, long since) {}

  /** The one that answered last, if one still runs. */
  Optional<Conversation> take(Place place) {
    List<Waiting> gone = new ArrayList<>();
    Optional<Conversation> taken = Optional.empty();
    synchronized (this) {
      Deque<Waiting> waiting = places.getOrDefault(place, new ArrayDeque<>());
      while (taken.isEmpty() && !waiting.isEmpty()) {
        Waiting last = waiting.pop();
        if (last.probe().open()) {
          taken = Optional.of(last.probe());
        } else {
          gone.add(last);
        }
      }
    }
    gone.forEach(each -> each.probe().close());
    return taken;
  }

  /** It has answered, and may be taken by the next. */
  void keep(Place place, Conversation probe) {
    synchronized (this) {
      Deque<Waiting> waiting = places.computeIfAbsent(place, any -> new ArrayDeque<>());
      if (waiting.size() < AT_ONE_PLACE) {
        waiting.push(new Waiting(probe, System.nanoTime()));
        return;
      }
    }
    probe.close();
  }

  private void sweep() {
    List<Waiting> old = new ArrayList<>();
    synchronized (this) {
      long now = System.nanoTime();
      Iterator<Deque<Waiting>> each = places.values().iterator();
      while (each.hasNext()) {
        Deque<Waiting> waiting = each.next();
        while (!waiting.isEmpty() && now - waiting.peekLast().since() > idleNanos) {
          old.add(waiting.pollLast());
        }
        if (waiting.isEmpty()) {
          each.remove();
        }
      }
    }
    old.forEach(each -> each.probe().close());
  }
}
