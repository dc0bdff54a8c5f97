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
      names = "--early",
      description =
          "Decide before an endpoint requests a connection; the setup keeps the decision.")
  private boolean early;

  DecisionCommand(boolean approved) {
    this.approved = approved;
  }

  @Override
  public Integer call() {
    Console console = linkspan.context().console();
    String who = requester.by(linkspan.context());
    try (TemporalConnection temporal = linkspan.connect()) {
      SetupClient setups = new SetupClient(temporal);
      if (early) {
        setups.decideEarly(name, new Decision(approved, who, requester.reason(), null));
        console.say(
            "Decision recorded for the next connection request: "
                + word(approved)
                + " by "
                + who
                + ".");
        return ExitCode.OK.code();
      }
      SetupStatus status = setups.awaitSnapshot(name, console::say).status();
      if (status.decision().isPresent()) {
        return alreadyDecided(status.decision().get(), console);
      }
      EndpointRequest request = status.approval().orElseThrow(() -> noRequest(status));
      ApprovalText.facts(request, console).forEach(console::say);
      var decision = new Decision(approved, who, requester.reason(), request.endpointId());
      String reply = setups.decide(name, decision);
      console.say(reply.isBlank() ? word(approved) + "." : reply);
      return ExitCode.OK.code();
    }
  }

  private int alreadyDecided(Decision decision, Console console) {
    String by = decision.by() == null ? "an unknown user" : decision.by();
    boolean earlier = Boolean.TRUE.equals(decision.approved());
    String text = "Already " + word(earlier) + " by " + by + ".";
    if (earlier != approved) {
      throw new CommandFailure(ExitCode.UNEXPECTED, text + " Only the first decision counts.");
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

  private static String word(boolean approved) {
    return approved ? "approved" : "rejected";
  }
}
