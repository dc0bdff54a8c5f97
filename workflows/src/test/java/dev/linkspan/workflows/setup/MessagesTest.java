package dev.linkspan.workflows.setup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import dev.linkspan.workflows.steps.Message;
import dev.linkspan.workflows.steps.Step;
import dev.linkspan.workflows.verification.Check;
import dev.linkspan.workflows.verification.Health;
import dev.linkspan.workflows.verification.Report;
import dev.linkspan.workflows.verification.Verification;
import io.temporal.api.sdk.v1.WorkflowInteractionDefinition;
import io.temporal.api.sdk.v1.WorkflowMetadata;
import io.temporal.client.WorkflowStub;
import io.temporal.common.converter.JacksonJsonPayloadConverter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Anyone can send signals: what is not a valid message or request changes nothing. */
class MessagesTest {
  private static final String EXPOSURE = PrivateLinkSetup.id("demo") + "-exposure";
  private static final List<String> PEOPLES_SIGNALS =
      List.of(
          "approve",
          "reject",
          "retry",
          "pause",
          "resume",
          "abort",
          "acceptUnavailable",
          "repairFindings");

  private final Lab lab = new Lab();

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void c40IgnoresInvalidMessagesAndSaysWhy() throws Exception {
    ObjectMapper json = new ObjectMapper();
    lab.world.hold("awaitEndpoint");
    lab.start(Plans.withBrokers(1));
    lab.world.awaitStarted("awaitEndpoint");
    var anything = json.readTree("{\"anything\": [1]}");
    var halfANotice = json.readTree("{\"parked\": true, \"step\": \"VPC demo-vpc\"}");

    List.of(
            new Message(null, null, null),
            new Message("somebody", Message.VERIFIED, anything),
            new Message("private-link-demo-exposure-2", Message.PARKED_STEP, anything),
            new Message(EXPOSURE, null, anything),
            new Message(EXPOSURE, "no such kind", anything),
            new Message(EXPOSURE, Message.ENDPOINT_SERVICE_READY, null),
            new Message(EXPOSURE, Message.ENDPOINT_SERVICE_READY, json.readTree("[1]")),
            new Message(EXPOSURE, Message.APPROVAL_REQUESTED, anything),
            new Message(EXPOSURE, Message.PARKED_STEP, halfANotice),
            new Message(EXPOSURE, Message.PARKED_STEP, json.readTree("\"text\"")))
        .forEach(message -> lab.child("").signal(Message.SIGNAL, message));
    lab.child("").signal(Message.SIGNAL);
    lab.child("").signal(Message.SIGNAL, "text", 5);
    List.of("verified", "attention", "madeLast", "childMessage")
        .forEach(name -> lab.child("").signal(name));
    SetupStatus status = lab.awaitStatus(s -> s.ignored().toString().contains("childMessage"));
    assertThat(status.parked()).isEmpty();

    lab.world.release("awaitEndpoint");
    lab.setup.approve(Lab.YES);

    status = lab.awaitPhase(Phase.READY);
    assertThat(status.parked()).isEmpty();
    assertThat(status.lastReport().orElseThrow().healthy()).isTrue();
  }

  @Test
  void theScheduleOfAnEarlierRunSaysNothingAboutALinkThatIsBeingBuilt() {
    lab.world.hold("awaitEndpoint");
    lab.start(Plans.withBrokers(1));
    lab.world.awaitStarted("awaitEndpoint");
    Report report =
        new Report(
            Instant.parse("2026-11-30T00:00:00Z"),
            "schedule",
            List.of(Check.failed(Optional.empty(), "listener 9092", "connection refused")));

    lab.child("")
        .signal(
            Message.SIGNAL,
            new Message(
                Verification.scheduleId("demo") + "-run-1",
                Message.VERIFIED,
                JacksonJsonPayloadConverter.newDefaultObjectMapper().valueToTree(report)));
    lab.child("").signal("no such signal");

    SetupStatus status = lab.awaitStatus(s -> s.ignored().isPresent());
    assertThat(status.ignored().orElseThrow().reason()).contains("no such signal");
    assertThat(status.lastReport()).isEmpty();
    assertThat(status.health()).isEqualTo(Health.UNKNOWN);
  }

  @Test
  void internalSignalsAreNotAmongThoseThatPeopleChooseFrom() {
    lab.world.hold("awaitEndpoint");
    lab.world.hold("stageArchives bastion-node");
    lab.start(Plans.withBrokers(1));
    lab.world.awaitStarted("awaitEndpoint", "stageArchives bastion-node");

    for (String child : List.of("", "exposure", "kafka", "approval")) {
      WorkflowMetadata metadata =
          lab.child(child).query("__temporal_workflow_metadata", WorkflowMetadata.class);
      assertThat(metadata.getDefinition().getSignalDefinitionsList())
          .extracting(WorkflowInteractionDefinition::getName)
          .contains("retry")
          .doesNotContain(Message.SIGNAL, "uniqueName", "instancesReady");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', ensureVpc demo-vpc",
    "exposure, ensureLoadBalancer demo-nlb",
    "kafka, stageArchives bastion-node",
    "approval, awaitEndpoint",
  })
  void c40EverySignalOfEveryWorkflowTakesAnything(String child, String call) {
    lab.world.hold(call);
    lab.start(Plans.withBrokers(1));
    lab.world.awaitStarted(call);
    WorkflowStub stub = lab.child(child);
    List<String> signals = new ArrayList<>(List.of("retry", "no such signal", Message.SIGNAL));
    signals.addAll(List.of("pause", "repairFindings"));

    for (String signal : signals) {
      stub.signal(signal);
      stub.signal(signal, (Object) null);
      stub.signal(signal, 5);
      stub.signal(signal, List.of("a", 1));
      stub.signal(signal, Map.of("by", Map.of("x", 1), "reason", List.of(), "unknown", true));
      stub.signal(signal, "x".repeat(1_000_000));
      stub.signal(signal, Map.of("by", "ada\u001b[31m\nroot", "reason", "y".repeat(900_000)));
      stub.signal(signal, "one", "two", "three");
    }
    lab.world.release(call);
    lab.setup.approve(Lab.YES);

    assertThat(lab.awaitPhase(Phase.READY).parked()).isEmpty();
  }

  @Test
  void signalsBeforeTheStartAndDuringTheTeardownCountForNothing() {
    lab.world.hold("removeVpc demo-vpc");
    lab.startApproved(Plans.withBrokers(1));
    PEOPLES_SIGNALS.forEach(signal -> lab.child("").signal(signal));
    lab.awaitPhase(Phase.READY);

    lab.setup.destroy(Lab.DESTROY);
    lab.world.awaitStarted("removeVpc demo-vpc");
    PEOPLES_SIGNALS.forEach(signal -> lab.child("").signal(signal));
    lab.child("").signal("destroy", List.of(1));
    lab.world.release("removeVpc demo-vpc");

    lab.awaitEnd();
    assertThat(lab.world.count("removeVpc demo-vpc")).isEqualTo(1);
  }

  @Test
  void aDestroyThatDoesNotSayWhatToDoWithTheBrokersDoesNotCount() {
    lab.startApproved(Plans.withBrokers(1));
    lab.awaitPhase(Phase.READY);

    for (String field : List.of("restoreBrokers", "restore_brokers")) {
      lab.child("").signal("destroy", Map.of("by", "ada", "setup", "demo", field, "yes " + field));
      lab.awaitStatus(
          s -> s.ignored().filter(i -> i.reason().contains("neither true nor false")).isPresent());
    }

    assertThat(lab.awaitPhase(Phase.READY).phase()).isEqualTo(Phase.READY);
  }

  @Test
  void c42AFloodOfRetriesIsOneRetry() {
    lab.world.hold("stageArchives bastion-node");
    lab.start(Plans.withBrokers(1));
    lab.world.awaitStarted("stageArchives bastion-node");

    for (int i = 0; i < 700; i++) {
      lab.setup.retry(Lab.ADA);
    }
    lab.world.release("stageArchives bastion-node");
    lab.setup.approve(Lab.YES);

    lab.awaitPhase(Phase.READY);
    assertThat(lab.awaitStep("", "VPC demo-vpc", Step.State.DONE).attempt()).isEqualTo(1);
  }

  @Test
  void c20AnAnswerThatDoesNotCountStandsInTheQuestion() {
    lab.start(Plans.withBrokers(1));
    lab.awaitPhase(Phase.AWAITING_APPROVAL);

    lab.child("").signal("approve", "yes");
    lab.awaitStatus(s -> s.waitingFor().orElse("").contains("not a JSON object"));
    lab.child("").signal("approve", Map.of("by", Map.of()));
    lab.awaitStatus(s -> s.waitingFor().orElse("").contains("\"by\" is not a text"));
    lab.child("").signal("approve", Map.of("approved", false));
    lab.awaitStatus(s -> s.waitingFor().orElse("").contains("the signal says approve"));
    lab.child("").signal("approve", Map.of("endpointId", "ep-other"));
    lab.awaitStatus(s -> s.waitingFor().orElse("").contains("ep-1, not ep-other"));
    lab.child("").signal("approve", Map.of("EndpointID", "ep-two"));
    lab.awaitStatus(s -> s.waitingFor().orElse("").contains("ep-1, not ep-two"));
    lab.child("").signal("approve", Map.of("endpoint", "ep-three"));
    lab.awaitStatus(s -> s.waitingFor().orElse("").contains("ep-1, not ep-three"));
    lab.child("").signal("approve", Map.of("Approved", false));
    lab.awaitStatus(s -> s.waitingFor().orElse("").contains("the signal says approve"));

    lab.child("").signal("approve", Map.of("by", "ada", "ticket", 5));

    SetupStatus status = lab.awaitPhase(Phase.READY);
    assertThat(status.decision().orElseThrow().by()).isEqualTo("ada");
  }

  @Test
  void c21WhatPeopleWriteIsBoundedAndHasNoControlCharacters() {
    lab.start(Plans.withBrokers(1));
    lab.awaitPhase(Phase.AWAITING_APPROVAL);

    lab.child("")
        .signal("approve", Map.of("by", "ada\u001b[31m\nroot", "reason", "x".repeat(900_000)));

    var decision = lab.awaitPhase(Phase.READY).decision().orElseThrow();
    assertThat(decision.by()).isEqualTo("ada\\u001b[31m\\u000aroot");
    assertThat(decision.reason()).hasSize(1_001).endsWith("…");
  }
}
