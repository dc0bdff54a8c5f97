package dev.linkspan.sandbox.machines;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides when to cut which SSH connection of a machine. */
final class SshCuts {
  private final List<Cut> planned = new ArrayList<>();

  /** A planned cut of a future connection, of a known connection, or of any connection. */
  private static final class Cut {
    private int connectionsToGo;
    private long bytesToGo;
    private @Nullable Object connection;

    Cut(int nth, long afterBytes) {
      connectionsToGo = nth;
      bytesToGo = afterBytes;
    }

    boolean concerns(Object some) {
      return connectionsToGo == 0 && (connection == null || connection == some);
    }
  }

  synchronized void plan(int nth, long afterBytes) {
    planned.add(new Cut(nth, afterBytes));
  }

  synchronized void opened(Object connection) {
    for (Cut cut : planned) {
      if (cut.connectionsToGo > 0) {
        cut.connectionsToGo--;
        cut.connection = cut.connectionsToGo == 0 ? connection : null;
      }
    }
  }

  /** Whether the connection is cut instead of carrying these bytes. */
  synchronized boolean isCut(Object connection, int bytes) {
    for (Cut cut : planned) {
      if (cut.concerns(connection)) {
        cut.bytesToGo -= bytes;
        if (cut.bytesToGo < 0) {
          planned.remove(cut);
          return true;
        }
      }
    }
    return false;
  }
}
