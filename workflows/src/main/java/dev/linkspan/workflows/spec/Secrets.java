package dev.linkspan.workflows.spec;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Finds secrets in a file that people share: access keys, private keys, API keys. It looks at the
 * shape of values and at field names, and searches comments too.
 */
final class Secrets {
  /** Access key ids of Alibaba Cloud start with these letters. */
  private static final Pattern ACCESS_KEY_ID = Pattern.compile("LTAI[0-9A-Za-z]{8,}");

  private static final Pattern PEM = Pattern.compile("-----BEGIN [A-Z0-9 ]+-----");

  /** TiDB Cloud's private API keys are UUIDs. */
  private static final Pattern UUID =
      Pattern.compile("(?i)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  private static final Pattern URL_PASSWORD = Pattern.compile("[a-z][a-z0-9+.-]*://[^/\\s]*@.*");
  private static final Pattern LONG_RANDOM = Pattern.compile("[A-Za-z0-9+=][A-Za-z0-9+/=]{29,}");
  private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]+");

  private static final String NAMES =
      "(password|passwd|passphrase|secret|token|signature|api[-_]?key|access[-_]?key([-_]?id)?"
          + "|private[-_]?key)";

  /** {@code TOKEN=x}, {@code -Dsome.secret=x}, {@code --password x}; not {@code TOKEN=$X}. */
  private static final Pattern NAMED_SECRET =
      Pattern.compile(
          "(?i)(" + NAMES + "[=:]\\s*|(^|\\s)-[-\\w.]*" + NAMES + "\\s+)[\"']?[^\\s$\"']");

  private static final Pattern WORDS = Pattern.compile("[\\s\"'=,;]+");
  private static final Set<String> SECRET_FIELD_NAMES =
      Set.of(
          "accesskey",
          "accesskeyid",
          "accesskeysecret",
          "accesssecret",
          "apikey",
          "password",
          "passphrase",
          "privatekey",
          "publickey",
          "secret",
          "secretkey",
          "securitytoken",
          "sessiontoken",
          "token");

  private Secrets() {}

  /** Searches the fields, then every line of the text including comments. */
  static void find(String yaml, Optional<MappingNode> root, SpecProblems problems) {
    root.ifPresent(node -> inNode(node, "", YamlDocument.line(node), problems));
    List<String> lines = yaml.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (ACCESS_KEY_ID.matcher(line).find()) {
        problems.addSecret(i + 1, "", "an access key id");
      } else if (PEM.matcher(line).find()) {
        problems.addSecret(i + 1, "", "a key or certificate");
      }
    }
  }

  private static void inNode(Node node, String path, int line, SpecProblems problems) {
    if (node instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        if (tuple.getKeyNode() instanceof ScalarNode key) {
          String at = (path.isEmpty() ? "" : path + ".") + Quoted.name(key.getValue());
          inField(key, tuple.getValueNode(), at, problems);
        }
      }
    } else if (node instanceof SequenceNode sequence) {
      for (int i = 0; i < sequence.getValue().size(); i++) {
        Node item = sequence.getValue().get(i);
        inNode(item, path + "[" + i + "]", YamlDocument.line(item), problems);
      }
    } else if (node instanceof ScalarNode scalar) {
      kindOfSecret(scalar.getValue()).ifPresent(what -> problems.addSecret(line, path, what));
    }
  }

  private static void inField(ScalarNode key, Node value, String path, SpecProblems problems) {
    String name = key.getValue().replaceAll("[-_ ]", "").toLowerCase(Locale.ROOT);
    int line = YamlDocument.line(key);
    if (SECRET_FIELD_NAMES.contains(name)) {
      problems.addSecret(line, path, "a secret, by its name");
    } else {
      inNode(value, path, line, problems);
    }
  }

  /** Whether the text is a secret, or a command that contains one. */
  private static Optional<String> kindOfSecret(String text) {
    if (NAMED_SECRET.matcher(text).find()) {
      return Optional.of("a secret, by the name before it");
    }
    return Stream.concat(Stream.of(text), WORDS.splitAsStream(text))
        .flatMap(word -> kindByShape(word).stream())
        .findFirst();
  }

  private static Optional<String> kindByShape(String text) {
    if (ACCESS_KEY_ID.matcher(text).find()) {
      return Optional.of("an access key id");
    }
    if (PEM.matcher(text).find()) {
      return Optional.of("a key or certificate");
    }
    if (UUID.matcher(text).matches()) {
      return Optional.of("an API key");
    }
    if (URL_PASSWORD.matcher(text).matches()) {
      return Optional.of("a user name or password inside a URL");
    }
    return isRandom(text) ? Optional.of("an encoded secret") : Optional.empty();
  }

  private static boolean isRandom(String text) {
    return LONG_RANDOM.matcher(text).matches()
        && !HEX.matcher(text).matches()
        && text.chars().anyMatch(Character::isUpperCase)
        && text.chars().anyMatch(Character::isLowerCase)
        && text.chars().anyMatch(Character::isDigit);
  }
}
