package dev.linkspan.sandbox.machines;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The disk of a machine: home, stand-ins for system commands, units, journal and host key. */
final class MachineFolder {
  /** Environment variable of every process of a machine: the id of its instance. */
  static final String MACHINE = "LINKSPAN_MACHINE";

  /** Environment variable of every process of a machine: its folder, which is unique. */
  static final String FOLDER = "LINKSPAN_MACHINE_FOLDER";

  private static final List<String> STAND_INS =
      List.of(
          "bin/chown",
          "bin/date",
          "bin/df",
          "bin/free",
          "bin/id",
          "bin/journalctl",
          "bin/kill",
          "bin/killall",
          "bin/pgrep",
          "bin/ps",
          "bin/sh",
          "bin/ss",
          "bin/ssh",
          "bin/sysctl",
          "bin/systemctl",
          "bin/useradd",
          "bin/wget",
          "lib/boot",
          "lib/halt",
          "lib/processes.sh",
          "lib/run-unit",
          "lib/units.sh");

  /** Further names of stand-ins. */
  private static final Map<String, String> LINKS =
      Map.of(
          "bin/lsof", "ss",
          "bin/netstat", "ss",
          "bin/pidof", "killall",
          "bin/pkill", "pgrep",
          "bin/scp", "ssh",
          "bin/sftp", "ssh");

  private final Path path;

  MachineFolder(Path machines, String instanceId) {
    if (!instanceId.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
      throw new IllegalArgumentException("not an instance id: " + instanceId);
    }
    this.path = machines.toAbsolutePath().normalize().resolve(instanceId);
  }

  /** Creates missing folders and updates the stand-ins. */
  void prepare() throws IOException {
    Files.createDirectories(
        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Files.createDirectories(home());
    keepPathInLoginShells();
    for (String name : STAND_INS) {
      copyStandIn(name);
    }
    for (Map.Entry<String, String> link : LINKS.entrySet()) {
      Path fresh = path.resolve(link.getKey() + ".new");
      Files.deleteIfExists(fresh);
      Files.createSymbolicLink(fresh, Path.of(link.getValue()));
      Files.move(fresh, path.resolve(link.getKey()), StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /** The computer's own profile may set another PATH, which lacks the stand-ins. */
  private void keepPathInLoginShells() throws IOException {
    Path profile = home().resolve(".bash_profile");
    if (!Files.exists(profile)) {
      Files.writeString(profile, "PATH=\"%s:$PATH\"\n".formatted(path.resolve("bin")));
    }
  }

  /**
   * Writes what the stand-ins know of the machine. SSH clients on it connect from its address to
   * the port of the other machines, and have their own keys and known hosts, not those of the user
   * who runs the sandbox. They accept a host that they do not know, as a person would.
   */
  void describe(Machine machine) throws IOException {
    // SSH clients create no folder for known hosts that is not in the home of their own user.
    Files.createDirectories(
        home().resolve(".ssh"),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Files.writeString(path.resolve("address"), machine.privateAddress() + "\n");
    Files.writeString(
        path.resolve("ssh_config"),
        """
        Include "%1$s/.ssh/config"
        Host *
          Port %2$d
          BindAddress %3$s
          GlobalKnownHostsFile /dev/null
          UserKnownHostsFile "%1$s/.ssh/known_hosts"
          StrictHostKeyChecking accept-new
          IdentityFile "%1$s/.ssh/id_ed25519"
          IdentityFile "%1$s/.ssh/id_ecdsa"
          IdentityFile "%1$s/.ssh/id_rsa"
        """
            .formatted(home(), machine.sshPort(), machine.privateAddress()));
  }

  private void copyStandIn(String name) throws IOException {
    Path target = path.resolve(name);
    Files.createDirectories(target.getParent());
    Path fresh = target.resolveSibling("." + target.getFileName() + ".new");
    try (InputStream content = MachineFolder.class.getResourceAsStream(name)) {
      if (content == null) {
        throw new FileNotFoundException(name);
      }
      Files.copy(content, fresh, StandardCopyOption.REPLACE_EXISTING);
    }
    Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
    // Replaced by a rename, so that a running script keeps its old text.
    Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
  }

  Path home() {
    return path.resolve("root");
  }

  Path hostKey() {
    return path.resolve("host-key");
  }

  /** Returns the id of the machine's instance, which is the name of the folder. */
  String instanceId() {
    return path.getFileName().toString();
  }

  boolean exists() {
    return Files.isDirectory(path);
  }

  /** Whether the disk looks full to commands. */
  boolean isFull() {
    return Files.exists(fullMarker());
  }

  void setFull(boolean full) throws IOException {
    if (full) {
      Files.write(fullMarker(), new byte[0]);
    } else {
      Files.deleteIfExists(fullMarker());
    }
  }

  /** Sets a number that the stand-in for a command shows. */
  void setFact(String name, long value) throws IOException {
    Files.writeString(path.resolve(name), value + "\n");
  }

  private Path fullMarker() {
    return path.resolve("disk-full");
  }

  /** Returns the whole environment of a command. Nothing else is inherited. */
  Map<String, String> environment() {
    Map<String, String> environment = new TreeMap<>(identity());
    environment.put("HOME", home().toString());
    environment.put("USER", "root");
    environment.put("LOGNAME", "root");
    environment.put("SHELL", "/bin/bash");
    environment.put("PATH", path.resolve("bin") + ":/usr/local/bin:/usr/bin:/bin");
    environment.put("LANG", Optional.ofNullable(System.getenv("LANG")).orElse("C.UTF-8"));
    return environment;
  }

  /** Returns the environment variables that identify the processes of this machine. */
  Map<String, String> identity() {
    return Map.of(MACHINE, instanceId(), FOLDER, path.toString());
  }

  /** Prepares a process of this machine in a session of its own. */
  ProcessBuilder process(List<String> command) {
    ProcessBuilder builder =
        new ProcessBuilder(Stream.concat(Stream.of("setsid"), command.stream()).toList());
    builder.directory(home().toFile());
    builder.environment().clear();
    builder.environment().putAll(environment());
    return builder;
  }

  /** Runs a script of the folder {@code lib} and waits for its end. */
  void script(String name, String... arguments) throws IOException, InterruptedException {
    List<String> command =
        Stream.concat(Stream.of(path.resolve("lib").resolve(name).toString()), Stream.of(arguments))
            .toList();
    File log = path.resolve(name + ".log").toFile();
    Process process =
        process(command)
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
            .start();
    if (process.waitFor() != 0) {
      throw new IOException(name + " on " + instanceId() + " ended with " + process.exitValue());
    }
  }

  /** Removes the state of the units, as a shutdown does. */
  void forgetRun() throws IOException {
    delete(path.resolve("run"));
  }

  void delete() throws IOException {
    delete(path);
  }

  private static void delete(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    try (Stream<Path> entries = Files.walk(tree)) {
      for (Path entry : entries.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(entry);
      }
    }
  }
}
