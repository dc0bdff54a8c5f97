package dev.linkspan.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.api.common.v1.Payloads;
import io.temporal.api.query.v1.WorkflowQueryResult;
import io.temporal.api.sdk.v1.WorkflowDefinition;
import io.temporal.api.sdk.v1.WorkflowInteractionDefinition;
import io.temporal.api.sdk.v1.WorkflowMetadata;
import io.temporal.api.workflowservice.v1.RespondQueryTaskCompletedRequest;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskCompletedRequest;
import io.temporal.common.converter.DefaultDataConverter;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WorkflowMetadataInterceptorTest {
  private static final WorkflowMetadata METADATA =
      WorkflowMetadata.newBuilder()
          .setDefinition(
              WorkflowDefinition.newBuilder()
                  .setType("PrivateLinkSetup")
                  .addSignalDefinitions(signal(""))
                  .addSignalDefinitions(signal("approve"))
                  .addQueryDefinitions(signal("status")))
          .setCurrentDetails("details")
          .build();

  private static WorkflowInteractionDefinition signal(String name) {
    return WorkflowInteractionDefinition.newBuilder()
        .setName(name)
        .setDescription("what it does")
        .build();
  }

  private static Payloads payloads(Object answer) {
    return DefaultDataConverter.STANDARD_INSTANCE.toPayloads(answer).orElseThrow();
  }

  private static void assertWithoutUnnamed(Payloads answer) {
    WorkflowMetadata shown =
        DefaultDataConverter.STANDARD_INSTANCE.fromPayloads(
            0, Optional.of(answer), WorkflowMetadata.class, WorkflowMetadata.class);
    assertThat(shown.getDefinition().getSignalDefinitionsList())
        .extracting(WorkflowInteractionDefinition::getName)
        .containsExactly("approve");
    assertThat(shown.getDefinition().getQueryDefinitionsCount()).isEqualTo(1);
    assertThat(shown.getCurrentDetails()).isEqualTo("details");
  }

  @Test
  void peopleAreNotOfferedTheHandlerOfInternalMessages() {
    assertWithoutUnnamed(
        WorkflowMetadataInterceptor.shown(
                RespondQueryTaskCompletedRequest.newBuilder()
                    .setQueryResult(payloads(METADATA))
                    .build())
            .getQueryResult());
    assertWithoutUnnamed(
        WorkflowMetadataInterceptor.shown(
                RespondWorkflowTaskCompletedRequest.newBuilder()
                    .putQueryResults(
                        "q", WorkflowQueryResult.newBuilder().setAnswer(payloads(METADATA)).build())
                    .build())
            .getQueryResultsOrThrow("q")
            .getAnswer());
  }

  @Test
  void everyOtherMessageStaysAsItIs() {
    RespondQueryTaskCompletedRequest other =
        RespondQueryTaskCompletedRequest.newBuilder().setQueryResult(payloads("status")).build();
    RespondWorkflowTaskCompletedRequest task =
        RespondWorkflowTaskCompletedRequest.newBuilder().setIdentity("worker").build();

    assertThat(WorkflowMetadataInterceptor.shown(other)).isEqualTo(other);
    assertThat(WorkflowMetadataInterceptor.shown(task)).isSameAs(task);
  }
}
