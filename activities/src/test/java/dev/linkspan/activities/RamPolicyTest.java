package dev.linkspan.activities;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.linkspan.activities.simulation.RecordedActions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The RAM policy in the documentation allows the calls that the code makes, and no others. */
class RamPolicyTest {
  private static final Path SOURCES = Path.of("src/main/java");
  private static final Path PAGE = Path.of("../docs/real-clouds.md");

  /** Tags at the creation of a resource need the permission to tag. */
  private static final Set<String> TAGS =
      Set.of(
          "vpc:TagResources", "ecs:TagResources", "nlb:TagResources", "privatelink:TagResources");

  private static final Pattern REQUEST =
      Pattern.compile("import com\\.aliyuncs\\.(\\w+)\\.model\\.\\w+\\.(\\w+)Request;");

  private static final Pattern NLB = Pattern.compile("\\.(?:nlb|nlbList|tryNlb)\\(\\s*\"(\\w+)\"");

  /** In a class that calls PrivateLink, also the actions in a variable or a method of its own. */
  private static final Pattern PRIVATE_LINK =
      Pattern.compile("(?:privateLink(?:List)?\\(\\s*|\\bcall\\(\\s*|ABLE = )\"(\\w+)\"");

  private static final Pattern CALLS_PRIVATE_LINK = Pattern.compile("\\.privateLink(List)?\\(");

  private static Set<String> made() throws IOException {
    Set<String> actions = new TreeSet<>();
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        String source = Files.readString(file);
        add(actions, REQUEST, source, "");
        add(actions, NLB, source, "nlb:");
        if (CALLS_PRIVATE_LINK.matcher(source).find()) {
          add(actions, PRIVATE_LINK, source, "privatelink:");
        }
      }
    }
    return actions;
  }

  private static void add(Set<String> actions, Pattern pattern, String source, String product) {
    Matcher call = pattern.matcher(source);
    while (call.find()) {
      actions.add(
          product.isEmpty() ? call.group(1) + ":" + call.group(2) : product + call.group(1));
    }
  }

  private static Set<String> allowed() throws IOException {
    Matcher block = Pattern.compile("(?s)```json\\n(.*?)```").matcher(Files.readString(PAGE));
    assertThat(block.find()).isTrue();
    JsonNode policy = new JsonMapper().readTree(block.group(1));
    Set<String> actions = new TreeSet<>();
    policy.path("Statement").get(0).path("Action").forEach(a -> actions.add(a.asText()));
    return actions;
  }

  @Test
  void thePolicyAllowsExactlyTheCallsThatTheCodeMakes() throws IOException {
    Set<String> needed = new TreeSet<>(made());
    needed.addAll(TAGS);
    List<String> lines = needed.stream().map(action -> "        \"" + action + "\"").toList();
    assertThat(allowed())
        .as("replace the actions by%n%s", lines.stream().collect(Collectors.joining(",\n")))
        .isEqualTo(needed);
  }

  @Test
  void thePolicyAllowsEveryCallOfAWholeRun(@TempDir Path folder) throws Exception {
    assertThat(allowed()).containsAll(RecordedActions.ofAWholeRun(folder));
  }
}
