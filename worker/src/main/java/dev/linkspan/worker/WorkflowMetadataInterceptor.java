package dev.linkspan.worker;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.MethodDescriptor;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.sdk.v1.WorkflowInteractionDefinition;
import io.temporal.api.sdk.v1.WorkflowMetadata;
import io.temporal.api.workflowservice.v1.RespondQueryTaskCompletedRequest;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskCompletedRequest;
import io.temporal.common.converter.PayloadConverter;
import io.temporal.common.converter.ProtobufJsonPayloadConverter;
import java.util.List;

/**
 * Leaves what has no name out of the answer to the query for a workflow's metadata. The SDK lists
 * the handler of internal messages there without a name, and the Temporal UI would offer it to
 * people as the first signal to send. The SDK gives this answer to no data converter and no worker
 * interceptor, so it is changed where it is sent.
 */
final class WorkflowMetadataInterceptor implements ClientInterceptor {
  private static final PayloadConverter JSON = new ProtobufJsonPayloadConverter();
  private static final String TYPE = WorkflowMetadata.getDescriptor().getFullName();

  @Override
  public <Q, A> ClientCall<Q, A> interceptCall(
      MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
    return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
      @Override
      public void sendMessage(Q message) {
        super.sendMessage(shown(message));
      }
    };
  }

  /** The message, without unnamed handlers if it answers a query for metadata. */
  @SuppressWarnings("unchecked") // Each branch returns a message of the type that it got.
  static <Q> Q shown(Q message) {
    if (message instanceof RespondQueryTaskCompletedRequest answer) {
      return (Q) answer.toBuilder().setQueryResult(shown(answer.getQueryResult())).build();
    }
    if (message instanceof RespondWorkflowTaskCompletedRequest task
        && task.getQueryResultsCount() > 0) {
      RespondWorkflowTaskCompletedRequest.Builder shown = task.toBuilder();
      task.getQueryResultsMap()
          .forEach(
              (id, result) ->
                  shown.putQueryResults(
                      id, result.toBuilder().setAnswer(shown(result.getAnswer())).build()));
      return (Q) shown.build();
    }
    return message;
  }

  private static Payloads shown(Payloads answer) {
    return Payloads.newBuilder()
        .addAllPayloads(
            answer.getPayloadsList().stream().map(WorkflowMetadataInterceptor::shown).toList())
        .build();
  }

  private static Payload shown(Payload payload) {
    String type =
        payload.getMetadataMap().containsKey("messageType")
            ? payload.getMetadataOrThrow("messageType").toStringUtf8()
            : "";
    if (!type.equals(TYPE)) {
      return payload;
    }
    WorkflowMetadata metadata =
        JSON.fromData(payload, WorkflowMetadata.class, WorkflowMetadata.class);
    return JSON.toData(named(metadata)).orElse(payload);
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
