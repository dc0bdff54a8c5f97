package dev.linkspan.systemtests;

import dev.linkspan.workflows.WorkflowTypes;
import dev.linkspan.workflows.steps.Message;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.WorkflowMethod;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** The signals, queries and updates of a workflow type, read from its interface. */
record WorkflowInteractions(List<String> signals, List<String> queries, List<String> updates) {
  private static final String UNKNOWN = "no such name";

  /**
   * Those of every workflow type, by the type's name; with the internal signal and unknown names.
   */
  static Map<String, WorkflowInteractions> all() {
    Map<String, WorkflowInteractions> all = new TreeMap<>();
    for (Class<?> implementation : WorkflowTypes.ALL) {
      for (Class<?> type : implementation.getInterfaces()) {
        names(type, m -> annotation(m, WorkflowMethod.class).map(WorkflowMethod::name))
            .forEach(name -> all.put(name, of(type)));
      }
    }
    return all;
  }

  private static WorkflowInteractions of(Class<?> type) {
    List<String> signals =
        new ArrayList<>(
            names(type, m -> annotation(m, SignalMethod.class).map(SignalMethod::name)));
    signals.addAll(List.of(Message.SIGNAL, UNKNOWN));
    List<String> queries =
        new ArrayList<>(names(type, m -> annotation(m, QueryMethod.class).map(QueryMethod::name)));
    queries.add(UNKNOWN);
    List<String> updates =
        new ArrayList<>(
            names(type, m -> annotation(m, UpdateMethod.class).map(UpdateMethod::name)));
    updates.add(UNKNOWN);
    return new WorkflowInteractions(signals, queries, updates);
  }

  private static List<String> names(Class<?> type, Function<Method, Optional<String>> name) {
    return Stream.of(type.getMethods()).flatMap(method -> name.apply(method).stream()).toList();
  }

  private static <A extends java.lang.annotation.Annotation> Optional<A> annotation(
      Method method, Class<A> type) {
    return Optional.ofNullable(method.getAnnotation(type));
  }
}
