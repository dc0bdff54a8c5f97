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

/** A machine's SSH server: root, public keys, security group. */
final class MachineSshServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(MachineSshServer.class);
  private static final int KEY_BITS = 256;

  /** Runs a command that can write no file. The limit's words are put into those of a full disk. */
  private static final List<String> ON_FULL_DISK =
      List.of(
          "bash",
          "-c",
          // A separate exec: else the command would inherit a second end of the pipe.
          "trap '' XFSZ; ulimit -S -f 0;"
              + " exec 2> >(exec sed -u 's/File too large/No space left on device/g' >&2);"
              + " exec \"$@\"",
          "bash");

  /** What points call a command on a machine. */
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

  /** Takes over rules and keys; false when addresses or port changed and it must start anew. */
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
    // A tunnel may be silent for as long as it likes.
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

  /** A shell for a person; with a terminal if there is one to be had. */
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
        log.warn("{}: an authorized key cannot be read", folder.instanceId());
      }
    }
    return false;
  }

  /** The keys that the machine was started with, and those that someone has added on it. */
  private List<String> authorizedKeys() {
    List<String> keys = new ArrayList<>(machine.authorizedKeys());
    Path added = folder.home().resolve(".ssh/authorized_keys");
    if (Files.exists(added)) {
      try (Stream<String> lines = Files.lines(added)) {
        lines.map(String::strip).filter(line -> line.matches("[^#].*")).forEach(keys::add);
      } catch (IOException | UncheckedIOException e) {
        log.warn("{}: {}", folder.instanceId(), e.toString());
      }
    }
    return keys;
  }

  @Override
  public void close() {
    try {
      server.stop(true);
    } catch (IOException e) {
      log.warn("{}: {}", folder.instanceId(), e.toString());
    }
    server.close(true);
  }

  /** Refuses a connection before anything is said on it. */
  private final class SecurityGroupSessionFactory extends SessionFactory {
    SecurityGroupSessionFactory() {
      super(server);
    }

    @Override
    protected ServerSessionImpl doCreateSession(IoSession connection) throws Exception {
      InetAddress source = ((InetSocketAddress) connection.getRemoteAddress()).getAddress();
      int port = machine.sshPort();
      if (machine.inbound().get().stream().noneMatch(rule -> rule.admits(source, port))) {
        throw new IOException(source.getHostAddress() + " is not admitted");
      }
      CuttableConnection session = new CuttableConnection(connection);
      cuts.opened(session);
      return session;
    }
  }

  /** A connection that may be cut. */
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
        throw new IOException("cut");
      }
      return super.doWritePacket(buffer);
    }
  }

  /** Connections may be made from here to elsewhere; no port is opened for a client. */
  private static final class OutboundOnly extends AcceptAllForwardingFilter {
    @Override
    public boolean canListen(SshdSocketAddress address, Session session) {
      return false;
    }
  }

  /** The file system as it is, with relative paths starting at the machine's home. */
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
