package dev.linkspan.starter.commands;

import dev.linkspan.starter.cli.CommandFailure;
import dev.linkspan.starter.console.Console;
import dev.linkspan.starter.progress.ApprovalText;
import dev.linkspan.starter.progress.SetupFollower;
import dev.linkspan.starter.temporal.TemporalConnection;
import dev.linkspan.workflows.connection.ConnectionActivities.EndpointRequest;
import dev.linkspan.workflows.setup.SetupStatus;
import java.util.Locale;
import java.util.Optional;

/**
 * Asks the user to approve or reject a connection request, once for each endpoint. Meanwhile, the
 * decision can also come from elsewhere.
 */
final class ApprovalPrompt {

  /** Sends the decision; returns the setup's reply. */
  @FunctionalInterface
  interface DecisionSender {
    String send(boolean approved, String endpointId);
  }

  private final Console console;
  private final TemporalConnection temporal;
  private final SetupFollower follower;
  private final DecisionSender sender;
  private Optional<String> asked = Optional.empty();
  private volatile boolean decided;

  ApprovalPrompt(
      Console console, TemporalConnection temporal, SetupFollower follower, DecisionSender sender) {
    this.console = console;
    this.temporal = temporal;
    this.follower = follower;
    this.sender = sender;
  }

  /** Shows an endpoint that requests a connection, and approves it at once or asks the user. */
  void show(SetupStatus status, boolean approve) {
    if (status.decision().isPresent()) {
      decided = true;
    }
    status.approval().ifPresent(request -> ask(status.name(), request, approve));
  }

  private void ask(String setup, EndpointRequest request, boolean approve) {
    if (asked.filter(request.endpointId()::equals).isPresent()) {
      return;
    }
    asked = Optional.of(request.endpointId());
    follower.say("");
    ApprovalText.facts(request, console).forEach(follower::say);
    if (decided) {
      follower.say("Already decided.");
    } else if (approve) {
      follower.say("Approved because of --yes.");
      send(true, request.endpointId());
    } else {
      prompt(setup, request);
    }
    follower.say("");
  }

  private void prompt(String setup, EndpointRequest request) {
    ApprovalText.howToAnswer(setup, temporal).forEach(follower::say);
    if (console.interactive()) {
      follower.say("or type y to approve, n to reject, and press Enter.");
      Thread reader = new Thread(() -> read(request.endpointId()), "approval");
      reader.setDaemon(true);
      reader.start();
    }
  }

  private void read(String endpointId) {
    while (!decided) {
      Optional<String> line = console.ask("").map(l -> l.toLowerCase(Locale.ROOT));
      if (line.isEmpty()) {
        return;
      }
      if (!decided && (line.get().equals("y") || line.get().equals("yes"))) {
        send(true, endpointId);
        return;
      }
      if (!decided && (line.get().equals("n") || line.get().equals("no"))) {
        send(false, endpointId);
        return;
      }
    }
  }

  private void send(boolean approved, String endpointId) {
    try {
      follower.say(sender.send(approved, endpointId));
    } catch (CommandFailure e) {
      follower.say("Not accepted: " + e.getMessage());
    }
  }
}
