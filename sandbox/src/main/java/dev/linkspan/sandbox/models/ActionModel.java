package dev.linkspan.sandbox.models;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The official model of an action, and what the sandbox models of it.
 *
 * @param route method and path of a REST call; empty for Alibaba Cloud
 * @param parameters by path, sorted
 * @param fields fields of the response by path, sorted
 * @param modeled the parameters that the sandbox acts on, each with the only values that it
 *     accepts; an empty set stands for any value
 * @param limits documented limits of parameters
 */
public record ActionModel(
    String name,
    String route,
    Map<String, FieldModel> parameters,
    Map<String, FieldModel> fields,
    Map<String, Set<String>> modeled,
    List<Limit> limits) {

  /** Whether the action has a parameter of this path. */
  public boolean has(String path) {
    return parameters.containsKey(path);
  }
}
