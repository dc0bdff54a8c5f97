package dev.linkspan.sandbox.control;

import dev.linkspan.sandbox.http.Handler;
import dev.linkspan.sandbox.http.Reply;
import dev.linkspan.sandbox.http.Request;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Set;

/**
 * The secret that a request to the control API must have in its {@code Authorization} header. It is
 * in a file that only the owner of the sandbox can read, as a whole header line, so that {@code
 * curl -H @FILE} can send it without showing it to other users in the list of processes.
 */
public final class ControlToken {
  /** Name of the file in the state folder. */
  public static final String FILE = "control.header";

  private static final String HEADER = "Authorization";
  private static final String HEALTH = ControlApi.PREFIX + "health";
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");
  private static final int RANDOM_BYTES = 32;

  private final String value;

  private ControlToken(String value) {
    this.value = value;
  }

  /**
   * Reads the token of the previous run, or creates one. A token that others could read, or that is
   * damaged, is replaced.
   *
   * @throws IOException if the file cannot be read or written
   */
  public static ControlToken in(Path stateFolder) throws IOException {
    Path file = stateFolder.resolve(FILE);
    if (Files.isRegularFile(file) && Files.getPosixFilePermissions(file).equals(OWNER_ONLY)) {
      String line = Files.readString(file).strip();
      if (line.matches(HEADER + ": Bearer [A-Za-z0-9_-]{43}")) {
        return new ControlToken(line.substring(HEADER.length() + 2));
      }
    }
    byte[] random = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(random);
    ControlToken created =
        new ControlToken(
            "Bearer " + Base64.getUrlEncoder().withoutPadding().encodeToString(random));
    created.write(file);
    return created;
  }

  private void write(Path file) throws IOException {
    Path fresh = file.resolveSibling(FILE + ".new");
    Files.deleteIfExists(fresh);
    Files.createFile(fresh, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    Files.writeString(fresh, HEADER + ": " + value + "\n");
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Returns a handler that passes on only requests with the token, and requests for the health. */
  public Handler requiredFor(Handler inside) {
    return request ->
        isHealth(request) || isIn(request)
            ? inside.handle(request)
            : Reply.json(
                    401,
                    Map.of(
                        "error",
                        "The control API needs the header in the file "
                            + FILE
                            + " of the sandbox's state folder."))
                .with("WWW-Authenticate", "Bearer");
  }

  private static boolean isHealth(Request request) {
    return request.method().equals("GET") && request.path().equals(HEALTH);
  }

  /** Compares in constant time. */
  private boolean isIn(Request request) {
    return MessageDigest.isEqual(
        value.getBytes(StandardCharsets.UTF_8),
        request.header(HEADER).orElse("").getBytes(StandardCharsets.UTF_8));
  }
}
