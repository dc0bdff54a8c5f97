package dev.linkspan.workflows.connection;

import dev.linkspan.workflows.connection.ConnectionActivities.EndpointRequest;
import dev.linkspan.workflows.connection.ConnectionApproval.Decided;
import io.temporal.failure.ApplicationFailure;
import java.util.Optional;

/**
 * Takes the answers to an endpoint's request, whichever door they come through: the first one that
 * fits counts. An answer that comes before the request is kept for it.
 */
public final class ApprovalDecision {
  private Optional<EndpointRequest> pending = Optional.empty();
  private Optional<Decision> decision = Optional.empty();

  /** This endpoint asks. A kept answer that was meant for another endpoint no longer counts. */
  public void ask(EndpointRequest request) {
    pending = Optional.of(request);
    decision = decision.filter(kept -> fits(kept, request)).map(this::bound);
  }

  /**
   * An answer by signal, where nobody can be told what was wrong with it.
   *
   * @param given null for a signal without a body
   * @param yes what the signal's name says; a body that says the opposite does not count
   * @return whether this answer counts
   */
  public boolean offer(Decision given, boolean yes) {
    Decision answer = given == null ? new Decision(yes, null, null, null) : given;
    boolean contradicts = answer.approved() != null && answer.approved() != yes;
    if (decision.isPresent() || contradicts || !fitsPending(answer)) {
      return false;
    }
    decision = Optional.of(bound(answer.as(yes)));
    return true;
  }

  /** What is wrong with an answer by update; empty when it is to be taken. Changes nothing. */
  public Optional<String> problemWith(Decision given) {
    if (given == null) {
      return Optional.of("no answer was sent; example: " + EXAMPLE);
    }
    if (given.approved() == null) {
      return Optional.of("\"approved\" is missing: true or false; example: " + EXAMPLE);
    }
    if (given.by() == null || given.by().isBlank()) {
      return Optional.of("\"by\" is missing: who decides; example: " + EXAMPLE);
    }
    if (decision.isPresent()) {
      return Optional.of("already " + text(decision.get()) + "; the first decision counts");
    }
    if (!fitsPending(given)) {
      return Optional.of(
          "the endpoint that asks is %s, not %s"
              .formatted(pending.orElseThrow().endpointId(), given.endpointId()));
    }
    return Optional.empty();
  }

  /** Throws what is wrong with an answer by update, for its validator. */
  public void refuseUnlessValid(Decision given) {
    problemWith(given)
        .ifPresent(
            problem -> {
              throw ApplicationFailure.newNonRetryableFailure(problem, "AnswerRefused");
            });
  }

  /**
   * Takes an answer by update and says so. Two of them can pass the validator at the same moment;
   * the second one fails here.
   */
  public String record(Decision given) {
    refuseUnlessValid(given);
    offer(given, given.approved());
    return text(given) + pending.map(r -> " (endpoint " + r.endpointId() + ")").orElse(" (kept)");
  }

  /** Takes what was decided and carried out elsewhere: it counts, whatever lies here. */
  public void settle(Decided decided) {
    pending = Optional.of(decided.request());
    decision = Optional.of(decided.decision());
  }

  /** Forgets a refusal, so that the question can be asked again. */
  public void askAgain() {
    decision = decision.filter(Decision::approved);
  }

  /** The decision taken; its {@code approved} is never null. */
  public Optional<Decision> decision() {
    return decision;
  }

  /** The endpoint that asks, decided or not. */
  public Optional<EndpointRequest> pending() {
    return pending;
  }

  /** The decision in words, e.g. {@code approved by ada: ticket 42}. */
  public static String text(Decision decision) {
    String who = decision.by() == null || decision.by().isBlank() ? "someone" : decision.by();
    String what = (decision.approved() ? "approved by " : "rejected by ") + who;
    return decision.reason() == null || decision.reason().isBlank()
        ? what
        : what + ": " + decision.reason();
  }

  /** What asks and how to answer: two lines of Markdown, to be copied from. */
  public static String question(EndpointRequest request) {
    return """
    Waiting for your decision: endpoint `%s` of account `%s` (zones %s) asks since %s to connect.\s\s
    %sAnswer with the update `decide` `{"approved": true, "by": "your name", "endpointId": "%s"}`, \
    or with the signal `approve` or `reject` `{"by": "your name", "reason": "..."}`."""
        .formatted(
            request.endpointId(),
            request.ownerAccount(),
            String.join(", ", request.zones()),
            request.since(),
            request.mind().map(warning -> "Mind: " + warning + ".  \n").orElse(""),
            request.endpointId());
  }

  private static final String EXAMPLE =
      "{\"approved\": true, \"by\": \"ada\", \"reason\": \"ticket 42\"}";

  private boolean fitsPending(Decision answer) {
    return pending.map(request -> fits(answer, request)).orElse(true);
  }

  private static boolean fits(Decision answer, EndpointRequest request) {
    return answer.endpointId() == null
        || answer.endpointId().isBlank()
        || answer.endpointId().equals(request.endpointId());
  }

  /** A decision counts for one endpoint only: the one that asked when it was taken. */
  private Decision bound(Decision answer) {
    return pending
        .map(
            request ->
                new Decision(answer.approved(), answer.by(), answer.reason(), request.endpointId()))
        .orElse(answer);
  }
}
