package dev.linkspan.activities.verification;

import java.util.stream.Stream;

/** Drift of the server groups and their members. */
class ServerGroupDriftTest extends CloudDriftTrial {
  ServerGroupDriftTest() {
    super("127.145");
  }

  @Override
  Stream<CloudDrift> drifts() {
    ServerGroupDrifts groups = new ServerGroupDrifts(link());
    return Stream.concat(groups.serverGroups(), groups.members());
  }
}
