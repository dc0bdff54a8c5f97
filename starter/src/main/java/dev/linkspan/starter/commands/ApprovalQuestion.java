package dev.linkspan.starter.commands;

import dev.linkspan.connection.ConnectionActivities.EndpointRequest;
import dev.linkspan.starter.CommandFailure;
import dev.linkspan.starter.console.Console;
import dev.linkspan.starter.progress.ApprovalText;
import dev.linkspan.starter.progress.Following;
import dev.linkspan.starter.temporal.Temporal;
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

  /** Asks about this endpoint, or approves it at once. */
  void put(String setup, EndpointRequest request, boolean approve) {
    if (asked.filter(request.endpointId()::equals).isPresent()) {
      return;
    }
    asked = Optional.of(request.endpointId());
    following.say("");
    ApprovalText.facts(request, console).forEach(following::say);
    if (approve) {
      following.say("Approved, as --yes says.");
      send(true, request.endpointId());
      return;
    }
    ApprovalText.howToAnswer(setup, temporal).forEach(following::say);
    if (console.interactive()) {
      following.say("or type y (or n) and Enter.");
      Thread reader = new Thread(() -> read(request.endpointId()), "approval");
      reader.setDaemon(true);
      reader.start();
    }
    following.say("");
  }

  /** The answer has come, from anywhere. */
  void answered() {
    answered = true;
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
