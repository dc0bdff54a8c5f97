package dev.linkspan.workflows.setup;

import static org.awaitility.Awaitility.await;

import dev.linkspan.workflows.connection.ConnectionActivities;
import dev.linkspan.workflows.exposure.ExposureActivities;
import dev.linkspan.workflows.kafka.BrokerActivities;
import dev.linkspan.workflows.kafka.ClusterActivities;
import dev.linkspan.workflows.kafka.NodeActivities;
import dev.linkspan.workflows.network.NetworkActivities;
import dev.linkspan.workflows.rollout.AuditActivities;
import dev.linkspan.workflows.teardown.EarlierRunActivities;
import dev.linkspan.workflows.verification.Notice;
import dev.linkspan.workflows.verification.VerificationActivities;
import io.temporal.activity.Activity;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Both clouds and all machines, simulated. Every activity is a call with a name, for example {@code
 * ensureVSwitch bastion}. A test can let a call fail once, or hold it until it is released, and
 * reads the calls in the order in which they started and ended.
 */
final class World {
  private final Object lock = new Object();
  private final List<String> events = new ArrayList<>();
  private final List<Notice> notices = new ArrayList<>();
  private final List<String> running = new ArrayList<>();
  private final Map<String, Deque<RuntimeException>> failures = new HashMap<>();
  private final Set<String> held = new HashSet<>();
  private final Set<String> nullOnce = new HashSet<>();

  /**
   * Keeps the Kafka workflow from ending before the domains are attached, so that it does not end
   * just when it receives the signal with the unique name: the in-memory server, unlike a real one,
   * can lose a workflow task then.
   */
  volatile boolean kafkaEndsAfterTheDomains;

  /** The answers and the state of the clouds. */
  final Answers answers = new Answers();

  final KafkaAnswers kafka = new KafkaAnswers();

  Object[] cloudActivities() {
    return new Object[] {
      fake(NetworkActivities.class),
      fake(ExposureActivities.class),
      fake(ConnectionActivities.class),
      fake(EarlierRunActivities.class)
    };
  }

  Object[] nodeActivities() {
    return new Object[] {
      fake(NodeActivities.class),
      fake(BrokerActivities.class),
      fake(ClusterActivities.class),
      fake(AuditActivities.class),
      fake(VerificationActivities.class)
    };
  }

  void failOnce(String call, RuntimeException failure) {
    synchronized (lock) {
      failures.computeIfAbsent(call, c -> new ArrayDeque<>()).add(failure);
    }
  }

  /** The call returns null once: an answer that no code expects. */
  void answerNullOnce(String call) {
    synchronized (lock) {
      nullOnce.add(call);
    }
  }

  void hold(String call) {
    synchronized (lock) {
      held.add(call);
    }
  }

  void release(String call) {
    synchronized (lock) {
      held.remove(call);
      lock.notifyAll();
    }
  }

  /** Waits until each of these calls has started. */
  void awaitStarted(String... calls) {
    for (String call : calls) {
      await(call).atMost(Duration.ofSeconds(30)).until(() -> count(call) > 0);
    }
  }

  /** The number of times that a call has started. */
  long count(String call) {
    return events().stream().filter(("> " + call)::equals).count();
  }

  /** All calls with this prefix, in the order in which they started. */
  List<String> calls(String prefix) {
    return events().stream()
        .filter(event -> event.startsWith("> " + prefix))
        .map(event -> event.substring(2))
        .toList();
  }

  /**
   * {@code > call} when it started, {@code < call} when it succeeded, {@code ! call} when it
   * failed.
   */
  List<String> events() {
    synchronized (lock) {
      return List.copyOf(events);
    }
  }

  /** What the webhook was sent, each time that it was tried. */
  List<Notice> notices() {
    synchronized (lock) {
      return List.copyOf(notices);
    }
  }

  /** The calls that have started and not ended. */
  List<String> running() {
    synchronized (lock) {
      return List.copyOf(running);
    }
  }

  boolean isHeld(String call) {
    synchronized (lock) {
      return held.contains(call)
          || (kafkaEndsAfterTheDomains
              && call.startsWith("testMessages")
              && !events.contains("< attachDomains plc-1"));
    }
  }

  private <A> A fake(Class<A> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) ->
                method.getDeclaringClass() == Object.class
                    ? ofObject(proxy, method, arguments)
                    : perform(method, arguments)));
  }

  private Object perform(Method method, Object[] arguments) throws InterruptedException {
    String call = Calls.name(method, arguments);
    synchronized (lock) {
      events.add("> " + call);
      running.add(call);
      Stream.of(arguments).filter(Notice.class::isInstance).forEach(n -> notices.add((Notice) n));
      try {
        return perform(call, method, arguments);
      } finally {
        running.remove(call);
      }
    }
  }

  // Called with the lock.
  private Object perform(String call, Method method, Object[] arguments)
      throws InterruptedException {
    while (isHeld(call)) {
      lock.wait(50);
      Activity.getExecutionContext().heartbeat(null);
    }
    Deque<RuntimeException> planned = failures.getOrDefault(call, new ArrayDeque<>());
    if (!planned.isEmpty()) {
      events.add("! " + call);
      throw planned.remove();
    }
    if (nullOnce.remove(call)) {
      events.add("0 " + call);
      return null;
    }
    Object answer = answer(method, arguments);
    events.add("< " + call);
    return answer;
  }

  private Object answer(Method method, Object[] arguments) {
    Class<?> type = method.getDeclaringClass();
    answers.called(method.getName());
    if (type == NodeActivities.class) {
      return kafka.ofNode(method.getName(), arguments);
    } else if (type == BrokerActivities.class) {
      return kafka.ofBroker(method.getName(), arguments);
    } else if (type == ClusterActivities.class) {
      return kafka.ofCluster(method.getName(), arguments);
    } else if (type == AuditActivities.class) {
      return kafka.ofAudit(method.getName());
    }
    return answers.to(method.getName(), arguments);
  }

  private static Object ofObject(Object proxy, Method method, Object[] arguments)
      throws IllegalAccessException, InvocationTargetException {
    return switch (method.getName()) {
      case "equals" -> proxy == arguments[0];
      case "hashCode" -> System.identityHashCode(proxy);
      default -> "fake " + proxy.getClass().getInterfaces()[0].getSimpleName();
    };
  }
}
