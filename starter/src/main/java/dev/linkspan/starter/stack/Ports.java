package dev.linkspan.starter.stack;

import dev.linkspan.starter.CommandFailure;
import dev.linkspan.starter.ExitCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** A taken port is better named before a process fails over it. */
final class Ports {
  private Ports() {}

  static void requireFree(Part part, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.UNEXPECTED,
          "Port "
              + port
              + ", which the "
              + part
              + " needs, is taken by a process that is not of this stack."
              + "\nStop that process, or choose another port: `linkspan dev up --help`.");
    }
  }
}
