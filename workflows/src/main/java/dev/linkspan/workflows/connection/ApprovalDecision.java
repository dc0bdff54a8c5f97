package dev.linkspan.workflows.connection;

import dev.linkspan.workflows.connection.ConnectionActivities.EndpointRequest;
import dev.linkspan.workflows.connection.ConnectionApproval.Decided;
import dev.linkspan.workflows.steps.UtcTime;
import io.temporal.failure.ApplicationFailure;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The decision about an endpoint's request. Answers come by signal or update; the first valid one
 * counts, and an early one is kept for the request.
 */
public final class ApprovalDecision {
  private static final String NO_PERSON =
      "\"by\" is \"" + Decision.AUTOMATIC + "\", which is no person";

  private final boolean setupAnswers;
  private Optional<EndpointRequest> pending = Optional.empty();
  private Optional<Decision> decision = Optional.empty();

  /** A decision that people take. */
  public ApprovalDecision() {
    this(false);
  }

  /**
   * @param setupAnswers whether signals come from a setup too, which can answer without a person
   */
  ApprovalDecision(boolean setupAnswers) {
    this.setupAnswers = setupAnswers;
  }

  /**
   * A decision that people take.
   *
   * @param known the decision of an earlier run of the setup, if there is one; it still counts
   */
  public static ApprovalDecision after(Optional<Decision> known) {
    ApprovalDecision approval = new ApprovalDecision();
    approval.decision = known;
    return approval;
  }

  /** This endpoint asks to connect. A kept answer for another endpoint no longer counts. */
  public void requested(EndpointRequest request) {
    pending = Optional.of(request);
    decision = decision.filter(kept -> fits(kept, request)).map(this::bound);
  }

  /**
   * An answer by signal, whose sender gets no reply.
   *
   * @param given null for a signal without input
   * @param approved what the signal's name says; an input that contradicts it does not count
   * @param now when it is taken
   * @return why this answer does not count; empty when it does
   */
  public Optional<String> answer(@Nullable Decision given, boolean approved, Instant now) {
    Decision answer = given == null ? new Decision(approved, null, null, null) : given;
    Optional<String> problem = problemWithSignal(answer, approved);
    if (problem.isEmpty()) {
      decision = Optional.of(bound(answer.as(approved).takenAt(now)));
    }
    return problem;
  }

  private Optional<String> problemWithSignal(Decision answer, boolean approved) {
    if (answer.problem() != null) {
      return Optional.of(answer.problem());
    }
    if (answer.automatic() && !mayBeAutomatic(answer)) {
      return Optional.of(NO_PERSON);
    }
    if (answer.approved() != null && answer.approved() != approved) {
      return Optional.of(
          "the signal says %s and its input says \"approved\": %s"
              .formatted(approved ? "approve" : "reject", answer.approved()));
    }
    return alreadyDecided().or(() -> anotherEndpoint(answer));
  }

  /** Only the setup can say this, about the endpoint that was verified, for that reason. */
  private boolean mayBeAutomatic(Decision answer) {
    return pending
        .filter(request -> setupAnswers && fits(answer, request))
        .flatMap(EndpointRequest::verified)
        .filter(why -> why.equals(answer.reason()))
        .isPresent();
  }

  /**
   * Approves the endpoint that asks, if it is verified and there is nothing that a person must
   * know.
   *
   * @param request as a person would see it, with all warnings
   * @return whether this decides
   */
  public boolean approveVerified(EndpointRequest request, Instant now) {
    if (decision.isPresent() || request.verified().isEmpty() || request.warning().isPresent()) {
      return false;
    }
    Decision automatic = Decision.automatic(request.verified().get(), request.endpointId());
    decision = Optional.of(automatic.takenAt(now));
    return true;
  }

  private Optional<String> alreadyDecided() {
    return decision.map(known -> "already " + text(known) + "; the first decision counts");
  }

  private Optional<String> anotherEndpoint(Decision answer) {
    return pending
        .filter(request -> !fits(answer, request))
        .map(
            request ->
                "the endpoint that asks to connect is %s, not %s"
                    .formatted(request.endpointId(), answer.endpointId()));
  }

  /** What is wrong with an answer by update; empty when it counts. Changes nothing. */
  public Optional<String> problemWith(@Nullable Decision given) {
    if (given == null) {
      return Optional.of("no answer was sent; example: " + EXAMPLE);
    }
    if (given.problem() != null) {
      return Optional.of(given.problem() + "; example: " + EXAMPLE);
    }
    if (given.approved() == null) {
      return Optional.of("\"approved\" is missing: true or false; example: " + EXAMPLE);
    }
    if (given.by() == null || given.by().isBlank()) {
      return Optional.of("\"by\" is missing: who decides; example: " + EXAMPLE);
    }
    if (given.automatic()) {
      return Optional.of(NO_PERSON);
    }
    return alreadyDecided().or(() -> anotherEndpoint(given));
  }

  /** Throws what is wrong with an answer by update, for its validator. */
  public void refuseUnlessValid(@Nullable Decision given) {
    problemWith(given)
        .ifPresent(
            problem -> {
              throw ApplicationFailure.newNonRetryableFailure(problem, "AnswerRefused");
            });
  }

  /**
   * An answer by update; returns the reply to its sender. Two answers can pass the validator at the
   * same time; the second one fails here.
   */
  public String answerOrRefuse(Decision given, Instant now) {
    refuseUnlessValid(given);
    answer(given, given.approves(), now);
    return text(given)
        + pending
            .map(r -> " (endpoint " + r.endpointId() + ")")
            .orElse(" (kept until an endpoint asks)");
  }

  /**
   * A decision that the approval workflow has carried out. It replaces any other; the same decision
   * keeps the time at which it was taken here.
   */
  public void carriedOut(Decided decided) {
    pending = Optional.of(decided.request());
    Decision carriedOut = decided.decision();
    decision =
        decision
            .filter(known -> known.takenAt(null).equals(carriedOut.takenAt(null)))
            .or(() -> Optional.of(carriedOut));
  }

  /** Forgets a rejection, so that a person can be asked again. */
  public void forgetRejection() {
    decision = decision.filter(Decision::approves);
  }

  /** The decision; its {@code approved} is never null. */
  public Optional<Decision> decision() {
    return decision;
  }

  /** The endpoint that asks to connect, decided or not. */
  public Optional<EndpointRequest> pending() {
    return pending;
  }

  /** The decision in words, e.g. {@code approved by ada: ticket 42}. */
  public static String text(Decision decision) {
    if (decision.automatic()) {
      return "approved, automatic: " + decision.reason();
    }
    String who = decision.by() == null || decision.by().isBlank() ? "someone" : decision.by();
    String what = (decision.approves() ? "approved by " : "rejected by ") + who;
    return decision.reason() == null || decision.reason().isBlank()
        ? what
        : what + ": " + decision.reason();
  }

  /**
   * What asks to connect, and how to answer: Markdown with commands to copy.
   *
   * @param ignored why the newest answer does not count; empty where there is none
   */
  public static String question(EndpointRequest request, Optional<String> ignored) {
    return question(request)
        + ignored.map(reason -> "  \nThe last answer does not count: " + reason + ".").orElse("");
  }

  private static String question(EndpointRequest request) {
    return """
    Waiting for your decision: endpoint `%s` of account `%s` (zones %s) has been asking to connect since %s.\s\s
    %sAnswer with the update `decide` `{"approved": true, "by": "your name", "endpointId": "%s"}`, \
    or with the signal `approve` or `reject` `{"by": "your name", "reason": "..."}`."""
        .formatted(
            request.endpointId(),
            request.ownerAccount(),
            String.join(", ", request.zones()),
            UtcTime.text(request.since()),
            request.warning().map(warning -> "Warning: " + warning + ".  \n").orElse(""),
            request.endpointId());
  }

  private static final String EXAMPLE =
      "{\"approved\": true, \"by\": \"ada\", \"reason\": \"ticket 42\"}";

  private static boolean fits(Decision answer, EndpointRequest request) {
    return answer.endpointId() == null
        || answer.endpointId().isBlank()
        || answer.endpointId().equals(request.endpointId());
  }

  /** A decision counts for one endpoint only: the one that asked at that time. */
  private Decision bound(Decision answer) {
    return pending.map(request -> answer.about(request.endpointId())).orElse(answer);
  }
}
