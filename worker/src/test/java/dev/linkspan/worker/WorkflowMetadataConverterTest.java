package dev.linkspan.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.api.common.v1.Payload;
import io.temporal.api.sdk.v1.WorkflowDefinition;
import io.temporal.api.sdk.v1.WorkflowInteractionDefinition;
import io.temporal.api.sdk.v1.WorkflowMetadata;
import org.junit.jupiter.api.Test;

class WorkflowMetadataConverterTest {

  private static WorkflowInteractionDefinition signal(String name) {
    return WorkflowInteractionDefinition.newBuilder()
        .setName(name)
        .setDescription("what it does")
        .build();
  }

  @Test
  void peopleAreNotOfferedTheHandlerOfInternalMessages() {
    WorkflowMetadata metadata =
        WorkflowMetadata.newBuilder()
            .setDefinition(
                WorkflowDefinition.newBuilder()
                    .setType("PrivateLinkSetup")
                    .addSignalDefinitions(signal(""))
                    .addSignalDefinitions(signal("approve"))
                    .addQueryDefinitions(signal("status")))
            .setCurrentDetails("details")
            .build();

    Payload answer = new WorkflowMetadataConverter().toData(metadata).orElseThrow();

    WorkflowMetadata shown =
        new WorkflowMetadataConverter()
            .fromData(answer, WorkflowMetadata.class, WorkflowMetadata.class);
    assertThat(shown.getDefinition().getSignalDefinitionsList())
        .extracting(WorkflowInteractionDefinition::getName)
        .containsExactly("approve");
    assertThat(shown.getDefinition().getQueryDefinitionsCount()).isEqualTo(1);
    assertThat(shown.getCurrentDetails()).isEqualTo("details");
  }
}
