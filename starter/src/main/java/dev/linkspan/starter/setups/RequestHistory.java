package dev.linkspan.starter.setups;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.util.Timestamps;
import dev.linkspan.starter.setups.SetupEvent.Kind;
import dev.linkspan.starter.temporal.TemporalConnection;
import dev.linkspan.starter.temporal.TemporalErrors;
import dev.linkspan.workflows.setup.PrivateLinkSetup;
import dev.linkspan.workflows.steps.Message;
import dev.linkspan.workflows.steps.PersonalText;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryRequest;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryResponse;
import io.temporal.common.converter.DataConverterException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What people asked of a setup, and which of its steps parked, from its history in Temporal. */
public final class RequestHistory {
  private static final Set<String> DECISIONS = Set.of("approve", "reject", "decide");
  private static final int MOST_RUNS = 20;
  private static final int LONGEST = 300;

  private final TemporalConnection temporal;

  public RequestHistory(TemporalConnection temporal) {
    this.temporal = temporal;
  }

  /** The events of the newest runs of this setup that the server still has; needs no worker. */
  public List<SetupEvent> of(String name) {
    List<SetupEvent> events = new ArrayList<>();
    TemporalErrors.translate(
        name,
        () -> {
          Optional<String> run = Optional.of("");
          for (int i = 0; i < MOST_RUNS && run.isPresent(); i++) {
            run = read(name, run.get(), events);
          }
          return true;
        });
    return List.copyOf(events);
  }

  /** Adds the events of a run; returns the ID of the run before it. */
  private Optional<String> read(String name, String run, List<SetupEvent> events) {
    Optional<String> before = Optional.empty();
    var request =
        GetWorkflowExecutionHistoryRequest.newBuilder()
            .setNamespace(temporal.namespace())
            .setExecution(
                WorkflowExecution.newBuilder()
                    .setWorkflowId(PrivateLinkSetup.id(name))
                    .setRunId(run));
    GetWorkflowExecutionHistoryResponse page;
    do {
      page = temporal.service().blockingStub().getWorkflowExecutionHistory(request.build());
      for (HistoryEvent event : page.getHistory().getEventsList()) {
        if (event.hasWorkflowExecutionStartedEventAttributes()) {
          before =
              Optional.of(
                      event
                          .getWorkflowExecutionStartedEventAttributes()
                          .getContinuedExecutionRunId())
                  .filter(id -> !id.isEmpty());
        }
        event(event, before.isPresent()).ifPresent(events::add);
      }
      request.setNextPageToken(page.getNextPageToken());
    } while (!page.getNextPageToken().isEmpty());
    return before;
  }

  private Optional<SetupEvent> event(HistoryEvent event, boolean continued) {
    Instant at = Instant.ofEpochMilli(Timestamps.toMillis(event.getEventTime()));
    return switch (event.getEventType()) {
      case EVENT_TYPE_WORKFLOW_EXECUTION_STARTED ->
          Optional.of(new SetupEvent(at, Kind.RUN, continued ? "continued" : "started"));
      case EVENT_TYPE_WORKFLOW_EXECUTION_CANCEL_REQUESTED ->
          Optional.of(new SetupEvent(at, Kind.RUN, "cancellation requested"));
      case EVENT_TYPE_WORKFLOW_EXECUTION_CANCELED ->
          Optional.of(new SetupEvent(at, Kind.RUN, "canceled"));
      case EVENT_TYPE_WORKFLOW_EXECUTION_TERMINATED ->
          Optional.of(new SetupEvent(at, Kind.RUN, "terminated"));
      case EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED ->
          Optional.of(new SetupEvent(at, Kind.RUN, "destroyed"));
      case EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED -> {
        var signal = event.getWorkflowExecutionSignaledEventAttributes();
        yield signal.getSignalName().equals(Message.SIGNAL)
            ? message(at, input(signal.getInput()))
            : Optional.of(request(at, signal.getSignalName(), input(signal.getInput())));
      }
      case EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED -> {
        var update = event.getWorkflowExecutionUpdateAcceptedEventAttributes().getAcceptedRequest();
        yield Optional.of(
            request(at, update.getInput().getName(), input(update.getInput().getArgs())));
      }
      default -> Optional.empty();
    };
  }

  private static SetupEvent request(Instant at, String name, Optional<JsonNode> input) {
    String verb =
        name.equals("decide")
            ? (input.map(i -> i.path("approved").asBoolean()).orElse(false) ? "approve" : "reject")
            : name;
    String by = input.map(i -> i.path("by").asText()).filter(t -> !t.isBlank()).orElse("someone");
    String reason = input.map(i -> i.path("reason").asText("")).orElse("");
    return new SetupEvent(
        at,
        DECISIONS.contains(name) ? Kind.DECISION : Kind.REQUEST,
        PersonalText.clean(verb + " by " + by + (reason.isBlank() ? "" : ": " + reason), LONGEST));
  }

  /** A step of a child that parked, or goes on. */
  private static Optional<SetupEvent> message(Instant at, Optional<JsonNode> message) {
    return message
        .filter(m -> m.path("kind").asText().equals(Message.PARKED_STEP))
        .map(m -> m.path("body"))
        .map(
            body ->
                new SetupEvent(
                    at,
                    Kind.PARKED,
                    PersonalText.clean(
                        body.path("step").asText()
                            + (body.path("parked").asBoolean()
                                ? ": parked: " + body.path("problem").asText()
                                : ": goes on"),
                        LONGEST)));
  }

  private Optional<JsonNode> input(Payloads payloads) {
    if (payloads.getPayloadsCount() == 0) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(
          temporal
              .client()
              .getOptions()
              .getDataConverter()
              .fromPayloads(0, Optional.of(payloads), JsonNode.class, JsonNode.class));
    } catch (DataConverterException e) {
      return Optional.empty();
    }
  }
}
