package dev.linkspan.activities.simulation;

import dev.linkspan.workflows.kafka.NodeActivities.Node;
import dev.linkspan.workflows.network.NetworkActivities.InstanceRequest;
import dev.linkspan.workflows.plan.Plan.SecurityGroupPlan;
import dev.linkspan.workflows.plan.Plan.VSwitchPlan;
import io.temporal.activity.Activity;
import io.temporal.failure.ApplicationFailure;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** Runs activities. The worker may die after one, before its result is known. */
final class SimulatedWorker {

  /** The implementation of an activity. */
  @FunctionalInterface
  interface Implementation {
    Object run(Method method, Object[] arguments) throws ReflectiveOperationException;
  }

  private final FaultModel faults;
  private final VirtualTime time;
  private final ActivityPause pause;
  private final List<String> trace;
  private final IntConsumer onStart;
  private volatile boolean destroying;
  private final AtomicInteger started = new AtomicInteger();
  private final AtomicInteger running = new AtomicInteger();

  /**
   * Creates the worker.
   *
   * @param onStart gets the number of each activity that starts
   */
  SimulatedWorker(
      FaultModel faults,
      VirtualTime time,
      ActivityPause pause,
      List<String> trace,
      IntConsumer onStart) {
    this.pause = pause;
    this.faults = faults;
    this.time = time;
    this.trace = trace;
    this.onStart = onStart;
  }

  /** How many activities have started. */
  int started() {
    return started.get();
  }

  /** How many activities run now. */
  int running() {
    return running.get();
  }

  boolean isIdle() {
    return running.get() == 0;
  }

  /** Whether every running activity waits in the pause. */
  boolean isPaused() {
    return running.get() == pause.waiting();
  }

  /** These activities, run by this worker. */
  <A> A wrap(Class<A> type, A activities) {
    return implement(type, (method, arguments) -> method.invoke(activities, arguments));
  }

  /** Activities of an interface, implemented by one function and run by this worker. */
  <A> A implement(Class<A> type, Implementation implementation) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) ->
                method.getDeclaringClass() == Object.class
                    ? ofObject(proxy, method, arguments)
                    : run(implementation, method, arguments)));
  }

  private Object run(Implementation implementation, Method method, Object[] arguments)
      throws Throwable {
    var info = Activity.getExecutionContext().getInfo();
    time.follow(Instant.ofEpochMilli(info.getCurrentAttemptScheduledTimestamp()));
    String name = method.getName() + names(arguments);
    running.incrementAndGet();
    try {
      trace.add(time + " > " + name + (info.getAttempt() > 1 ? " @" + info.getAttempt() : ""));
      onStart.accept(started.incrementAndGet());
      pause.waitUntilOver();
      Object result = implementation.run(method, arguments);
      if (faults.losesResult(name)) {
        throw new FaultyHttp.WorkerDied("after " + name);
      }
      trace.add(time + " < " + name);
      return result;
    } catch (InvocationTargetException e) {
      trace.add(time + " x " + name + ": " + e.getCause());
      throw afterCancellation(name, e.getCause());
    } catch (FaultyHttp.WorkerDied e) {
      trace.add(time + " x " + name + ": " + e.getMessage());
      throw afterCancellation(name, e);
    } finally {
      pause.waitUntilOver();
      running.decrementAndGet();
    }
  }

  /**
   * A real server does not retry an activity after its cancellation and reports it as cancelled.
   * The in-memory server neither retries nor reports it, and the workflow would wait forever. A
   * failure waits in the pause, too, so that this decision is made after the person has destroyed
   * the setup.
   */
  private Throwable afterCancellation(String name, Throwable failure) {
    pause.waitUntilOver();
    return destroying && !isPartOfTeardown(name)
        ? ApplicationFailure.newNonRetryableFailure("not retried: " + failure, "Cancelled")
        : failure;
  }

  private static boolean isPartOfTeardown(String name) {
    return name.startsWith("remove") || name.startsWith("awaitLists") || name.startsWith("end ");
  }

  /** From now on, activities that build the setup are cancelled. */
  void startDestroying() {
    destroying = true;
  }

  /** The names among the arguments. */
  private static String names(Object[] arguments) {
    StringBuilder text = new StringBuilder();
    for (Object argument : arguments) {
      if (argument instanceof String name && !name.contains("-t4n")) {
        text.append(' ').append(name);
      } else if (argument instanceof VSwitchPlan plan) {
        text.append(' ').append(plan.name());
      } else if (argument instanceof SecurityGroupPlan plan) {
        text.append(' ').append(plan.name());
      } else if (argument instanceof Node node) {
        text.append(' ').append(node.name());
      } else if (argument instanceof InstanceRequest request) {
        text.append(' ').append(request.plan().name());
      }
    }
    return text.toString();
  }

  private static Object ofObject(Object proxy, Method method, Object[] arguments) {
    return switch (method.getName()) {
      case "equals" -> proxy == arguments[0];
      case "hashCode" -> System.identityHashCode(proxy);
      default -> "simulated " + proxy.getClass().getInterfaces()[0].getSimpleName();
    };
  }
}
