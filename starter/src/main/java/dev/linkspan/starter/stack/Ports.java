package dev.linkspan.starter.stack;

import dev.linkspan.starter.cli.CommandFailure;
import dev.linkspan.starter.cli.ExitCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Checks ports before a component starts, for a clearer message than the component's own. */
final class Ports {
  private Ports() {}

  static void requireFree(Component component, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.UNEXPECTED,
          "Port "
              + port
              + ", which "
              + component
              + " needs, is used by a process outside this stack."
              + "\nStop that process, or choose another port: see `linkspan dev up --help`.");
    }
  }
}
