package dev.linkspan.starter.commands;

import dev.linkspan.starter.CommandFailure;
import dev.linkspan.starter.console.Console;
import dev.linkspan.starter.progress.ApprovalText;
import dev.linkspan.starter.progress.Following;
import dev.linkspan.starter.temporal.Temporal;
import dev.linkspan.workflows.connection.ConnectionActivities.EndpointRequest;
import dev.linkspan.workflows.setup.SetupStatus;
import java.util.Locale;
import java.util.Optional;

/**
 * Puts the question to whoever sits here, while the answer may as well come from elsewhere. Put
 * once for each endpoint.
 */
final class ApprovalQuestion {

  /** Sends the answer; returns what the setup says to it. */
  @FunctionalInterface
  interface Answer {
    String send(boolean approved, String endpointId);
  }

  private final Console console;
  private final Temporal temporal;
  private final Following following;
  private final Answer answer;
  private Optional<String> asked = Optional.empty();
  private volatile boolean answered;

  ApprovalQuestion(Console console, Temporal temporal, Following following, Answer answer) {
    this.console = console;
    this.temporal = temporal;
    this.following = following;
    this.answer = answer;
  }

  /** Shows an endpoint that asks, and asks about it or approves it at once. */
  void look(SetupStatus status, boolean approve) {
    if (status.decision().isPresent()) {
      answered = true;
    }
    status.approval().ifPresent(request -> put(status.name(), request, approve));
  }

  private void put(String setup, EndpointRequest request, boolean approve) {
    if (asked.filter(request.endpointId()::equals).isPresent()) {
      return;
    }
    asked = Optional.of(request.endpointId());
    following.say("");
    ApprovalText.facts(request, console).forEach(following::say);
    if (answered) {
      following.say("It is answered already.");
    } else if (approve) {
      following.say("Approved, as --yes says.");
      send(true, request.endpointId());
    } else {
      ask(setup, request);
    }
    following.say("");
  }

  private void ask(String setup, EndpointRequest request) {
    ApprovalText.howToAnswer(setup, temporal).forEach(following::say);
    if (console.interactive()) {
      following.say("or type y (or n) and Enter.");
      Thread reader = new Thread(() -> read(request.endpointId()), "approval");
      reader.setDaemon(true);
      reader.start();
    }
  }

  private void read(String endpointId) {
    while (!answered) {
      Optional<String> line = console.ask("").map(l -> l.toLowerCase(Locale.ROOT));
      if (line.isEmpty()) {
        return;
      }
      if (!answered && (line.get().equals("y") || line.get().equals("yes"))) {
        send(true, endpointId);
        return;
      }
      if (!answered && (line.get().equals("n") || line.get().equals("no"))) {
        send(false, endpointId);
        return;
      }
    }
  }

  private void send(boolean approved, String endpointId) {
    try {
      following.say(answer.send(approved, endpointId));
    } catch (CommandFailure e) {
      following.say("Not taken: " + e.getMessage());
    }
  }
}
