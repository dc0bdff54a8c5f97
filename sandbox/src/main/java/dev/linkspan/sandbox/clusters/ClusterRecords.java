package dev.linkspan.sandbox.clusters;

import dev.linkspan.sandbox.api.Regions;
import dev.linkspan.sandbox.state.Resource;
import dev.linkspan.sandbox.state.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The clusters in the store: each request, and every resource as soon as it is created for the
 * cluster.
 */
final class ClusterRecords {
  static final String STARTING = "Starting";
  static final String RUNNING = "Running";
  static final String FAILED = "Failed";
  static final String DELETING = "Deleting";

  /** A type of the sandbox itself, which no API lists. */
  private static final String TYPE = "_kafkacluster";

  private final Store store;

  ClusterRecords(Store store) {
    this.store = store;
  }

  List<Resource> all() {
    return store.all(TYPE);
  }

  Optional<Resource> find(String name) {
    return store.find(TYPE, name);
  }

  /**
   * @return false if a cluster of this name exists
   */
  boolean create(ClusterSpec spec, Map<String, Object> request) {
    return store.inTransaction(
        () -> {
          if (find(spec.name()).isPresent()) {
            return false;
          }
          store.put(
              Resource.of(TYPE, spec.name(), Regions.OWN_ACCOUNT, spec.region(), spec.name())
                  .withStatus(STARTING)
                  .with("request", request));
          return true;
        });
  }

  /**
   * Changes a record if it is in one of the states.
   *
   * @return whether it was in one of them
   */
  boolean change(String name, List<String> states, UnaryOperator<Resource> change) {
    return store.inTransaction(
        () -> {
          Optional<Resource> now = find(name).filter(record -> states.contains(record.status()));
          now.map(change).ifPresent(store::put);
          return now.isPresent();
        });
  }

  void remove(String name) {
    store.remove(TYPE, name);
  }

  static ClusterSpec spec(Resource record) {
    return ClusterSpec.of(record.object("request"));
  }

  static List<Node> nodes(Resource record) {
    return record.objects("nodes").stream().map(Node::of).toList();
  }

  /** Returns the record with a text appended to a list of texts. */
  static Resource withAppended(Resource record, String list, String text) {
    List<String> texts = new ArrayList<>(record.texts(list));
    texts.add(text);
    return record.with(list, texts);
  }
}
