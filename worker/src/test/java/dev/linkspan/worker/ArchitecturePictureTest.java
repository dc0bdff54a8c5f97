package dev.linkspan.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/**
 * The pictures in docs/architecture.md show the dependencies of the modules and of the packages of
 * {@code workflows}. An arrow is a direct dependency; a dependency that follows from a chain of
 * other arrows has no arrow of its own.
 */
class ArchitecturePictureTest {
  private static final Path REPOSITORY = Path.of("..");
  private static final String PACKAGES = "dev.linkspan.workflows";

  @Test
  void showsTheDependenciesOfTheModules() throws Exception {
    assertShows(modules(), picture("%% modules"));
  }

  @Test
  void showsTheDependenciesOfThePackagesOfWorkflows() throws IOException {
    assertShows(packages(), picture("%% packages of " + PACKAGES));
  }

  @ParameterizedTest
  @ValueSource(strings = {"workflows", "activities", "starter", "worker"})
  void theReadmeOfAModuleNamesEachPackage(String module) throws IOException {
    String readme = Files.readString(REPOSITORY.resolve(module).resolve("README.md"));
    Path root = REPOSITORY.resolve(module).resolve("src/main/java/dev/linkspan").resolve(module);
    try (Stream<Path> packages = Files.list(root).filter(Files::isDirectory)) {
      assertThat(packages)
          .isNotEmpty()
          .allSatisfy(
              folder -> assertThat(readme).containsPattern("[`.]" + folder.getFileName() + "`"));
    }
  }

  private static void assertShows(Map<String, Set<String>> code, Map<String, Set<String>> picture) {
    assertThat(picture.keySet()).as("nodes").isEqualTo(code.keySet());
    code.forEach(
        (node, targets) -> {
          assertThat(targets)
              .as("arrows of %s that the code does not have", node)
              .containsAll(picture.get(node));
          assertThat(reachable(picture, node))
              .as("dependencies of %s that follow from no arrow", node)
              .containsAll(targets);
        });
    picture.forEach(
        (node, targets) ->
            targets.forEach(
                target ->
                    assertThat(targets.stream().filter(other -> !other.equals(target)))
                        .as("%s --> %s follows from other arrows", node, target)
                        .noneMatch(other -> reachable(picture, other).contains(target))));
  }

  private static Set<String> reachable(Map<String, Set<String>> arrows, String from) {
    Set<String> found = new TreeSet<>();
    Deque<String> open = new ArrayDeque<>(arrows.get(from));
    while (!open.isEmpty()) {
      String node = open.pop();
      if (found.add(node)) {
        open.addAll(arrows.get(node));
      }
    }
    return found;
  }

  /** The flowchart whose first line is this comment: node to the targets of its arrows. */
  private static Map<String, Set<String>> picture(String comment) throws IOException {
    String page = Files.readString(REPOSITORY.resolve("docs").resolve("architecture.md"));
    Matcher block =
        Pattern.compile(
                "```mermaid\nflowchart TD\n *" + Pattern.quote(comment) + "\n(.*?)```",
                Pattern.DOTALL)
            .matcher(page);
    assertThat(block.find()).as("a flowchart that begins with %s", comment).isTrue();
    Pattern arrow = Pattern.compile(" {4}([a-z0-9-]+) --> ([a-z0-9-]+)");
    Pattern label = Pattern.compile(" {4}([a-z0-9-]+)\\[\"[^\"]+\"]");
    Map<String, Set<String>> arrows = new TreeMap<>();
    for (String line : block.group(1).lines().toList()) {
      Matcher ofArrow = arrow.matcher(line);
      Matcher ofLabel = label.matcher(line);
      if (ofArrow.matches()) {
        arrows.computeIfAbsent(ofArrow.group(1), node -> new TreeSet<>()).add(ofArrow.group(2));
        arrows.computeIfAbsent(ofArrow.group(2), node -> new TreeSet<>());
      } else {
        assertThat(ofLabel.matches()).as("an arrow or a label: %s", line).isTrue();
        arrows.computeIfAbsent(ofLabel.group(1), node -> new TreeSet<>());
      }
    }
    return arrows;
  }

  private static Map<String, Set<String>> packages() {
    JavaClasses classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(PACKAGES);
    Map<String, Set<String>> dependencies = new TreeMap<>();
    classes.forEach(
        origin ->
            capability(origin.getPackageName())
                .forEach(
                    from -> {
                      Set<String> targets =
                          dependencies.computeIfAbsent(from, node -> new TreeSet<>());
                      origin.getDirectDependenciesFromSelf().stream()
                          .flatMap(d -> capability(d.getTargetClass().getPackageName()))
                          .filter(to -> !to.equals(from))
                          .forEach(targets::add);
                    }));
    return dependencies;
  }

  /** {@code steps} for {@code dev.linkspan.workflows.steps}; empty outside and in the root. */
  private static Stream<String> capability(String packageName) {
    return packageName.startsWith(PACKAGES + ".")
        ? Stream.of(packageName.substring(PACKAGES.length() + 1).replaceFirst("[.].*", ""))
        : Stream.empty();
  }

  /** By each module's pom.xml; dependencies of tests and of the build alone do not count. */
  private static Map<String, Set<String>> modules() throws Exception {
    Map<String, Set<String>> dependencies = new TreeMap<>();
    Element parent = pom(REPOSITORY);
    for (Element module : children(child(parent, "modules"), "module")) {
      Element pom = pom(REPOSITORY.resolve(module.getTextContent()));
      Set<String> targets = new TreeSet<>();
      for (Element dependency : children(child(pom, "dependencies"), "dependency")) {
        if (text(dependency, "groupId", "").equals("dev.linkspan")
            && List.of("compile", "runtime").contains(text(dependency, "scope", "compile"))) {
          targets.add(text(dependency, "artifactId", ""));
        }
      }
      dependencies.put(text(pom, "artifactId", ""), targets);
    }
    return dependencies;
  }

  private static Element pom(Path module) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(module.resolve("pom.xml").toFile())
        .getDocumentElement();
  }

  private static String text(Element parent, String name, String otherwise) {
    List<Element> found = children(parent, name);
    return found.isEmpty() ? otherwise : found.get(0).getTextContent().strip();
  }

  private static Element child(Element parent, String name) {
    return children(parent, name).get(0);
  }

  private static List<Element> children(Element parent, String name) {
    NodeList nodes = parent.getChildNodes();
    return Stream.iterate(0, i -> i < nodes.getLength(), i -> i + 1)
        .map(nodes::item)
        .filter(node -> node.getNodeType() == Node.ELEMENT_NODE && node.getNodeName().equals(name))
        .map(Element.class::cast)
        .toList();
  }
}
