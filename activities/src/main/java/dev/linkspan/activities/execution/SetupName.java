package dev.linkspan.activities.execution;

import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import java.lang.reflect.RecordComponent;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the setup that the arguments of an activity or a workflow belong to. */
public final class SetupName {
  private SetupName() {}

  /** The name of the setup of the first owner, plan or link in the arguments or their fields. */
  public static Optional<String> in(Object[] arguments) {
    return Stream.concat(
            Stream.of(arguments).flatMap(SetupName::of),
            Stream.of(arguments).flatMap(SetupName::components).flatMap(SetupName::of))
        .findFirst();
  }

  private static Stream<String> of(Object value) {
    if (value instanceof Owner owner) {
      return Stream.of(owner.setup());
    }
    if (value instanceof Link link) {
      return Stream.of(link.plan().name());
    }
    return value instanceof Plan plan ? Stream.of(plan.name()) : Stream.empty();
  }

  private static Stream<Object> components(Object value) {
    return value instanceof Record
        ? Stream.of(value.getClass().getRecordComponents())
            .flatMap(component -> Stream.ofNullable(read(component, value)))
        : Stream.empty();
  }

  /** Null where the field is null, or cannot be read: a log line must not fail a workflow. */
  private static @Nullable Object read(RecordComponent component, Object value) {
    try {
      return component.getAccessor().invoke(value);
    } catch (ReflectiveOperationException e) {
      return null;
    }
  }
}
