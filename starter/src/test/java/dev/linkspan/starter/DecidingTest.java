package dev.linkspan.starter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.workflows.connection.Decision;
import dev.linkspan.workflows.setup.PrivateLinkSetup;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How people decide about the endpoint of a setup. */
class DecidingTest {
  @RegisterExtension static final SetupCommands COMMANDS = new SetupCommands();

  private static void waiting(String name) throws IOException {
    COMMANDS.run("up", "--yes", "-f", COMMANDS.spec(name, 3));
  }

  @Test
  void withoutATerminalADecisionNeedsYes() throws IOException {
    waiting("scripted");

    Ran refused = COMMANDS.run("approve", "scripted");
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err())
        .contains("endpoint          ep-fake", "owner account", "5500000000000001", "requested at")
        .contains("Nothing was decided.", "linkspan approve scripted --endpoint ID --yes");
    assertThat(COMMANDS.run("status", "scripted").code()).as("still undecided").isEqualTo(3);

    Ran approved = COMMANDS.run("approve", "scripted", "--endpoint", "ep-fake", "--yes");
    assertThat(approved.code()).as(approved.err()).isZero();
    assertThat(approved.err()).contains("Setup scripted: recorded: true by ada.");
  }

  @Test
  void anotherEndpointThanTheNamedOneIsNotApproved() throws IOException {
    waiting("another");

    Ran refused = COMMANDS.run("approve", "another", "--endpoint", "ep-expected", "--yes");

    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err())
        .contains("The endpoint that asks to connect is ep-fake of account 5500000000000001, not")
        .contains("ep-expected. Nothing was decided.");
    assertThat(COMMANDS.run("status", "another").code()).isEqualTo(3);

    COMMANDS.run("reject", "another", "--endpoint", "ep-fake", "--yes");
    Ran late = COMMANDS.run("reject", "another", "--endpoint", "ep-expected", "--yes");
    Ran otherwise = COMMANDS.run("approve", "another", "--yes");
    assertThat(late.code()).isEqualTo(2);
    assertThat(late.err())
        .contains("Already rejected by ada", "about endpoint ep-fake, not ep-expected. Nothing");
    assertThat(otherwise.err()).contains("To be asked again, run: linkspan retry another");
  }

  @Test
  void onATerminalOnlyYesApproves() throws IOException {
    waiting("typed");

    Ran enter = COMMANDS.answering("\n", "approve", "typed");
    Ran no = COMMANDS.answering("no\n", "approve", "typed");
    Ran end = COMMANDS.answering("", "approve", "typed");
    Ran yes = COMMANDS.answering("YES\n", "approve", "typed", "--reason", "ticket 42");

    for (Ran declined : new Ran[] {enter, no, end}) {
      assertThat(declined.code()).isEqualTo(2);
      assertThat(declined.err()).contains("Approve endpoint ep-fake? [y/N]");
    }
    assertThat(yes.code()).as(yes.err()).isZero();
    assertThat(COMMANDS.run("status", "typed").out())
        .contains("endpoint    approved by ada at 2026-11-24T00:00:02Z: ticket 42");
  }

  @Test
  void anEarlyDecisionIsAboutTheNextEndpointOrTheNamedOne() throws IOException {
    COMMANDS.run("up", "--yes", "-f", COMMANDS.spec("parks", 3));

    Ran early = COMMANDS.answering("n\n", "approve", "parks", "--early");
    Ran named = COMMANDS.answering("n\n", "reject", "parks", "--early", "--endpoint", "ep-9");

    assertThat(early.err())
        .contains("Approve the next endpoint, which has not asked to connect yet? [y/N]");
    assertThat(named.err())
        .contains("Reject endpoint ep-9, which has not asked to connect yet? [y/N]");
  }

  @Test
  void upAsksOnATerminalUntilTheAnswerIsADecision() throws IOException {
    Ran up = COMMANDS.answering("perhaps\ny\n", "up", "--yes", "-f", COMMANDS.spec("inline", 3));

    assertThat(up.code()).as(up.err()).isZero();
    assertThat(up.err())
        .contains("endpoint          ep-fake", "or type y to approve, n to reject")
        .contains("Type y to approve, n to reject.", "Setup: recorded: true by ada.");
  }

  @Test
  void c20_anAnswerThatDoesNotCountStandsInStatusAndInTheQuestion() throws IOException {
    waiting("ignored");
    COMMANDS
        .server()
        .client()
        .newWorkflowStub(PrivateLinkSetup.class, PrivateLinkSetup.id("ignored"))
        .approve(new Decision(null, "ada", null, "ep-other"));

    String line = "⚠ A signal at 2026-11-24T00:00:01Z does not count: not ep-other";
    assertThat(COMMANDS.run("status", "ignored").out()).contains(line);
    assertThat(COMMANDS.run("approve", "ignored").err()).contains(line);
  }
}
