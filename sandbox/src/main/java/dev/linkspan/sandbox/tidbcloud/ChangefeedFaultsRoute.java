package dev.linkspan.sandbox.tidbcloud;

import dev.linkspan.sandbox.control.ControlApi;
import dev.linkspan.sandbox.http.Handler;
import dev.linkspan.sandbox.http.Reply;
import dev.linkspan.sandbox.http.Request;
import java.util.Map;

/** The control API for faults of changefeeds: {@code POST .../changefeeds/{id}/fail}. */
public final class ChangefeedFaultsRoute implements Handler {
  public static final String PREFIX = ControlApi.PREFIX + "changefeeds/";

  private static final String FAIL = "/fail";

  private final TidbCloud tidbCloud;

  public ChangefeedFaultsRoute(TidbCloud tidbCloud) {
    this.tidbCloud = tidbCloud;
  }

  @Override
  public Reply handle(Request request) {
    String rest = request.path().substring(PREFIX.length());
    boolean done =
        request.method().equals("POST")
            && rest.endsWith(FAIL)
            && tidbCloud.failChangefeed(rest.substring(0, rest.length() - FAIL.length()));
    return done
        ? Reply.json(200, Map.of("done", true))
        : Reply.json(404, Map.of("error", "no such changefeed runs"));
  }
}
