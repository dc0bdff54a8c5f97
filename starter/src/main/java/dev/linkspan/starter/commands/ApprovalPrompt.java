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
  private Optional<Thread> reader = Optional.empty();
  private volatile Optional<String> asked = Optional.empty();
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
    decided = status.decision().isPresent();
    status.approval().ifPresent(request -> ask(status, request, approve));
  }

  private void ask(SetupStatus status, EndpointRequest request, boolean approve) {
    if (asked.filter(request.endpointId()::equals).isPresent()) {
      return;
    }
    asked = Optional.of(request.endpointId());
    follower.say("");
    ApprovalText.facts(request, console).forEach(follower::say);
    if (decided) {
      status
          .decision()
          .ifPresent(known -> follower.say("Already " + ApprovalText.decided(known) + "."));
    } else if (approve) {
      follower.say("Approved because of --yes.");
      send(true, request.endpointId());
    } else {
      prompt(status.name());
    }
    follower.say("");
  }

  private void prompt(String setup) {
    ApprovalText.howToAnswer(setup, temporal).forEach(follower::say);
    if (!console.interactive()) {
      return;
    }
    follower.say("or type y to approve, n to reject, and press Enter.");
    if (reader.filter(Thread::isAlive).isEmpty()) {
      Thread thread = new Thread(this::read, "approval");
      thread.setDaemon(true);
      thread.start();
      reader = Optional.of(thread);
    }
  }

  /** Reads lines until one of them is a decision about the endpoint that was shown before it. */
  private void read() {
    boolean reading = true;
    while (reading && !decided) {
      Optional<String> shown = asked;
      Optional<String> line = console.ask("").map(l -> l.toLowerCase(Locale.ROOT));
      line.ifPresent(follower::entered);
      reading = line.isPresent() && !decided && !answer(line.get(), shown);
    }
  }

  private boolean answer(String line, Optional<String> shown) {
    boolean yes = line.equals("y") || line.equals("yes");
    boolean no = line.equals("n") || line.equals("no");
    if (!yes && !no) {
      follower.say("Type y to approve, n to reject.");
      return false;
    }
    if (!shown.equals(asked)) {
      follower.say("Another endpoint asks now. Type y to approve it, n to reject it.");
      return false;
    }
    return send(yes, shown.orElseThrow());
  }

  /** Whether the setup takes the decision. */
  private boolean send(boolean approved, String endpointId) {
    try {
      follower.say("Setup: " + sender.send(approved, endpointId) + ".");
      return true;
    } catch (CommandFailure e) {
      follower.say("Not accepted: " + e.getMessage());
      return false;
    }
  }
}
