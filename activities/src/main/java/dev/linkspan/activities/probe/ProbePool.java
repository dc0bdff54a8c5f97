package dev.linkspan.activities.probe;

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
 * Running probes to use again: a JVM with Kafka's clients takes longer to start than to answer. A
 * bastion is small, so the pool keeps few of them, and not for long.
 */
final class ProbePool {
  private static final int MOST_IDLE = 2;

  private final long idleNanos;
  private final Map<Place, Deque<Idle>> places = new HashMap<>();
  private final ScheduledExecutorService sweeper =
      Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("idle-probes"));

  /** Ends probes that were idle this long. */
  ProbePool(Duration idle) {
    idleNanos = idle.toNanos();
    long every = Math.max(100, idle.toMillis() / 4);
    var unused = sweeper.scheduleWithFixedDelay(this::sweep, every, every, TimeUnit.MILLISECONDS);
  }

  /** Where a probe runs, and the SSH key that is logged in there. */
  record Place(String keyName, Node bastion) {}

  private record Idle(Conversation probe, long since) {}

  /** Takes the probe that answered last, if one still runs. */
  Optional<Conversation> take(Place place) {
    List<Idle> gone = new ArrayList<>();
    Optional<Conversation> taken = Optional.empty();
    synchronized (this) {
      Deque<Idle> idle = places.getOrDefault(place, new ArrayDeque<>());
      while (taken.isEmpty() && !idle.isEmpty()) {
        Idle last = idle.pop();
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

  /** Returns a probe that has answered to the pool; ends it if the pool is full. */
  void keep(Place place, Conversation probe) {
    synchronized (this) {
      Deque<Idle> idle = places.computeIfAbsent(place, any -> new ArrayDeque<>());
      if (idle.size() < MOST_IDLE) {
        idle.push(new Idle(probe, System.nanoTime()));
        return;
      }
    }
    probe.close();
  }

  private void sweep() {
    List<Idle> old = new ArrayList<>();
    synchronized (this) {
      long now = System.nanoTime();
      Iterator<Deque<Idle>> each = places.values().iterator();
      while (each.hasNext()) {
        Deque<Idle> idle = each.next();
        while (!idle.isEmpty() && now - idle.peekLast().since() > idleNanos) {
          old.add(idle.pollLast());
        }
        if (idle.isEmpty()) {
          each.remove();
        }
      }
    }
    old.forEach(each -> each.probe().close());
  }
}
