package dev.linkspan.workflows.steps;

import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.DataConverterException;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.interceptors.Header;
import java.util.Map;
import java.util.Optional;

/**
 * How a workflow calls an activity, which itself only knows its type. Travels in the header of
 * every activity, which is not part of its input.
 *
 * @param step name of the step that called it; empty if none did
 * @param summary as in the Temporal UI
 * @param maximumAttempts 0 if they are not limited
 */
public record ActivityCall(String step, String summary, int maximumAttempts) {
  private static final String HEADER = "linkspan-activity-call";

  /** The call that has this header; empty if the header does not tell. */
  public static Optional<ActivityCall> in(Header header) {
    Payload payload = header.getValues().get(HEADER);
    if (payload == null) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(
          DefaultDataConverter.STANDARD_INSTANCE.fromPayload(
              payload, ActivityCall.class, ActivityCall.class));
    } catch (DataConverterException unreadable) {
      return Optional.empty();
    }
  }

  Map<String, Payload> header() {
    return DefaultDataConverter.STANDARD_INSTANCE
        .toPayload(this)
        .map(payload -> Map.of(HEADER, payload))
        .orElseGet(Map::of);
  }
}
