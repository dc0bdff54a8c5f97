package dev.linkspan.sandbox.changefeed;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The process of a changefeed. It writes its status to standard output until its standard input
 * ends.
 */
public final class ChangefeedMain {
  private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  private ChangefeedMain() {}

  /**
   * Runs a changefeed. The arguments are the fields of {@link ChangefeedSpec} in order, without the
   * id.
   */
  public static void main(String[] arguments) throws InterruptedException {
    Thread watch = new Thread(ChangefeedMain::endWithInput, "input");
    watch.setDaemon(true);
    watch.start();
    List<String> addresses = Arrays.asList(arguments[0].split(","));
    ChangefeedSpec spec =
        new ChangefeedSpec(
            "",
            addresses,
            domains(arguments[1], addresses),
            Integer.parseInt(arguments[2]),
            arguments[3],
            Integer.parseInt(arguments[4]),
            Integer.parseInt(arguments[5]),
            RowFormat.valueOf(arguments[6]));
    String bootstrap =
        addresses.stream()
            .map(address -> address + ":" + spec.bootstrapPort())
            .collect(Collectors.joining(","));
    try (KafkaSink sink = new KafkaSink(spec, bootstrap)) {
      sink.run(status -> OUT.println(StatusLine.write(status)));
    }
  }

  private static List<ChangefeedSpec.Domain> domains(String names, List<String> addresses) {
    return Arrays.stream(names.split(","))
        .map(name -> new ChangefeedSpec.Domain(name, addresses))
        .toList();
  }

  private static void endWithInput() {
    try {
      System.in.transferTo(java.io.OutputStream.nullOutputStream());
    } catch (IOException e) {
      OUT.println(StatusLine.write(new Status(Status.State.FAILED, e.toString())));
    }
    Runtime.getRuntime().halt(0);
  }
}
