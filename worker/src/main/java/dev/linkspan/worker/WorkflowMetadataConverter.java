package dev.linkspan.worker;

import io.temporal.api.common.v1.Payload;
import io.temporal.api.sdk.v1.WorkflowInteractionDefinition;
import io.temporal.api.sdk.v1.WorkflowMetadata;
import io.temporal.common.converter.PayloadConverter;
import io.temporal.common.converter.ProtobufJsonPayloadConverter;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;

/**
 * Leaves what has no name out of the answer to the query for a workflow's metadata. The SDK lists
 * the handler of internal messages there without a name, and the Temporal UI would offer it to
 * people as the first signal to send.
 */
final class WorkflowMetadataConverter implements PayloadConverter {
  private final PayloadConverter json = new ProtobufJsonPayloadConverter();

  @Override
  public String getEncodingType() {
    return json.getEncodingType();
  }

  @Override
  public Optional<Payload> toData(Object value) {
    return json.toData(value instanceof WorkflowMetadata metadata ? named(metadata) : value);
  }

  @Override
  public <T> T fromData(Payload content, Class<T> valueClass, Type valueType) {
    return json.fromData(content, valueClass, valueType);
  }

  private static WorkflowMetadata named(WorkflowMetadata metadata) {
    WorkflowMetadata.Builder shown = metadata.toBuilder();
    List<WorkflowInteractionDefinition> signals =
        metadata.getDefinition().getSignalDefinitionsList().stream()
            .filter(signal -> !signal.getName().isEmpty())
            .toList();
    shown.getDefinitionBuilder().clearSignalDefinitions().addAllSignalDefinitions(signals);
    return shown.build();
  }
}
