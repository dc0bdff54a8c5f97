package dev.linkspan.sandbox;

import dev.linkspan.sandbox.breakpoints.Breakpoints;
import dev.linkspan.sandbox.breakpoints.BreakpointsRoute;
import dev.linkspan.sandbox.changefeed.ChangefeedProcesses;
import dev.linkspan.sandbox.clusters.ClusterRoute;
import dev.linkspan.sandbox.clusters.KafkaClusters;
import dev.linkspan.sandbox.control.ControlApi;
import dev.linkspan.sandbox.control.ControlToken;
import dev.linkspan.sandbox.control.MachineFaultsRoute;
import dev.linkspan.sandbox.http.HttpServers;
import dev.linkspan.sandbox.http.PrivateCa;
import dev.linkspan.sandbox.light.LightChangefeeds;
import dev.linkspan.sandbox.light.LightNodes;
import dev.linkspan.sandbox.machines.LocalMachines;
import dev.linkspan.sandbox.mirror.Mirror;
import dev.linkspan.sandbox.mirror.MirrorRoute;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.ParameterException;

/**
 * A local Alibaba Cloud and TiDB Cloud in one process. Its state is in one folder, so a killed
 * sandbox can start again where it was.
 */
public final class Sandbox implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Sandbox.class);
  private static final String LOOPBACK = "127.0.0.1";
  private static final Duration LONGEST_ASSEMBLY = Duration.ofSeconds(15);

  private final FileChannel lock;
  private final LocalMachines machines;
  private final Cloud cloud;
  private final LinkedProducts linked;
  private final KafkaClusters clusters;
  private final HttpServers servers;
  private final LightNodes lightNodes = new LightNodes();
  private final Thread assembly;

  public Sandbox(SandboxOptions options) throws IOException, GeneralSecurityException {
    Files.createDirectories(options.state());
    Files.setPosixFilePermissions(options.state(), PosixFilePermissions.fromString("rwx------"));
    lock = lock(options.state());
    ControlToken token = ControlToken.in(options.state());
    CredentialsFile keys = new CredentialsFile(options.credentials());
    Breakpoints breakpoints = new Breakpoints();
    machines = new LocalMachines(options.state().resolve("machines"), breakpoints);
    cloud =
        new Cloud(
            options.state(),
            keys,
            machines,
            options.sshPort(),
            options.publicBase(),
            options.pace(),
            breakpoints);
    linked =
        new LinkedProducts(
            cloud,
            options.light()
                ? new LightChangefeeds()
                : new ChangefeedProcesses(options.state().resolve("changefeeds")),
            keys.tidbKeys(),
            options.endpointBase());
    servers =
        new HttpServers(
            LOOPBACK,
            options.httpPort(),
            options.httpsPort(),
            PrivateCa.in(options.state()).serverContext(options.hostNames()),
            cloud.routes(),
            options.hostNames());
    String url = "http://" + LOOPBACK + ":" + servers.httpPort();
    Files.writeString(options.state().resolve("mirror-url"), url + "/mirror\n");
    Mirror archives =
        options.light()
            ? Mirror.light(options.state().resolve("mirror"), url)
            : new Mirror(options.cache(), options.kafkaLibs(), url);
    clusters =
        new KafkaClusters(
            cloud.store(),
            cloud.api(),
            machines,
            archives,
            options.sshPort(),
            options.state().resolve("clusters"));
    MirrorRoute mirror = new MirrorRoute(archives);
    addRoutes(mirror, breakpoints, options.light());
    cloud.routes().filter(ControlApi.PREFIX, token::requiredFor);
    cloud.recover();
    linked.recover();
    clusters.recover();
    servers.start();
    assembly = background("mirror", () -> assemble(mirror));
  }

  /** The first call that needs an archive would assemble it, too, but wait for it. */
  private static void assemble(MirrorRoute mirror) {
    try {
      mirror.files();
    } catch (RuntimeException e) {
      log.warn("Cannot assemble the archives of the mirror yet: {}", e.getMessage());
    }
  }

  private void addRoutes(MirrorRoute mirror, Breakpoints breakpoints, boolean light) {
    cloud.routes().add(BreakpointsRoute.PREFIX, new BreakpointsRoute(breakpoints));
    cloud.routes().add(LightNodes.PREFIX, lightNodes);
    cloud.routes().add(MirrorRoute.PREFIX, mirror);
    cloud.routes().add(ClusterRoute.PREFIX, new ClusterRoute(clusters, !light));
    ControlApi control =
        new ControlApi(
            cloud.store(),
            cloud.calls(),
            cloud.faults(),
            linked.paths(),
            cloud.ecs().power(),
            mirror::files,
            Sandbox::exitSoon);
    cloud.routes().add(ControlApi.PREFIX, control);
    cloud.routes().add(MachineFaultsRoute.PREFIX, new MachineFaultsRoute(machines, control));
  }

  public int httpPort() {
    return servers.httpPort();
  }

  /** The operating system releases the lock when the process ends, also when it is killed. */
  private static FileChannel lock(Path folder) throws IOException {
    FileChannel channel =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock held = channel.tryLock();
    if (held == null) {
      channel.close();
      throw new IOException("another sandbox uses this state folder");
    }
    return channel;
  }

  private static void exitSoon() {
    background(
        "exit",
        () -> {
          try {
            Thread.sleep(Duration.ofMillis(200).toMillis());
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          System.exit(0);
        });
  }

  private static Thread background(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  @Override
  public void close() {
    servers.close();
    awaitAssembly();
    clusters.close();
    cloud.close();
    linked.close();
    machines.close();
    lightNodes.close();
    try {
      lock.close();
    } catch (IOException e) {
      log.warn("Cannot release the lock of the state folder", e);
    }
  }

  /** Nothing writes to the state folder once the sandbox is closed. */
  private void awaitAssembly() {
    try {
      assembly.join(LONGEST_ASSEMBLY.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Runs the sandbox until the process is asked to end. */
  public static void main(String[] arguments) throws Exception {
    Optional<SandboxOptions> options;
    try {
      options = SandboxOptions.parse(List.of(arguments));
    } catch (ParameterException e) {
      refuse(e);
      return;
    }
    if (options.isEmpty()) {
      System.out.print(SandboxOptions.usage());
      return;
    }
    try {
      run(new Sandbox(options.get()));
    } catch (IllegalArgumentException e) {
      refuse(e);
    } catch (IOException e) {
      System.err.println("The sandbox cannot start: " + e.getMessage());
      System.exit(1);
    }
  }

  private static void refuse(RuntimeException e) {
    System.err.println(e.getMessage());
    System.err.println("For the options, run the sandbox with --help.");
    System.exit(2);
  }

  private static void run(Sandbox sandbox) throws InterruptedException {
    Runtime.getRuntime().addShutdownHook(new Thread(sandbox::close, "shutdown"));
    log.info(
        "Sandbox ready: http://{}:{} and https://{}:{}",
        LOOPBACK,
        sandbox.servers.httpPort(),
        LOOPBACK,
        sandbox.servers.httpsPort());
    Thread.currentThread().join();
  }
}
