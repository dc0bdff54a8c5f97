package dev.linkspan.sandbox.machines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.linkspan.sandbox.machines.SshClients.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.client.session.ClientSessionImpl;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClientFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(90)
class LocalMachinesTest {
  private static final String BASTION = "127.77.1.11";
  private static final String BASTION_PUBLIC = "127.77.200.11";
  private static final String BROKER = "127.77.2.12";
  private static final int PORT = 2222;

  @TempDir Path folder;
  private final SshClients clients = new SshClients();
  private final AtomicReference<List<InboundRule>> bastionRules =
      new AtomicReference<>(List.of(new InboundRule("2222/2222", "127.0.0.1/32")));
  private LocalMachines machines;

  @BeforeEach
  void boot() {
    machines = new LocalMachines(folder);
    machines.boot(bastion());
  }

  @AfterEach
  void release() {
    machines.release("i-bastion");
    machines.release("i-broker");
    clients.close();
  }

  private Machine bastion() {
    return new Machine(
        "i-bastion",
        List.of("bastion"),
        BASTION,
        Optional.of(BASTION_PUBLIC),
        PORT,
        List.of(clients.authorizedKey()),
        bastionRules::get);
  }

  private Machine broker() {
    return new Machine(
        "i-broker",
        List.of("broker"),
        BROKER,
        Optional.empty(),
        PORT,
        List.of(clients.authorizedKey()),
        () -> List.of(new InboundRule("1/65535", BASTION + "/32")));
  }

  @Test
  void commandHasItsOwnHomeAndEnvironmentAndReturnsItsExitStatus() throws IOException {
    try (ClientSession session = clients.connect(BASTION_PUBLIC, PORT)) {
      Outcome outcome =
          SshClients.run(
              session, "echo $USER $PWD $HOME; env | sort; tr a-z A-Z >&2; exit 7", "from stdin");

      Path home = folder.toAbsolutePath().resolve("i-bastion/root");
      assertThat(outcome.exit()).isEqualTo(7);
      assertThat(outcome.err()).isEqualTo("FROM STDIN");
      assertThat(outcome.out())
          .startsWith("root " + home + " " + home + "\n")
          .contains("LINKSPAN_MACHINE=i-bastion\n")
          .contains("PATH=" + home.resolveSibling("bin") + ":/usr/local/bin:/usr/bin:/bin\n")
          .doesNotContain("JAVA_HOME")
          .doesNotContain("MAVEN");
    }
  }

  @Test
  void muchOutputArrivesCompletely() throws IOException {
    try (ClientSession session = clients.connect(BASTION, PORT)) {
      Outcome outcome = SshClients.run(session, "head -c 3000000 /dev/zero | tr '\\0' x");

      assertThat(outcome.exit()).isZero();
      assertThat(outcome.out()).hasSize(3_000_000);
    }
  }

  @Test
  void muchInputArrivesCompletely() throws IOException {
    String input = "0123456789abcde\n".repeat(700_000) + "end";
    try (ClientSession session = clients.connect(BASTION, PORT)) {
      for (int time = 0; time < 5; time++) {
        Outcome outcome = SshClients.run(session, "cat > upload && wc -c < upload", input);

        assertThat(outcome).isEqualTo(new Outcome(0, input.length() + "\n", ""));
      }
    }
  }

  @Test
  void unknownKeyAndOtherUserAreRefused() {
    assertThatThrownBy(() -> clients.connect("root", BASTION, PORT, SshClients.newKey()))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> clients.connect("admin", BASTION, PORT, SshClients.newKey()))
        .isInstanceOf(IOException.class);
  }

  @Test
  void hostKeyOutlivesARestartOfTheMachine() throws IOException {
    PublicKey before;
    try (ClientSession session = clients.connect(BASTION, PORT)) {
      before = session.getServerKey();
    }
    machines.halt("i-bastion");
    assertThatThrownBy(() -> new Socket(BASTION, PORT)).isInstanceOf(IOException.class);

    machines.boot(bastion());

    try (ClientSession session = clients.connect(BASTION, PORT)) {
      assertThat(session.getServerKey()).isEqualTo(before);
    }
  }

  @Test
  void sourceThatNoRuleAdmitsIsClosedAtOnceAndRulesAreReadForEachConnection() throws IOException {
    bastionRules.set(List.of(new InboundRule("2222/2222", "10.0.0.0/8")));
    try (Socket socket = new Socket(BASTION, PORT)) {
      assertThat(bytesUntilEnd(socket)).isZero();
    }

    bastionRules.set(List.of(new InboundRule("-1/-1", "127.0.0.0/8")));
    try (ClientSession session = clients.connect(BASTION, PORT)) {
      assertThat(SshClients.run(session, "true").exit()).isZero();
    }
  }

  @Test
  void brokerIsReachedThroughTheBastionOnly() throws IOException {
    machines.boot(broker());
    try (Socket direct = new Socket(BROKER, PORT)) {
      assertThat(bytesUntilEnd(direct)).isZero();
    }
    try (ClientSession bastion = clients.connect(BASTION_PUBLIC, PORT)) {
      SshdSocketAddress local =
          bastion.startLocalPortForwarding(
              new SshdSocketAddress("127.0.0.1", 0), new SshdSocketAddress(BROKER, PORT));
      try (ClientSession session = clients.connect("127.0.0.1", local.getPort())) {
        assertThat(SshClients.run(session, "echo $LINKSPAN_MACHINE").out()).isEqualTo("i-broker\n");
      }
    }
  }

  @Test
  void forwardedConnectionComesFromTheMachinesPrivateAddress() throws IOException {
    try (ServerSocket target = new ServerSocket()) {
      target.bind(new InetSocketAddress("127.77.3.1", 0));
      try (ClientSession session = clients.connect(BASTION_PUBLIC, PORT)) {
        SshdSocketAddress local =
            session.startLocalPortForwarding(
                new SshdSocketAddress("127.0.0.1", 0),
                new SshdSocketAddress("127.77.3.1", target.getLocalPort()));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), local.getPort());
            Socket accepted = target.accept()) {
          assertThat(accepted.getInetAddress().getHostAddress()).isEqualTo(BASTION);
          socket.getOutputStream().write("ping".getBytes(StandardCharsets.UTF_8));
          socket.shutdownOutput();
          assertThat(accepted.getInputStream().readAllBytes())
              .isEqualTo("ping".getBytes(StandardCharsets.UTF_8));
        }
      }
    }
  }

  @Test
  void anAddedKeyIsAccepted() throws IOException {
    KeyPair other = SshClients.newKey();
    assertThatThrownBy(() -> clients.connect("root", BASTION, PORT, other));
    Path keys = Files.createDirectories(folder.resolve("i-bastion/root/.ssh"));
    Files.writeString(
        keys.resolve("authorized_keys"),
        "# someone\n\n" + PublicKeyEntry.toString(other.getPublic()) + "\n");

    try (ClientSession session = clients.connect("root", BASTION, PORT, other)) {
      assertThat(session.isAuthenticated()).isTrue();
    }
  }

  @Test
  void aConnectionBreaksWhereItIsCut() throws IOException {
    try (ClientSession first = clients.connect(BASTION, PORT)) {
      machines.cutSsh("i-bastion", 0, 500_000);
      assertThat(SshClients.run(first, "head -c 400000 /dev/zero | wc -c").out())
          .isEqualTo("400000\n");
      Outcome broken = SshClients.run(first, "head -c 2000000 /dev/zero");
      assertThat(broken.exit()).isEqualTo(-1);
      assertThat(broken.out().length()).isBetween(1, 500_000);
      await().untilAsserted(() -> assertThat(first.isOpen()).isFalse());
    }
    machines.cutSsh("i-bastion", 2, 50_000);
    try (ClientSession first = clients.connect(BASTION, PORT);
        ClientSession second = clients.connect(BASTION, PORT)) {
      assertThat(SshClients.run(second, "wc -c", "x".repeat(100_000)).exit()).isEqualTo(-1);
      assertThat(SshClients.run(first, "wc -c", "x".repeat(100_000)).out()).isEqualTo("100000\n");
    }
    assertThat(machines.cutSsh("i-none", 1, 0)).isFalse();
  }

  @Test
  void commandsFindTheDiskFullUntilThereIsSpace() throws IOException {
    try (ClientSession session = clients.connect(BASTION, PORT)) {
      assertThat(machines.fillDisk("i-bastion", true)).isTrue();
      Outcome full = SshClients.run(session, "cat >upload && echo written", "content");
      assertThat(full.exit()).isNotZero();
      assertThat(full.out()).isEmpty();
      assertThat(full.err()).contains("No space left on device");
      assertThat(SshClients.run(session, "cat /proc/sys/kernel/ostype").out()).isEqualTo("Linux\n");
      Outcome detached =
          SshClients.run(session, "setsid sleep 300 </dev/null >/dev/null 2>&1 & echo started");
      assertThat(detached).isEqualTo(new Outcome(0, "started\n", ""));

      machines.fillDisk("i-bastion", false);
      assertThat(SshClients.run(session, "cat >upload && echo written", "content").out())
          .isEqualTo("written\n");
    }
    assertThat(machines.fillDisk("i-none", true)).isFalse();
  }

  @Test
  void clockMemoryAndDiskAreThoseOfTheMachine() throws IOException {
    try (ClientSession session = clients.connect(BASTION, PORT)) {
      assertThat(secondsAhead(session)).isBetween(-5L, 5L);
      assertThat(SshClients.run(session, "free -k | awk '/Mem/ { print $2, $7 }'").out())
          .isEqualTo("4194304 2097152\n");
      assertThat(machines.setClock("i-bastion", -120)).isTrue();
      assertThat(machines.setAvailableMemory("i-bastion", 2)).isTrue();
      assertThat(secondsAhead(session)).isBetween(-125L, -115L);
      assertThat(SshClients.run(session, "date -u -d @0 +%F").out()).isEqualTo("1970-01-01\n");
      assertThat(SshClients.run(session, "free -k | awk '/Mem/ { print $7 }'").out())
          .isEqualTo("83886\n");
      machines.fillDisk("i-bastion", true);
      assertThat(SshClients.run(session, "df -kP / | awk 'NR == 2 { print $4, $5 }'").out())
          .isEqualTo("0 100%\n");
    }
    assertThat(machines.setClock("i-none", 1)).isFalse();
  }

  private static long secondsAhead(ClientSession session) throws IOException {
    String there = SshClients.run(session, "date +%s").out().strip();
    return Long.parseLong(there) - System.currentTimeMillis() / 1000;
  }

  @Test
  void aMachineCanShowAnotherHostKey() throws IOException {
    PublicKey before = hostKey();
    assertThat(machines.changeHostKey("i-bastion")).isTrue();
    assertThat(hostKey()).isNotEqualTo(before);
    assertThat(machines.changeHostKey("i-none")).isFalse();
  }

  private PublicKey hostKey() throws IOException {
    try (ClientSession session = clients.connect(BASTION, PORT)) {
      assertThat(SshClients.run(session, "hostname").exit()).isZero();
      return ((ClientSessionImpl) session).getServerKey();
    }
  }

  @Test
  void sftpStartsInTheHome() throws IOException {
    try (ClientSession session = clients.connect(BASTION, PORT);
        SftpClient sftp = SftpClientFactory.instance().createSftpClient(session)) {
      try (var file = sftp.write("greeting.txt")) {
        file.write("hello".getBytes(StandardCharsets.UTF_8));
      }
      assertThat(folder.resolve("i-bastion/root/greeting.txt")).hasContent("hello");
      assertThat(sftp.canonicalPath("."))
          .isEqualTo(folder.toAbsolutePath().resolve("i-bastion/root").toString());
    }
  }

  @Test
  void detachedTaskOutlivesItsSessionAndReleaseLeavesNothing() throws IOException {
    try (ClientSession session = clients.connect(BASTION, PORT)) {
      Outcome outcome =
          SshClients.run(
              session, "setsid nohup sleep 300 </dev/null >/dev/null 2>&1 & echo $! >task.pid");
      assertThat(outcome.exit()).isZero();
    }
    MachineFolder disk = new MachineFolder(folder, "i-bastion");
    MachineProcesses processes = new MachineProcesses(disk.identity());
    await().untilAsserted(() -> assertThat(processes.running()).hasSize(1));

    machines.release("i-bastion");

    assertThat(processes.running()).isEmpty();
    assertThat(folder.resolve("i-bastion")).doesNotExist();
    machines.release("i-bastion");
  }

  @Test
  void standInsKnowUsersAndDoNotChangeTheSystem() throws IOException {
    try (ClientSession session = clients.connect(BASTION, PORT)) {
      assertThat(SshClients.run(session, "id -u kafka").exit()).isEqualTo(1);
      Outcome outcome =
          SshClients.run(
              session,
              "id -u && useradd --system --shell /usr/sbin/nologin kafka && id kafka && touch f"
                  + " && chown -R kafka:kafka f && sysctl -w vm.max_map_count=262145"
                  + " && sysctl -n vm.max_map_count");
      assertThat(outcome)
          .isEqualTo(
              new Outcome(
                  0,
                  """
                  0
                  uid=999(kafka) gid=999(kafka) groups=999(kafka)
                  vm.max_map_count = 262145
                  262145
                  """,
                  ""));
      assertThat(SshClients.run(session, "useradd kafka").exit()).isEqualTo(9);
      assertThat(SshClients.run(session, "chown nobody-here f").err()).contains("invalid user");
      assertThat(Files.readString(Path.of("/proc/sys/vm/max_map_count")).strip())
          .isNotEqualTo("262145");
    }
  }

  private static int bytesUntilEnd(Socket socket) throws IOException {
    socket.setSoTimeout((int) Duration.ofSeconds(10).toMillis());
    try {
      return socket.getInputStream().readAllBytes().length;
    } catch (java.net.SocketException reset) {
      return 0;
    }
  }
}
