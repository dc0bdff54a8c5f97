package dev.linkspan.activities.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.activities.sandbox.LocalCloud;
import dev.linkspan.sandbox.state.Resource;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Changes that no action of the sandbox makes, or only the cloud itself. */
final class HiddenChanges {
  private final LocalCloud cloud;
  private final Map<String, Resource> before = new HashMap<>();

  HiddenChanges(LocalCloud cloud) {
    this.cloud = cloud;
  }

  void change(String type, String id, UnaryOperator<Resource> change) {
    Resource now = resource(type, id);
    before.put(id, now);
    cloud.change(change.apply(now));
  }

  /** Undoes the last change of this resource, which still exists. */
  void restore(String type, String id) {
    assertThat(resource(type, id)).isNotNull();
    cloud.change(before.remove(id));
  }

  Resource resource(String type, String id) {
    return cloud.resources(type).stream().filter(r -> r.id().equals(id)).findFirst().orElseThrow();
  }
}
