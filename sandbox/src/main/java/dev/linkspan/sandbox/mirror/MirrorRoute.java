package dev.linkspan.sandbox.mirror;

import dev.linkspan.sandbox.http.Handler;
import dev.linkspan.sandbox.http.Reply;
import dev.linkspan.sandbox.http.Request;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Serves the mirror's archives and lists them. */
public final class MirrorRoute implements Handler {
  public static final String PREFIX = "/mirror/";

  private final Mirror mirror;

  public MirrorRoute(Mirror mirror) {
    this.mirror = mirror;
  }

  @Override
  public Reply handle(Request request) {
    Optional<Reply> file =
        mirror
            .file(request.path().substring(PREFIX.length()))
            .map(found -> new Reply.File(found, "application/gzip"));
    return file.orElseGet(() -> Reply.json(404, Map.of("error", "no such archive")));
  }

  public List<Map<String, Object>> files() {
    return mirror.files().stream().map(MirrorRoute::view).toList();
  }

  private static Map<String, Object> view(MirrorFile file) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("name", file.name());
    view.put("version", file.version());
    view.put("url", file.url());
    view.put("sha512", file.sha512());
    return view;
  }
}
