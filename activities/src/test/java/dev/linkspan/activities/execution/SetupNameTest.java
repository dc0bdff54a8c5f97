package dev.linkspan.activities.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan.CredentialNames;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SetupNameTest {
  private static final Owner OWNER =
      new Owner("demo", "id", "ap-southeast-1", new CredentialNames("a", "b", "c"));

  /** As the inputs of workflows are. */
  public record Input(Owner owner, Optional<String> other) {}

  @Test
  void isFoundInAnOwnerAndInAFieldOfAnInput() {
    assertThat(SetupName.in(new Object[] {"text", OWNER})).contains("demo");
    assertThat(SetupName.in(new Object[] {new Input(OWNER, Optional.empty())})).contains("demo");
  }

  @Test
  void isMissingWhereNothingNamesASetup() {
    assertThat(SetupName.in(new Object[] {})).isEmpty();
    assertThat(SetupName.in(new Object[] {"text", new Input(null, Optional.empty()), 1})).isEmpty();
  }
}
