package dev.linkspan.sandbox.machines;

import dev.linkspan.sandbox.breakpoints.CallGate;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process behind an SSH channel. When the client disconnects, its pipes are closed and the
 * process continues, as with an SSH server without a terminal.
 */
final class ShellCommand implements Command {
  private static final Logger log = LoggerFactory.getLogger(ShellCommand.class);
  private static final int BUFFER = 32 * 1024;
  private static final int CANNOT_EXECUTE = 126;

  private final ProcessBuilder builder;
  private final CallGate gate;
  // SSHD sets all of these before it starts the command.
  private InputStream channelIn = InputStream.nullInputStream();
  private OutputStream channelOut = OutputStream.nullOutputStream();
  private OutputStream channelErr = OutputStream.nullOutputStream();
  private @Nullable ExitCallback onExit;
  private @Nullable ChannelSession channel;

  ShellCommand(ProcessBuilder builder, CallGate gate) {
    this.builder = builder;
    this.gate = gate;
  }

  @Override
  public void setInputStream(InputStream in) {
    channelIn = in;
  }

  @Override
  public void setOutputStream(OutputStream out) {
    channelOut = out;
  }

  @Override
  public void setErrorStream(OutputStream err) {
    channelErr = err;
  }

  @Override
  public void setExitCallback(ExitCallback callback) {
    onExit = callback;
  }

  @Override
  public void start(ChannelSession openedChannel, Environment environment) {
    channel = openedChannel;
    for (Map.Entry<String, String> variable : environment.getEnv().entrySet()) {
      String name = variable.getKey();
      if (name.equals("LANG") || name.equals("TERM") || name.startsWith("LC_")) {
        builder.environment().put(name, variable.getValue());
      }
    }
    if (gate == CallGate.OPEN) {
      run();
    } else {
      // The server's own thread must not wait at a breakpoint.
      daemon("ssh-held", this::runWhereAllowed);
    }
  }

  private void runWhereAllowed() {
    if (gate.mayTakeEffect()) {
      run();
    } else {
      breakConnection();
    }
  }

  private void run() {
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      log.warn("Cannot start a command: {}", e.toString());
      exit(CANNOT_EXECUTE, String.valueOf(e.getMessage()));
      return;
    }
    String name = "ssh-" + process.pid();
    daemon(name + "-in", () -> copy(channelIn, process.getOutputStream()));
    Thread err = daemon(name + "-err", () -> copy(process.getErrorStream(), channelErr));
    daemon(
        name,
        () -> {
          copy(process.getInputStream(), channelOut);
          finish(process, err);
        });
  }

  private void exit(int status, String message) {
    if (onExit != null) {
      onExit.onExit(status, message);
    }
  }

  private void finish(Process process, Thread err) {
    try {
      err.join();
      int status = process.waitFor();
      if (gate.mayAnswer()) {
        exit(status, "");
      } else {
        breakConnection();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The client neither learns the result nor waits for it. */
  private void breakConnection() {
    if (channel != null) {
      channel.getSession().close(true);
    }
  }

  /** Copies everything, and closes the pipe to or from the process. */
  private void copy(InputStream from, OutputStream to) {
    byte[] buffer = new byte[BUFFER];
    try {
      for (int length = from.read(buffer); length >= 0; length = from.read(buffer)) {
        to.write(buffer, 0, length);
        to.flush();
      }
    } catch (IOException e) {
      log.debug("A stream is closed: {}", e.toString());
    }
    closeQuietly(from == channelIn ? to : from);
  }

  private static void closeQuietly(AutoCloseable stream) {
    try {
      stream.close();
    } catch (Exception e) {
      log.debug("A stream is closed: {}", e.toString());
    }
  }

  private static Thread daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  @Override
  public void destroy(ChannelSession channel) {
    // The copying threads find the channel's streams closed, and close those of the process.
    closeQuietly(channelIn);
  }
}
