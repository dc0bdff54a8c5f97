package dev.linkspan.sandbox.vpc;

import dev.linkspan.sandbox.state.Resource;
import java.util.List;
import java.util.Map;

/** Returns tags as VPC shows them. */
final class VpcTags {
  private VpcTags() {}

  static List<Map<String, String>> view(Resource resource) {
    return resource.tags().entrySet().stream()
        .map(tag -> Map.of("Key", tag.getKey(), "Value", tag.getValue()))
        .toList();
  }
}
