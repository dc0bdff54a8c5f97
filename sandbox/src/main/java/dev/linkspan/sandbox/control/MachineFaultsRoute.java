package dev.linkspan.sandbox.control;

import dev.linkspan.sandbox.api.ApiError;
import dev.linkspan.sandbox.api.Parameters;
import dev.linkspan.sandbox.http.Handler;
import dev.linkspan.sandbox.http.Reply;
import dev.linkspan.sandbox.http.Request;
import dev.linkspan.sandbox.machines.MachineFaults;
import java.io.UncheckedIOException;
import java.util.Map;

/** The control API for faults of machines. Passes other requests about instances on. */
public final class MachineFaultsRoute implements Handler {
  public static final String PREFIX = ControlApi.PREFIX + "instances/";

  private final MachineFaults machineFaults;
  private final Handler next;

  public MachineFaultsRoute(MachineFaults machineFaults, Handler next) {
    this.machineFaults = machineFaults;
    this.next = next;
  }

  @Override
  public Reply handle(Request request) {
    String[] parts = request.path().substring(PREFIX.length()).split("/", 2);
    if (parts.length != 2 || !request.method().equals("POST")) {
      return next.handle(request);
    }
    try {
      return switch (parts[1]) {
        case "ssh/cut" -> {
          Parameters wanted = Parameters.ofJson(request.body());
          yield said(
              machineFaults.cutSsh(
                  parts[0],
                  wanted.integer("nth", 0, 0, Integer.MAX_VALUE),
                  wanted.longInteger("afterBytes", 0)));
        }
        case "disk" ->
            said(
                machineFaults.fillDisk(
                    parts[0], Parameters.ofJson(request.body()).flag("full", true)));
        case "clock" ->
            said(
                machineFaults.setClock(
                    parts[0], Parameters.ofJson(request.body()).longInteger("secondsAhead", 0)));
        case "memory" ->
            said(
                machineFaults.setAvailableMemory(
                    parts[0],
                    Parameters.ofJson(request.body()).integer("availablePercent", 50, 0, 100)));
        case "ssh/host-key" -> said(machineFaults.changeHostKey(parts[0]));
        default -> next.handle(request);
      };
    } catch (IllegalArgumentException | ApiError | UncheckedIOException e) {
      return Reply.json(400, Map.of("error", String.valueOf(e.getMessage())));
    }
  }

  private static Reply said(boolean done) {
    return done
        ? Reply.json(200, Map.of("done", true))
        : Reply.json(404, Map.of("error", "the machine is not up"));
  }
}
