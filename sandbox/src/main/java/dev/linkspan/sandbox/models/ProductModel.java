package dev.linkspan.sandbox.models;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The official models of a product's actions. {@code sandbox/models/extract.py} writes the tables;
 * the files in {@code modeled} list the parameters that the sandbox acts on, those in {@code
 * limits} the documented limits that the models lack.
 *
 * @param source package and version that the table is made from
 * @param actions by name
 */
public record ProductModel(String product, String source, Map<String, ActionModel> actions) {
  private static final Map<String, ProductModel> LOADED = new ConcurrentHashMap<>();

  /**
   * Returns the models of a product.
   *
   * @param product name of the product, such as {@code Vpc}
   * @throws IllegalArgumentException if there is no table for the product
   */
  public static ProductModel of(String product) {
    return LOADED.computeIfAbsent(product, ProductModel::load);
  }

  /** Returns the model of an action; empty if the table does not have it. */
  public Optional<ActionModel> action(String name) {
    return Optional.ofNullable(actions.get(name));
  }

  private static ProductModel load(String product) {
    String file = product.toLowerCase(Locale.ROOT) + ".txt";
    Map<String, Map<String, Set<String>>> modeled =
        ModeledParameters.parse(product.equals("TidbCloud") ? List.of() : lines("modeled/" + file));
    List<Limit> limits =
        product.equals("TidbCloud")
            ? List.of()
            : lines("limits/" + file).stream()
                .filter(line -> !line.startsWith("#"))
                .map(Limit::parse)
                .toList();
    List<String> lines = lines(file);
    Map<String, ActionModel> actions = new LinkedHashMap<>();
    Map<String, FieldModel> parameters = new TreeMap<>();
    Map<String, FieldModel> fields = new TreeMap<>();
    for (String line : lines) {
      if (line.startsWith("action ")) {
        String[] words = line.split(" ", 3);
        String name = words[1];
        parameters = new TreeMap<>();
        fields = new TreeMap<>();
        actions.put(
            name,
            new ActionModel(
                name,
                words.length > 2 ? words[2] : "",
                Collections.unmodifiableMap(parameters),
                Collections.unmodifiableMap(fields),
                modeled.getOrDefault(name, Map.of()),
                limits.stream().filter(limit -> limit.action().equals(name)).toList()));
      } else if (line.startsWith("> ") || line.startsWith("< ")) {
        FieldModel field = FieldModel.parse(line.substring(2));
        (line.startsWith("> ") ? parameters : fields).put(field.path(), field);
      }
    }
    String source = lines.get(0).substring("# ".length()).replaceAll(", by .*", "");
    return new ProductModel(product, source, Collections.unmodifiableMap(actions));
  }

  private static List<String> lines(String file) {
    try (InputStream in = ProductModel.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalArgumentException("there is no table " + file);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
