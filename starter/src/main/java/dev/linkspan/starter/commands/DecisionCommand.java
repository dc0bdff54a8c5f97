package dev.linkspan.starter.commands;

import dev.linkspan.starter.cli.CommandFailure;
import dev.linkspan.starter.cli.ExitCode;
import dev.linkspan.starter.console.Console;
import dev.linkspan.starter.progress.ApprovalText;
import dev.linkspan.starter.setups.SetupClient;
import dev.linkspan.starter.temporal.TemporalConnection;
import dev.linkspan.workflows.connection.ConnectionActivities.EndpointRequest;
import dev.linkspan.workflows.connection.Decision;
import dev.linkspan.workflows.setup.SetupStatus;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Approves or rejects a connection request, for exactly the endpoint that it has shown. */
public abstract sealed class DecisionCommand implements Callable<Integer>
    permits ApproveCommand, RejectCommand {
  private final boolean approved;

  @ParentCommand private RootCommand linkspan;
  @Mixin private RequesterOptions requester;

  @Parameters(paramLabel = "NAME", description = "Name of the setup.")
  private String name;

  @Option(
      names = "--endpoint",
      paramLabel = "ID",
      description = "Decide about this endpoint only; if another one asks, decide nothing.")
  private Optional<String> endpoint = Optional.empty();

  @Option(
      names = "--early",
      description =
          "Decide before an endpoint requests a connection; the setup keeps the decision.")
  private boolean early;

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask for confirmation.")
  private boolean yes;

  DecisionCommand(boolean approved) {
    this.approved = approved;
  }

  @Override
  public Integer call() {
    Console console = linkspan.context().console();
    try (TemporalConnection temporal = linkspan.connect()) {
      SetupClient setups = new SetupClient(temporal);
      if (early) {
        String subject = endpoint.map(id -> "endpoint " + id).orElse("the next endpoint");
        confirm(console, subject + ", which has not asked to connect yet");
        return decide(setups, console, endpoint);
      }
      SetupStatus status = setups.awaitSummary(name, console::say).status();
      if (status.decision().isPresent()) {
        return alreadyDecided(status.decision().get(), console);
      }
      EndpointRequest request = requested(status);
      ApprovalText.facts(request, console).forEach(console::say);
      ApprovalText.ignored(status, console).ifPresent(console::say);
      confirm(console, "endpoint " + request.endpointId());
      return decide(setups, console, Optional.of(request.endpointId()));
    }
  }

  private int decide(SetupClient setups, Console console, Optional<String> endpointId) {
    String who = requester.by(linkspan.context());
    String reply =
        setups.decide(
            name, new Decision(approved, who, requester.reason(), endpointId.orElse(null)));
    console.say("Setup " + name + ": " + reply + ".");
    return ExitCode.OK.code();
  }

  /** The endpoint that asks, if it is the one that the user means. */
  private EndpointRequest requested(SetupStatus status) {
    EndpointRequest request = status.approval().orElseThrow(() -> noRequest(status));
    if (endpoint.filter(id -> !id.equals(request.endpointId())).isPresent()) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "The endpoint that asks to connect is "
              + request.endpointId()
              + " of account "
              + request.ownerAccount()
              + ", not "
              + endpoint.get()
              + ". Nothing was decided.");
    }
    return request;
  }

  private void confirm(Console console, String subject) {
    if (!yes && !console.interactive()) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "Cannot ask for confirmation without a terminal. Nothing was decided.\nTo decide about"
              + " exactly one endpoint without a question, run: linkspan "
              + (approved ? "approve " : "reject ")
              + name
              + " --endpoint ID --yes");
    }
    Confirmation.require(console, (approved ? "Approve " : "Reject ") + subject + "?", yes);
  }

  private int alreadyDecided(Decision decision, Console console) {
    String text = "Already " + ApprovalText.decided(decision) + ".";
    Optional<String> decided = Optional.ofNullable(decision.endpointId());
    if (endpoint.isPresent() && decided.filter(id -> !id.equals(endpoint.get())).isPresent()) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "%s That was about endpoint %s, not %s. Nothing was decided."
              .formatted(text, decided.get(), endpoint.get()));
    }
    if (decision.approves() != approved) {
      String again = decision.approves() ? "" : " To be asked again, run: linkspan retry " + name;
      throw new CommandFailure(
          ExitCode.UNEXPECTED, text + " Only the first decision counts." + again);
    }
    console.say(text);
    return ExitCode.OK.code();
  }

  private static CommandFailure noRequest(SetupStatus status) {
    return new CommandFailure(
        ExitCode.UNEXPECTED,
        "No endpoint has requested a connection yet; the setup is in phase "
            + status.phase()
            + ".\nCheck again with `linkspan status "
            + status.name()
            + "`, or decide now with --early.");
  }
}
