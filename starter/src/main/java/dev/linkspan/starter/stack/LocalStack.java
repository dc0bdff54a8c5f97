package dev.linkspan.starter.stack;

import com.google.protobuf.util.Durations;
import dev.linkspan.starter.cli.CliContext;
import dev.linkspan.starter.temporal.TemporalConnection;
import dev.linkspan.workflows.visibility.SearchAttributeRegistration;
import io.temporal.api.namespace.v1.NamespaceConfig;
import io.temporal.api.workflowservice.v1.UpdateNamespaceRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The stack of one state folder, with its real components. */
public final class LocalStack {
  private static final long RETENTION_DAYS = 30;

  private final CliContext context;
  private final StateFolder folder;
  private final StackSettings settings;

  /**
   * @param settings the settings to start with, or those of the components that are running
   */
  public LocalStack(CliContext context, StateFolder folder, StackSettings settings) {
    this.context = context;
    this.folder = folder;
    this.settings = settings;
  }

  public StackSettings settings() {
    return settings;
  }

  /** The components, ready to start; saves the settings for later commands. */
  public Stack prepare() {
    folder.create();
    settings.save(folder);
    return stack(binary()::get, LocalCredentials.ensure(folder));
  }

  /** The components, to show or stop them; creates nothing. */
  public Stack stack() {
    return stack(() -> binary().existing().orElse(Path.of("temporal")), LocalCredentials.none());
  }

  private TemporalBinary binary() {
    return TemporalBinary.forThisMachine(context.environment(), context.console());
  }

  private Stack stack(Supplier<Path> temporal, LocalCredentials credentials) {
    LocalLaunchSpecs specs =
        new LocalLaunchSpecs(
            new Installation(context.home()),
            folder,
            settings,
            context.environment(),
            temporal,
            credentials);
    return new Stack(folder, specs, this::prepareNamespace, context.console());
  }

  /** Starts a process that stops the stack when the process with this PID has ended. */
  public void stopWhenEnded(long pid) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Dlinkspan.home=" + context.home());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("dev.linkspan.starter.Linkspan");
    command.addAll(List.of("dev", "down", "--state", folder.root().toString()));
    Watchdog.start(folder, pid, command, new TreeMap<>(context.environment()));
  }

  // By default, a dev server keeps closed workflows for a day only. It reads search attributes from
  // its command line only when it creates its database.
  private void prepareNamespace() {
    try (TemporalConnection temporal =
        TemporalConnection.connect(
            settings.temporal().environment(), Optional.of(settings.temporal()))) {
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
      SearchAttributeRegistration.register(temporal.service(), temporal.namespace());
    }
  }
}
