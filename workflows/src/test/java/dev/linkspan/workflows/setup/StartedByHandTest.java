package dev.linkspan.workflows.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkspan.workflows.WorkflowTypes;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import dev.linkspan.workflows.steps.SearchAttributes;
import dev.linkspan.workflows.steps.TaskQueues;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.workflow.WorkflowMethod;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In the Temporal UI, one click starts a workflow like another one, under another ID. */
class StartedByHandTest {
  private final Lab lab = new Lab();

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void aCopyOfASetupFailsAndLeavesTheSetupAlone() {
    lab.startApproved(Plans.withBrokers(1));
    lab.awaitPhase(Phase.READY);
    int events = lab.world.events().size();

    WorkflowStub copy =
        start("PrivateLinkSetup", SetupInput.first(Plans.withBrokers(1), SearchAttributes.NAMES));

    assertThatThrownBy(() -> copy.getResult(Void.class))
        .isInstanceOf(WorkflowFailedException.class)
        .cause()
        .hasMessageContaining("the setup demo has the workflow ID private-link-demo")
        .hasMessageContaining("linkspan up");
    assertThat(lab.world.events()).hasSize(events);
    assertThat(lab.awaitPhase(Phase.READY).parked()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "kafka, KafkaDeployment",
    "exposure, ServiceExposure",
    "approval, ConnectionApproval"
  })
  void aCopyOfAChildFailsAndDoesNothing(String child, String type) {
    lab.startApproved(Plans.withBrokers(1));
    lab.awaitPhase(Phase.READY);
    int events = lab.world.events().size();

    WorkflowStub copy = start(type, input(child));

    assertThatThrownBy(() -> copy.getResult(Object.class))
        .cause()
        .hasMessageContaining("only a setup starts a " + type)
        .hasMessageContaining("It has done nothing.");
    assertThat(lab.world.events()).hasSize(events);
  }

  @Test
  void aCopyOfAnEarlierTeardownRemovesNothing() {
    lab.startApproved(Plans.withBrokers(1));
    lab.awaitPhase(Phase.READY);
    lab.destroy();
    Object teardown = input("teardown");
    lab.startApproved(Plans.withBrokers(1));
    lab.awaitPhase(Phase.READY);
    int events = lab.world.events().size();

    WorkflowStub copy = start("Teardown", teardown);

    assertThatThrownBy(() -> copy.getResult(Object.class))
        .cause()
        .hasMessageContaining("only a setup starts a Teardown");
    assertThat(lab.world.events()).hasSize(events);
  }

  @Test
  void everyTypeIsAChildOrMayBeStarted() {
    Set<String> types =
        WorkflowTypes.ALL.stream()
            .flatMap(type -> Arrays.stream(type.getInterfaces()))
            .flatMap(type -> Arrays.stream(type.getMethods()))
            .filter(method -> method.isAnnotationPresent(WorkflowMethod.class))
            .map(method -> method.getAnnotation(WorkflowMethod.class).name())
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(types).containsAll(StartGuard.CHILDREN);
    types.removeAll(StartGuard.CHILDREN);
    assertThat(types)
        .containsExactly("ClusterSurvey", "Preflight", "PrivateLinkSetup", "Verification");
  }

  /** What the child was started with. */
  private Object input(String child) {
    return lab.client()
        .getOptions()
        .getDataConverter()
        .fromPayload(
            lab.history(child)
                .getEvents()
                .get(0)
                .getWorkflowExecutionStartedEventAttributes()
                .getInput()
                .getPayloads(0),
            Object.class,
            Object.class);
  }

  private WorkflowStub start(String type, Object input) {
    WorkflowStub copy =
        lab.client()
            .newUntypedWorkflowStub(
                type,
                WorkflowOptions.newBuilder()
                    .setWorkflowId("3f1c-copy")
                    .setTaskQueue(TaskQueues.CONTROL)
                    .build());
    copy.start(input);
    return copy;
  }
}
