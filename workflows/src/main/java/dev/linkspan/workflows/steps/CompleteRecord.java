package dev.linkspan.workflows.steps;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads records from JSON that anyone can have written. Pure. */
public final class CompleteRecord {
  private CompleteRecord() {}

  /**
   * The JSON as this record, in which no component is null unless its type says so.
   *
   * @throws IllegalArgumentException where it does not fit
   */
  public static <T> T read(JsonNode json, Class<T> type) {
    T value = Message.JSON.convertValue(json, type);
    if (!isComplete(value)) {
      throw new IllegalArgumentException("a part of the message is missing");
    }
    return value;
  }

  private static boolean isComplete(@Nullable Object value) {
    if (value instanceof Optional<?> optional) {
      return optional.isEmpty() || isComplete(optional.get());
    } else if (value instanceof Collection<?> elements) {
      return elements.stream().allMatch(CompleteRecord::isComplete);
    } else if (value instanceof Map<?, ?> entries) {
      return isComplete(entries.values());
    } else if (value instanceof Record) {
      return hasAllComponents(value);
    }
    return value != null;
  }

  private static boolean hasAllComponents(Object value) {
    for (RecordComponent component : value.getClass().getRecordComponents()) {
      boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
      Object part = part(value, component);
      if (part == null ? !nullable : !isComplete(part)) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable Object part(Object value, RecordComponent component) {
    try {
      return component.getAccessor().invoke(value);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(component + " can't be read", e);
    }
  }
}
