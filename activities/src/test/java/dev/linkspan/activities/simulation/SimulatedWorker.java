package dev.linkspan.activities.simulation;

import io.temporal.activity.Activity;
import io.temporal.failure.ApplicationFailure;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** Runs activities; the worker may die after one, before its result is known. */
final class SimulatedWorker {

  /** Carries out an activity. */
  @FunctionalInterface
  interface Work {
    Object answer(Method method, Object[] arguments) throws ReflectiveOperationException;
  }

  private final FaultModel faults;
  private final VirtualTime time;
  private final ActivityPause pause;
  private final List<String> trace;
  private final IntConsumer onBegin;
  private volatile boolean destroying;
  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicInteger running = new AtomicInteger();

  /**
   * @param onBegin told the number of each activity that begins
   */
  SimulatedWorker(
      FaultModel faults,
      VirtualTime time,
      ActivityPause pause,
      List<String> trace,
      IntConsumer onBegin) {
    this.pause = pause;
    this.faults = faults;
    this.time = time;
    this.trace = trace;
    this.onBegin = onBegin;
  }

  int begun() {
    return begun.get();
  }

  boolean isIdle() {
    return running.get() == 0;
  }

  /** Whether every activity that runs waits at the pause. */
  boolean isHeld() {
    return running.get() == pause.waiting();
  }

  <A> A real(Class<A> type, A activities) {
    return through(type, (method, arguments) -> method.invoke(activities, arguments));
  }

  <A> A through(Class<A> type, Work work) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) ->
                method.getDeclaringClass() == Object.class
                    ? ofObject(proxy, method, arguments)
                    : perform(work, method, arguments)));
  }

  private Object perform(Work work, Method method, Object[] arguments) throws Throwable {
    var info = Activity.getExecutionContext().getInfo();
    time.follow(Instant.ofEpochMilli(info.getCurrentAttemptScheduledTimestamp()));
    String name = method.getName() + told(arguments);
    running.incrementAndGet();
    try {
      trace.add(time + " > " + name + (info.getAttempt() > 1 ? " @" + info.getAttempt() : ""));
      onBegin.accept(begun.incrementAndGet());
      pause.pass();
      Object result = work.answer(method, arguments);
      if (faults.resultLost(name)) {
        throw new FaultyHttp.WorkerDied("after " + name);
      }
      trace.add(time + " < " + name);
      return result;
    } catch (InvocationTargetException e) {
      trace.add(time + " x " + name + ": " + e.getCause());
      throw afterCancelling(name, e.getCause());
    } catch (FaultyHttp.WorkerDied e) {
      trace.add(time + " x " + name + ": " + e.getMessage());
      throw afterCancelling(name, e);
    } finally {
      pause.pass();
      running.decrementAndGet();
    }
  }

  /**
   * A real server tries an activity that it was asked to cancel no more; the in-memory one neither
   * does that nor tries again, and the workflow would wait for ever. A failure is held, too: it is
   * judged when the person has destroyed.
   */
  private Throwable afterCancelling(String name, Throwable failure) {
    pause.pass();
    return destroying && !name.startsWith("remove") && !name.startsWith("awaitLists")
        ? ApplicationFailure.newNonRetryableFailure("not tried again: " + failure, "Cancelled")
        : failure;
  }

  /** From now on what is built is being cancelled. */
  void destroying() {
    destroying = true;
  }

  /** The plain names among the arguments. */
  private static String told(Object[] arguments) {
    StringBuilder text = new StringBuilder();
    for (Object argument : arguments) {
      if (argument instanceof String name && !name.contains("-t4n")) {
        text.append(' ').append(name);
      } else if (argument instanceof dev.linkspan.workflows.plan.Plan.VSwitchPlan plan) {
        text.append(' ').append(plan.name());
      } else if (argument instanceof dev.linkspan.workflows.plan.Plan.SecurityGroupPlan plan) {
        text.append(' ').append(plan.name());
      } else if (argument instanceof dev.linkspan.workflows.kafka.NodeActivities.Node node) {
        text.append(' ').append(node.name());
      } else if (argument
          instanceof dev.linkspan.workflows.network.NetworkActivities.InstanceRequest request) {
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
