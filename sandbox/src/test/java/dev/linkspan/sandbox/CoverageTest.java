package dev.linkspan.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.sandbox.models.ActionModel;
import dev.linkspan.sandbox.models.Conformance;
import dev.linkspan.sandbox.models.ProductModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Calls every action, holds each response against the official model, and writes down in
 * COVERAGE.md what the sandbox leaves out.
 */
@ResourceLock(LinkedCloud.ADDRESSES)
final class CoverageTest {
  private static final Path COVERAGE = Path.of("COVERAGE.md");
  private static final String MARKER = "<!-- CoverageTest writes everything below. -->\n";
  private static final List<String> PRODUCTS = List.of("Sts", "Vpc", "Ecs", "Nlb", "Privatelink");

  /** Parameters of almost every action that concern other accounts and resource groups. */
  private static final Set<String> OWNERS =
      Set.of(
          "OwnerAccount", "OwnerId", "ResourceOwnerAccount", "ResourceOwnerId", "ResourceGroupId");

  @TempDir Path folder;

  @Test
  void everyActionAnswersAsItsOfficialModelSaysAndCoverageListsWhatIsLeftOut() throws Exception {
    Conformance conformance;
    try (LinkedCloud cloud = new LinkedCloud(folder, 0)) {
      conformance = new EveryAction(cloud).make();
    }
    System.out.println(conformance);
    assertThat(conformance.differences()).isEmpty();
    Set<String> known = new TreeSet<>();
    for (String product : PRODUCTS) {
      ProductModel.of(product).actions().keySet().forEach(name -> known.add(product + " " + name));
    }
    assertThat(conformance.actions().keySet()).isEqualTo(known);

    String committed = Files.readString(COVERAGE);
    int marker = committed.indexOf(MARKER);
    assertThat(marker).as("marker in COVERAGE.md").isPositive();
    String current = committed.substring(0, marker) + MARKER + generated(conformance);
    if (Boolean.getBoolean("coverage.write")) {
      Files.writeString(COVERAGE, current);
      return;
    }
    assertThat(committed)
        .as("COVERAGE.md is out of date: run this test with -Dcoverage.write=true")
        .isEqualTo(current);
  }

  private static String generated(Conformance conformance) {
    StringBuilder text = new StringBuilder();
    text.append("\n## Parameters and fields that the sandbox leaves out\n\n");
    text.append("The sandbox refuses the parameters in the column *refused* with\n");
    text.append(
        "`Sandbox.ParameterNotModeled`; a value after `=` is the only one that it takes.\n");
    text.append("It also refuses ").append(String.join(", ", new TreeSet<>(OWNERS)));
    text.append(" where they are not listed as taken.\n");
    for (String product : PRODUCTS) {
      ProductModel model = ProductModel.of(product);
      text.append("\n### ").append(product).append(" (").append(model.source()).append(")\n\n");
      text.append("| action | parameters taken | refused | fields given | not given |\n");
      text.append("| --- | --- | --- | --- | --- |\n");
      for (ActionModel action : model.actions().values()) {
        text.append(row(action, conformance.actions().get(product + " " + action.name())));
      }
    }
    return text.toString();
  }

  private static String row(ActionModel action, Conformance.Checked checked) {
    Set<String> parameters = new TreeSet<>(action.parameters().keySet());
    parameters.removeAll(Set.of("RegionId", "ClientToken", "DryRun"));
    Set<String> refused = new TreeSet<>(parameters);
    refused.removeAll(action.modeled().keySet());
    List<String> listed = new ArrayList<>(refused);
    listed.removeAll(OWNERS);
    action
        .modeled()
        .forEach(
            (name, values) -> {
              if (!values.isEmpty()) {
                listed.add(name + "=" + String.join("/", new TreeSet<>(values)));
              }
            });
    Set<String> fields = new TreeSet<>(action.fields().keySet());
    fields.remove("RequestId");
    Set<String> missing = new TreeSet<>(fields);
    missing.removeAll(checked.fields());
    return "| %s | %d of %d | %s | %d of %d | %s |%n"
        .formatted(
            action.name(),
            parameters.size() - refused.size(),
            parameters.size(),
            joined(listed),
            fields.size() - missing.size(),
            fields.size(),
            joined(missing));
  }

  private static String joined(Collection<String> names) {
    return String.join(", ", names);
  }
}
