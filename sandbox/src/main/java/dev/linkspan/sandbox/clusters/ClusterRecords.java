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
 * What is known of each cluster, in the store: the request, and everything made for it as soon as
 * it is made.
 */
final class ClusterRecords {
  static final String STARTING = "Starting";
  static final String RUNNING = "Running";
  static final String FAILED = "Failed";
  static final String DELETING = "Deleting";

  /** The sandbox's own: no list of the account's resources has it. */
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
   * @return false where there is one of this name already
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

  /** Changes the record where it is (still) in one of the states; says whether it was. */
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

  /** The record with one more text in a list of texts. */
  static Resource withAppended(Resource record, String list, String text) {
    List<String> texts = new ArrayList<>(record.texts(list));
    texts.add(text);
    return record.with(list, texts);
  }
}
