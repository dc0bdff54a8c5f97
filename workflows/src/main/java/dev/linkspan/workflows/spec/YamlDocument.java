package dev.linkspan.workflows.spec;

import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * The text as a tree. Its events are looked at before a tree is built, so a document made to be
 * expensive (nested without end, aliases of aliases) costs nothing.
 */
final class YamlDocument {
  private static final int LONGEST = 256 * 1024;
  private static final int DEEPEST = 16;
  private static final LoadSettings SETTINGS =
      LoadSettings.builder().setLabel("spec").setCodePointLimit(LONGEST).build();

  private static final String SYNTAX_REMEDY =
      "Check indentation (spaces, no tabs), colons and quotes on this line and the one before.";

  private YamlDocument() {}

  /** The group of fields the text consists of; empty when that was not to be had, and why said. */
  static Optional<MappingNode> root(String yaml, Findings findings) {
    if (yaml.length() > LONGEST) {
      findings.add(
          1, "", "the file is larger than 256 KiB", "Check that this is the spec and not another.");
      return Optional.empty();
    }
    try {
      return acceptable(yaml, findings) ? compose(yaml, findings) : Optional.empty();
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().or(e::getContextMark).map(Mark::getLine).orElse(0) + 1;
      findings.add(line, "", "this is not YAML: " + reason(e), SYNTAX_REMEDY);
    } catch (YamlEngineException e) {
      findings.add(1, "", "this is not YAML, or not text in UTF-8", SYNTAX_REMEDY);
    }
    return Optional.empty();
  }

  private static String reason(MarkedYamlEngineException e) {
    String problem = e.getProblem() == null ? "it cannot be read on" : e.getProblem();
    return problem.replaceAll("\\p{Cntrl}+", " ").strip();
  }

  private static boolean acceptable(String yaml, Findings findings) {
    int depth = 0;
    int documents = 0;
    boolean acceptable = true;
    for (Event event : new Parse(SETTINGS).parseString(yaml)) {
      switch (event.getEventId()) {
        case DocumentStart -> documents++;
        case MappingStart, SequenceStart -> depth++;
        case MappingEnd, SequenceEnd -> depth--;
        default -> {}
      }
      if (depth > DEEPEST) {
        findings.add(
            line(event),
            "",
            "groups and lists are nested too deep",
            "A spec has at most four levels: compare with `linkspan init`.");
        return false;
      }
      if (documents > 1 && event.getEventId() == Event.ID.DocumentStart) {
        findings.add(
            line(event),
            "",
            "a second document starts here",
            "One file describes one setup: move it to a file of its own, and drop the `---`.");
        acceptable = false;
      }
      if (event instanceof NodeEvent node && node.getAnchor().isPresent()) {
        findings.add(
            line(event), "", "anchors and aliases (& and *) are not read", "Write the value out.");
        acceptable = false;
      }
    }
    return acceptable;
  }

  private static Optional<MappingNode> compose(String yaml, Findings findings) {
    Optional<Node> root = new Compose(SETTINGS).composeString(yaml);
    if (root.isEmpty()) {
      findings.add(1, "", "the file is empty", "Start from what `linkspan init` writes.");
    } else if (!(root.get() instanceof MappingNode)) {
      findings.add(
          line(root.get()),
          "",
          "the file does not consist of fields",
          "Start from what `linkspan init` writes: `kind: new cluster`, `name: ...` and so on.");
    }
    return root.filter(MappingNode.class::isInstance).map(MappingNode.class::cast);
  }

  /** The line a node starts on, counted from 1. */
  static int line(Node node) {
    return node.getStartMark().map(Mark::getLine).orElse(0) + 1;
  }

  private static int line(Event event) {
    return event.getStartMark().map(Mark::getLine).orElse(0) + 1;
  }
}
