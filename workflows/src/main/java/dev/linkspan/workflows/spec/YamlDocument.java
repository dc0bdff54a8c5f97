package dev.linkspan.workflows.spec;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Parses the text into a tree. It checks the events before it builds the tree, so a document that
 * is meant to be expensive (endless nesting, aliases of aliases) costs nothing.
 */
final class YamlDocument {
  private static final int LONGEST = 256 * 1024;
  private static final int DEEPEST = 16;
  private static final LoadSettings SETTINGS =
      LoadSettings.builder()
          .setLabel("spec")
          .setCodePointLimit(LONGEST)
          // Reported with their lines by the group that has them.
          .setAllowNonScalarKeys(true)
          .build();

  private static final String SYNTAX_REMEDY =
      "Check indentation (spaces, no tabs), colons and quotes on this line and the one before.";

  private YamlDocument() {}

  /** The top-level group of fields; empty if there is none, with the reason reported. */
  static Optional<MappingNode> root(String yaml, SpecProblems problems) {
    if (yaml.length() > LONGEST) {
      problems.add(
          1, "", "the file is larger than 256 KiB", "Check that this is the spec and not another.");
      return Optional.empty();
    }
    try {
      return acceptable(yaml, problems) ? compose(yaml, problems) : Optional.empty();
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().or(e::getContextMark).map(Mark::getLine).orElse(0) + 1;
      problems.add(line, "", "this is not YAML: " + reason(e), remedy(yaml, line));
    } catch (ReaderException e) {
      problems.add(
          lineOf(yaml, e.getPosition()),
          "",
          "there is a control character, U+%04X".formatted(e.getCodePoint()),
          "Remove it: a spec is text in UTF-8.");
    } catch (YamlEngineException e) {
      problems.add(1, "", "this is not YAML: " + oneLine(e.getMessage()), SYNTAX_REMEDY);
    }
    return Optional.empty();
  }

  private static String reason(MarkedYamlEngineException e) {
    return oneLine(e.getProblem());
  }

  private static String oneLine(@Nullable String problem) {
    String text = problem == null ? "it cannot be parsed" : problem;
    return text.replaceAll("\\p{Cntrl}+", " ").strip();
  }

  /** Blanks that are none for YAML are what people see last. */
  private static String remedy(String yaml, int line) {
    return yaml.lines()
        .skip(Math.max(0, line - 2))
        .limit(2)
        .flatMap(text -> text.codePoints().filter(YamlDocument::looksLikeNothing).boxed())
        .findFirst()
        .map(
            c ->
                "Replace the character U+%04X, %s, on this line or the one before."
                    .formatted(c, Character.getName(c)))
        .orElse(SYNTAX_REMEDY);
  }

  private static boolean looksLikeNothing(int character) {
    int type = Character.getType(character);
    return character > 127 && (type == Character.SPACE_SEPARATOR || type == Character.FORMAT);
  }

  /** The line of a character, counted from 1. The reader counts code points. */
  private static int lineOf(String yaml, int position) {
    return 1 + (int) yaml.codePoints().limit(position).filter(c -> c == '\n').count();
  }

  private static boolean acceptable(String yaml, SpecProblems problems) {
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
        problems.add(
            line(event),
            "",
            "groups and lists are nested too deep",
            "A spec has at most four levels: compare with `linkspan init`.");
        return false;
      }
      if (documents > 1 && event.getEventId() == Event.ID.DocumentStart) {
        problems.add(
            line(event),
            "",
            "a second document starts here",
            "One file describes one setup: move it to a file of its own, and drop the `---`.");
        acceptable = false;
      }
      if (event instanceof NodeEvent node && node.getAnchor().isPresent()) {
        problems.add(
            line(event),
            "",
            "anchors and aliases (& and *) are not supported",
            "Write the value out.");
        acceptable = false;
      }
      if (tag(event).isPresent()) {
        problems.add(
            line(event), "", "tags such as !!str are not supported", "Write the value alone.");
        acceptable = false;
      }
    }
    return acceptable;
  }

  private static Optional<String> tag(Event event) {
    if (event instanceof ScalarEvent scalar) {
      return scalar.getTag();
    }
    return event instanceof CollectionStartEvent collection
        ? collection.getTag()
        : Optional.empty();
  }

  private static Optional<MappingNode> compose(String yaml, SpecProblems problems) {
    Optional<Node> root = new Compose(SETTINGS).composeString(yaml);
    if (root.isEmpty()) {
      problems.add(1, "", "the file is empty", "Start from what `linkspan init` writes.");
    } else if (!(root.get() instanceof MappingNode)) {
      problems.add(
          line(root.get()),
          "",
          "the file is not a group of fields",
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
