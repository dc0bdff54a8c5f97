package dev.linkspan.starter.stack;

import com.google.protobuf.util.Durations;
import dev.linkspan.starter.Surroundings;
import dev.linkspan.starter.temporal.SearchAttributeRegistration;
import dev.linkspan.starter.temporal.Temporal;
import io.temporal.api.namespace.v1.NamespaceConfig;
import io.temporal.api.workflowservice.v1.UpdateNamespaceRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The stack of one state folder, with the real parts. */
public final class LocalStack {
  private static final long RETENTION_DAYS = 30;

  private final Surroundings surroundings;
  private final StateFolder folder;
  private final StackSettings settings;

  /**
   * @param settings what to start with; where something runs already, what it was started with
   */
  public LocalStack(Surroundings surroundings, StateFolder folder, StackSettings settings) {
    this.surroundings = surroundings;
    this.folder = folder;
    this.settings = settings;
  }

  public StackSettings settings() {
    return settings;
  }

  /** Its processes, ready to be started; keeps the settings for later commands. */
  public Stack prepared() {
    folder.create();
    settings.save(folder);
    return stack(binary()::get, LocalCredentials.ensure(folder));
  }

  /** Its processes, to look at or to stop; makes nothing. */
  public Stack stack() {
    return stack(() -> binary().existing().orElse(Path.of("temporal")), LocalCredentials.none());
  }

  private TemporalBinary binary() {
    return TemporalBinary.forThisMachine(surroundings.environment(), surroundings.console());
  }

  private Stack stack(Supplier<Path> temporal, LocalCredentials credentials) {
    LocalLaunches launches =
        new LocalLaunches(
            surroundings.home(),
            folder,
            settings,
            surroundings.environment(),
            temporal,
            credentials);
    return new Stack(folder, launches, this::prepareNamespace, surroundings.console());
  }

  /** Takes the stack down when this process is gone. */
  public void guard(long pid) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Dlinkspan.home=" + surroundings.home());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("dev.linkspan.starter.Linkspan");
    command.addAll(List.of("dev", "down", "--state", folder.root().toString()));
    Guard.post(folder, pid, command, new TreeMap<>(surroundings.environment()));
  }

  // A dev server forgets closed runs after a day, and takes search attributes from its command line
  // only when it makes its database.
  private void prepareNamespace() {
    try (Temporal temporal = Temporal.connect(plain(), Optional.of(settings.temporal()))) {
      temporal
          .service()
          .blockingStub()
          .updateNamespace(
              UpdateNamespaceRequest.newBuilder()
                  .setNamespace("default")
                  .setConfig(
                      NamespaceConfig.newBuilder()
                          .setWorkflowExecutionRetentionTtl(Durations.fromDays(RETENTION_DAYS)))
                  .build());
      SearchAttributeRegistration.register(temporal);
    }
  }

  private Map<String, String> plain() {
    return Map.of(
        "TEMPORAL_ADDRESS", settings.temporal().address(), "TEMPORAL_NAMESPACE", "default");
  }
}
