package dev.linkspan.sandbox.machines;

import dev.linkspan.sandbox.breakpoints.Breakpoints;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Machines made of folders, SSH servers and processes on this computer. Every process of a machine
 * has the machine's id and folder in its environment. Units run in sessions of their own, so they
 * survive a crash of the sandbox.
 */
public final class LocalMachines implements Machines, Consoles, MachineFaults, AutoCloseable {
  private static final String UNIT_STOP_SECONDS = "10";
  private static final Duration PROCESS_STOP_TIMEOUT = Duration.ofSeconds(8);

  private final Path folder;
  private final Breakpoints breakpoints;
  private final Map<String, MachineSshServer> servers = new ConcurrentHashMap<>();
  private final Map<String, Object> locks = new ConcurrentHashMap<>();

  /** Creates machines without breakpoints. */
  public LocalMachines(Path folder) {
    this(folder, new Breakpoints());
  }

  /**
   * @param folder parent of the machines' folders
   * @param breakpoints breakpoints for SSH commands
   */
  public LocalMachines(Path folder, Breakpoints breakpoints) {
    this.folder = folder;
    this.breakpoints = breakpoints;
  }

  /**
   * {@inheritDoc}
   *
   * @throws UncheckedIOException if an address cannot be bound
   */
  @Override
  public void boot(Machine machine) {
    MachineFolder disk = new MachineFolder(folder, machine.instanceId());
    withLock(
        machine.instanceId(),
        () -> {
          MachineSshServer running = servers.get(machine.instanceId());
          if (running != null && running.update(machine)) {
            return;
          }
          if (running != null) {
            running.close();
          }
          disk.prepare();
          disk.describe(machine);
          servers.put(machine.instanceId(), MachineSshServer.start(disk, machine, breakpoints));
          disk.script("boot");
        });
  }

  /**
   * {@inheritDoc} Units have ten seconds to stop. Other processes get SIGTERM and some more
   * seconds. What still runs is killed.
   */
  @Override
  public void halt(String instanceId) {
    MachineFolder disk = new MachineFolder(folder, instanceId);
    withLock(
        instanceId,
        () -> {
          closeServer(instanceId);
          if (disk.exists()) {
            disk.prepare();
            disk.script("halt", UNIT_STOP_SECONDS);
            new MachineProcesses(disk.identity()).end(PROCESS_STOP_TIMEOUT);
            disk.forgetRun();
          }
        });
  }

  /** {@inheritDoc} Its processes are killed without notice. */
  @Override
  public void release(String instanceId) {
    MachineFolder disk = new MachineFolder(folder, instanceId);
    withLock(
        instanceId,
        () -> {
          closeServer(instanceId);
          new MachineProcesses(disk.identity()).kill();
          disk.delete();
        });
  }

  @Override
  public boolean isUp(String instanceId) {
    return servers.containsKey(instanceId);
  }

  @Override
  public Path home(String instanceId) {
    return new MachineFolder(folder, instanceId).home();
  }

  @Override
  public String run(String instanceId, String command) throws IOException, InterruptedException {
    Process process =
        new MachineFolder(folder, instanceId)
            .process(List.of("bash", "-c", command))
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .start();
    String output;
    try (InputStream source = process.getInputStream()) {
      output = new String(source.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
    int status = process.waitFor();
    if (status != 0) {
      throw new IOException(
          "on %s, \"%s\" ended with %d: %s".formatted(instanceId, command, status, output));
    }
    return output;
  }

  @Override
  public List<Long> processes(String instanceId, String commandPart) throws IOException {
    return new MachineProcesses(new MachineFolder(folder, instanceId).identity())
        .running(commandPart);
  }

  @Override
  public boolean cutSsh(String instanceId, int nth, long afterBytes) {
    MachineSshServer server = servers.get(instanceId);
    if (server != null) {
      server.cuts().plan(nth, afterBytes);
    }
    return server != null;
  }

  @Override
  public boolean fillDisk(String instanceId, boolean full) {
    MachineFolder disk = new MachineFolder(folder, instanceId);
    if (!disk.exists()) {
      return false;
    }
    withLock(instanceId, () -> disk.setFull(full));
    return true;
  }

  @Override
  public boolean setClock(String instanceId, long seconds) {
    return setFact(instanceId, "clock", seconds);
  }

  @Override
  public boolean setAvailableMemory(String instanceId, int percent) {
    return setFact(instanceId, "memory", percent);
  }

  private boolean setFact(String instanceId, String name, long value) {
    MachineFolder disk = new MachineFolder(folder, instanceId);
    if (!disk.exists()) {
      return false;
    }
    withLock(instanceId, () -> disk.setFact(name, value));
    return true;
  }

  @Override
  public boolean changeHostKey(String instanceId) {
    MachineFolder disk = new MachineFolder(folder, instanceId);
    if (!isUp(instanceId)) {
      return false;
    }
    withLock(
        instanceId,
        () -> {
          MachineSshServer old = servers.get(instanceId);
          if (old != null) {
            old.close();
            Files.delete(disk.hostKey());
            servers.put(instanceId, old.restarted());
          }
        });
    return true;
  }

  /** Halts all machines at the same time. */
  @Override
  public void close() {
    // One thread per machine: brokers of one cluster that stop one after the other wait for each
    // other.
    List<Thread> halts =
        servers.keySet().stream().map(id -> new Thread(() -> halt(id), "halt-" + id)).toList();
    halts.forEach(Thread::start);
    try {
      for (Thread halt : halts) {
        halt.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void closeServer(String instanceId) {
    MachineSshServer server = servers.remove(instanceId);
    if (server != null) {
      server.close();
    }
  }

  private void withLock(String instanceId, Work work) {
    synchronized (locks.computeIfAbsent(instanceId, id -> new Object())) {
      try {
        work.run();
      } catch (IOException e) {
        throw new UncheckedIOException("machine " + instanceId + ": " + e.getMessage(), e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    }
  }

  private interface Work {
    void run() throws IOException, InterruptedException;
  }
}
