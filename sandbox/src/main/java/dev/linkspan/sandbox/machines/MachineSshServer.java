package dev.linkspan.sandbox.machines;

import dev.linkspan.sandbox.breakpoints.Breakpoints;
import dev.linkspan.sandbox.breakpoints.CallGate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.sshd.common.config.keys.AuthorizedKeyEntry;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.Readable;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.channel.ChannelSessionFactory;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.server.forward.AcceptAllForwardingFilter;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.apache.sshd.server.session.ServerSessionImpl;
import org.apache.sshd.server.session.SessionFactory;
import org.apache.sshd.sftp.server.SftpSubsystem;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The SSH server of a machine: user root, public keys, and the security group. */
final class MachineSshServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(MachineSshServer.class);
  private static final int KEY_BITS = 256;
  private static final int STANDARD_PORT = 22;

  /**
   * Runs a command that cannot write to files. The error message of the size limit is replaced by
   * that of a full disk.
   */
  private static final List<String> ON_FULL_DISK =
      List.of(
          "bash",
          "-c",
          // The separate exec keeps the command from inheriting a second end of the pipe.
          "trap '' XFSZ; ulimit -S -f 0;"
              + " exec 2> >(exec sed -u 's/File too large/No space left on device/g' >&2);"
              + " exec \"$@\"",
          "bash");

  /** The action of breakpoints for commands on a machine. */
  private static final String ACTION = "ssh";

  private final MachineFolder folder;
  private final Breakpoints breakpoints;
  private final SshServer server = SshServer.setUpDefaultServer();
  private final SshCuts cuts = new SshCuts();
  private volatile Machine machine;

  private MachineSshServer(MachineFolder folder, Machine machine, Breakpoints breakpoints) {
    this.folder = folder;
    this.breakpoints = breakpoints;
    this.machine = machine;
  }

  static MachineSshServer start(MachineFolder folder, Machine machine, Breakpoints breakpoints)
      throws IOException {
    MachineSshServer result = new MachineSshServer(folder, machine, breakpoints);
    result.configure();
    try {
      result.server.start();
    } catch (IOException e) {
      result.close();
      throw e;
    }
    return result;
  }

  /** A new server for the same machine. */
  MachineSshServer restarted() throws IOException {
    return start(folder, machine, breakpoints);
  }

  /**
   * Takes over new rules and keys.
   *
   * @return false if addresses or port changed, so that the server must be restarted
   */
  boolean update(Machine changed) {
    boolean sameSockets =
        machine.privateAddress().equals(changed.privateAddress())
            && machine.publicAddress().equals(changed.publicAddress())
            && machine.sshPort() == changed.sshPort();
    if (sameSockets) {
      machine = changed;
    }
    return sameSockets;
  }

  private void configure() {
    server.setHost(
        Stream.concat(Stream.of(machine.privateAddress()), machine.publicAddress().stream())
            .distinct()
            .collect(Collectors.joining(",")));
    server.setPort(machine.sshPort());
    SimpleGeneratorHostKeyProvider hostKey = new SimpleGeneratorHostKeyProvider(folder.hostKey());
    hostKey.setAlgorithm(KeyUtils.EC_ALGORITHM);
    hostKey.setKeySize(KEY_BITS);
    server.setKeyPairProvider(hostKey);
    server.setPublickeyAuthenticator(
        (user, key, session) -> user.equals("root") && isAuthorized(key));
    server.setCommandFactory((channel, command) -> shell(gate(), "-c", command));
    server.setShellFactory(this::interactive);
    server.setSubsystemFactories(List.of(new SftpFromHome(folder.home())));
    server.setForwardingFilter(new OutboundOnly());
    server.setChannelFactories(
        List.of(
            ChannelSessionFactory.INSTANCE, new SourceAddressForwarding(machine.privateAddress())));
    server.setSessionFactory(new SecurityGroupSessionFactory());
    // A tunnel can be idle for any time.
    CoreModuleProperties.IDLE_TIMEOUT.set(server, Duration.ZERO);
    CoreModuleProperties.NIO2_READ_TIMEOUT.set(server, Duration.ZERO);
  }

  SshCuts cuts() {
    return cuts;
  }

  private CallGate gate() {
    return breakpoints.gateFor(
        ACTION, text -> machine.names().stream().anyMatch(n -> n.contains(text)));
  }

  private Command shell(CallGate gate, String... arguments) {
    List<String> command = Stream.concat(Stream.of("bash"), Stream.of(arguments)).toList();
    return new ShellCommand(
        folder.process(
            folder.isFull()
                ? Stream.concat(ON_FULL_DISK.stream(), command.stream()).toList()
                : command),
        gate);
  }

  /** Returns an interactive shell, with a terminal if the client asks for one. */
  private Command interactive(ChannelSession channel) {
    boolean terminal = channel.getEnvironment().getEnv().containsKey(Environment.ENV_TERM);
    return terminal
        ? new ShellCommand(
            folder.process(List.of("script", "-q", "-f", "-e", "-c", "bash -i", "/dev/null")),
            CallGate.OPEN)
        : shell(CallGate.OPEN);
  }

  private boolean isAuthorized(PublicKey key) {
    for (String line : authorizedKeys()) {
      try {
        PublicKey known =
            AuthorizedKeyEntry.parseAuthorizedKeyEntry(line)
                .resolvePublicKey(null, Map.of(), PublicKeyEntryResolver.FAILING);
        if (KeyUtils.compareKeys(known, key)) {
          return true;
        }
      } catch (IOException | GeneralSecurityException | RuntimeException e) {
        log.warn("Cannot read an authorized key of {}", folder.instanceId());
      }
    }
    return false;
  }

  /**
   * Returns the keys that the machine was booted with, and those in its {@code authorized_keys}
   * file.
   */
  private List<String> authorizedKeys() {
    List<String> keys = new ArrayList<>(machine.authorizedKeys());
    Path added = folder.home().resolve(".ssh/authorized_keys");
    if (Files.exists(added)) {
      try (Stream<String> lines = Files.lines(added)) {
        lines.map(String::strip).filter(line -> line.matches("[^#].*")).forEach(keys::add);
      } catch (IOException | UncheckedIOException e) {
        log.warn("Cannot read the authorized keys of {}: {}", folder.instanceId(), e.toString());
      }
    }
    return keys;
  }

  @Override
  public void close() {
    try {
      server.stop(true);
    } catch (IOException e) {
      log.warn("Cannot stop the SSH server of {}: {}", folder.instanceId(), e.toString());
    }
    server.close(true);
  }

  /** Refuses a connection before the handshake if no security group rule admits it. */
  private final class SecurityGroupSessionFactory extends SessionFactory {
    SecurityGroupSessionFactory() {
      super(server);
    }

    /** A rule for the standard port of SSH means the port of this machine's server. */
    private boolean covers(InboundRule rule, InetAddress source) {
      return rule.covers(source, STANDARD_PORT) || rule.covers(source, machine.sshPort());
    }

    @Override
    protected ServerSessionImpl doCreateSession(IoSession connection) throws Exception {
      InetAddress source = ((InetSocketAddress) connection.getRemoteAddress()).getAddress();
      if (!InboundRule.admit(machine.inbound().get(), rule -> covers(rule, source))) {
        throw new IOException(source.getHostAddress() + " is not admitted");
      }
      CuttableConnection session = new CuttableConnection(connection);
      cuts.opened(session);
      return session;
    }
  }

  /** A connection that a fault can cut. */
  private final class CuttableConnection extends ServerSessionImpl {
    CuttableConnection(IoSession connection) throws Exception {
      super(server, connection);
    }

    @Override
    public void messageReceived(Readable buffer) throws Exception {
      if (cuts.isCut(this, buffer.available())) {
        close(true);
      } else {
        super.messageReceived(buffer);
      }
    }

    @Override
    protected IoWriteFuture doWritePacket(Buffer buffer) throws IOException {
      if (cuts.isCut(this, buffer.available())) {
        close(true);
        throw new IOException("the connection is cut");
      }
      return super.doWritePacket(buffer);
    }
  }

  /**
   * Allows forwarding from the machine to other addresses. Clients cannot open ports on the
   * machine.
   */
  private static final class OutboundOnly extends AcceptAllForwardingFilter {
    @Override
    public boolean canListen(SshdSocketAddress address, Session session) {
      return false;
    }
  }

  /** Gives SFTP clients the real file system; relative paths start at the machine's home. */
  private static final class SftpFromHome extends SftpSubsystemFactory {
    private final Path home;

    SftpFromHome(Path home) {
      this.home = home;
    }

    @Override
    public Command createSubsystem(ChannelSession channel) {
      return new SftpSubsystem(channel, this) {
        @Override
        public void setFileSystem(FileSystem fileSystem) {
          super.setFileSystem(fileSystem);
          defaultDir = home;
        }
      };
    }
  }
}
